// Does not prove that real attacks leave such rows: they are made by hand, the least that is found and the most that is not.
import assert from "node:assert/strict";
import { readDetections } from "../../../../components/sentinel/read-detections";
import { detection } from "./run-detection";
import {
    azureChange,
    clusterRequest,
    containerLine,
    decision,
    each,
    entraChange,
    gateway,
    type Log,
    people,
    refusedToken,
    row,
    times,
    vaultRequest,
} from "./sample-rows";

interface Boundary {
    /** Logs in which there is something to find. */
    found: Log[];
    /** Logs that come close, in which there is not. */
    missed: Log[];
}

const { deployer, emergency, stranger, user, watched } = people;

const decisions = (...rows: Log[string]): Log => ({ ApiManagementGatewayLogs: rows });
const refused = (number: number, reason: string, facts = {}): Log =>
    decisions(...times(number, () => decision(2, { reason, ...facts })));
const changes = (...rows: Log[string]): Log => ({ AzureActivity: rows });
const change = (operation: string, caller: string, columns = {}) => changes(azureChange(operation, caller, columns));
const requests = (...rows: Log[string]): Log => ({ AKSAudit: rows });
const inNamespace = (resource: string, name: string, subresource = "") => ({
    namespace: "mcp-orders",
    resource,
    name,
    subresource,
});
const lines = (...rows: Log[string]): Log => ({ ContainerLogV2: rows });
const vaults = (...rows: Log[string]): Log => ({ AZKVAuditLogs: rows });
const directory = (...rows: Log[string]): Log => ({ AuditLogs: rows });

const definitionCheck = (outcome: string) =>
    containerLine("definition-check", { log: "tool-definitions", outcome, changed: ["search_orders"] });
const proxied = (status: number) =>
    containerLine("proxy", { log: "request", status, peerAddress: "10.0.0.5", peerName: "client.ingress.internal" });
const connected = (failure: string | null) =>
    containerLine("proxy", { log: "connection", failure, peerAddress: "10.0.0.5" });
const refusedByGuard = (guard: string) => ({
    code: 403,
    message: `pods "x" is forbidden: ValidatingAdmissionPolicy '${guard}' with binding '${guard}' denied request: no`,
});
const blob = (minutesAgo: number, columns = {}) =>
    row(minutesAgo, {
        OperationName: "GetBlob",
        ObjectKey: "/account/am-azkvauditlogs/y=2026/PT1H.json",
        RequesterObjectId: stranger,
        CallerIpAddress: "10.0.0.4:443",
        StatusText: "Success",
        AuthenticationType: "OAuth",
        ...columns,
    });
const pushed = (minutesAgo: number, columns = {}) =>
    row(minutesAgo, {
        OperationName: "Push",
        Identity: "publisher",
        Repository: "orders",
        _ResourceId: "r",
        ...columns,
    });
const signedIn = (minutesAgo: number, columns = {}) =>
    row(minutesAgo, {
        ServicePrincipalId: deployer,
        AppId: "app",
        IPAddress: "198.51.100.1",
        ResultType: "0",
        ...columns,
    });
const denied = (fqdn: string) => row(2, { Action: "Deny", SourceIp: "10.0.0.9", Fqdn: fqdn });
const firewalled = (number: number, different: number): Log => ({
    AGWAccessLogs: times(different, (index) => row(2, { TransactionId: `t${index}`, ClientIp: "203.0.113.1" })),
    AGWFirewallLogs: times(number, (index) =>
        row(2, { TransactionId: `t${index % different}`, ClientIp: "******", Action: "Blocked", RuleId: "942100" }),
    ),
});
const throttled = (minutesAgo: number) =>
    row(minutesAgo, {
        AlertName: "A caller asks for far more than usual",
        Entities: JSON.stringify([
            { $id: "2", AadUserId: user, Type: "account" },
            { $id: "3", Address: "203.0.113.9", Type: "ip" },
        ]),
    });

const boundaries: Record<string, Boundary> = {
    "adaptive-release": {
        found: [
            { SecurityAlert: [throttled(181)] },
            { SecurityAlert: [throttled(300)], ...decisions(...times(59, () => decision(60))) },
        ],
        missed: [
            { SecurityAlert: [throttled(179)] },
            { SecurityAlert: [throttled(300), throttled(100)] },
            { SecurityAlert: [throttled(300)], ...decisions(...times(60, () => decision(60))) },
            { SecurityAlert: [{ ...throttled(300), AlertName: "Something else" }] },
        ],
    },
    "adaptive-throttle": {
        found: [decisions(...times(301, () => decision(8)))],
        missed: [
            decisions(...times(300, () => decision(8))),
            decisions(...times(301, () => decision(8, { user: "" }))),
        ],
    },
    "administrator-bound": {
        found: [
            requests(
                clusterRequest("create", { resource: "clusterrolebindings", name: "x" }, { role: "cluster-admin" }),
            ),
            requests(clusterRequest("patch", inNamespace("rolebindings", "x"), { role: "system:node", code: 403 })),
        ],
        missed: [
            requests(clusterRequest("create", inNamespace("rolebindings", "x"), { role: "responders" })),
            requests(
                clusterRequest(
                    "create",
                    { resource: "clusterrolebindings", name: "x" },
                    { role: "cluster-admin", groups: ["system:masters"] },
                ),
            ),
        ],
    },
    "admission-denials": {
        found: [
            requests(
                ...times(5, (index) =>
                    clusterRequest("create", inNamespace("pods", `x${index}`), refusedByGuard("mcp-images")),
                ),
            ),
        ],
        missed: [
            requests(
                ...times(4, (index) =>
                    clusterRequest("create", inNamespace("pods", `x${index}`), refusedByGuard("mcp-images")),
                ),
            ),
            requests(
                ...times(9, (index) =>
                    clusterRequest("create", inNamespace("pods", `x${index}`), { code: 403, message: "cannot create" }),
                ),
            ),
        ],
    },
    "application-credential-added": {
        found: [
            directory(
                entraChange("Update application – Certificates and secrets management ", deployer, "KeyDescription"),
            ),
            directory(entraChange("Add service principal credentials", stranger, "KeyDescription", "ServicePrincipal")),
        ],
        missed: [
            directory(entraChange("Update application", stranger, "DisplayName")),
            directory({ ...entraChange("Add service principal credentials", stranger, ""), Result: "failure" }),
        ],
    },
    "blocked-principal-persists": {
        found: [refused(10, "blocked-principal")],
        missed: [refused(9, "blocked-principal")],
    },
    "break-glass-sign-in": {
        found: [
            { SigninLogs: [row(9, { UserId: emergency, IPAddress: "198.51.100.1", ResultType: "0" })] },
            { AADNonInteractiveUserSignInLogs: [row(9, { UserId: emergency, ResultType: "50126" })] },
        ],
        missed: [{ SigninLogs: [row(9, { UserId: user, IPAddress: "198.51.100.1", ResultType: "0" })] }],
    },
    "client-off-the-list": {
        found: [decisions(decision(2, { client: "another" }))],
        missed: [
            decisions(decision(2), decision(2, { client: "CLIENT" }), decision(2, { client: "" })),
            refused(3, "scope", { client: "another" }),
        ],
    },
    "consent-granted": {
        found: [directory(entraChange("Consent to application", user, "ConsentContext.IsAdminConsent"))],
        missed: [
            directory(entraChange("Consent to application", deployer, "ConsentContext.IsAdminConsent")),
            directory(entraChange("Add owner to application", user, "Application.ObjectID")),
        ],
    },
    "edge-attack-burst": { found: [firewalled(20, 20)], missed: [firewalled(60, 19)] },
    "egress-denied": {
        found: [
            { AZFWApplicationRule: ["a.example", "b.example", "c.d.data.contoso.example"].map(denied) },
            { AZFWApplicationRule: times(10, () => denied("a.example")) },
        ],
        missed: [
            { AZFWApplicationRule: times(9, () => denied("a.example")) },
            { AZFWApplicationRule: times(20, () => denied("ORDERS-API.contoso.example")) },
            { AZFWApplicationRule: times(20, () => denied("x.data.contoso.example")) },
            { AZFWApplicationRule: times(20, () => ({ ...denied("a.example"), Action: "Allow" })) },
        ],
    },
    "evidence-read-by-stranger": {
        found: [
            { StorageBlobLogs: [blob(5)] },
            { StorageBlobLogs: [blob(500), blob(5, { StatusText: "AuthorizationFailure" })] },
            { StorageBlobLogs: [blob(500), blob(5, { AuthenticationType: "AccountKey" })] },
        ],
        missed: [
            { StorageBlobLogs: [blob(500), blob(5)] },
            { StorageBlobLogs: [blob(5, { OperationName: "AppendBlock", AuthenticationType: "TrustedAccess" })] },
            { StorageBlobLogs: [blob(5, { ObjectKey: "/account/state/dev.json" })] },
        ],
    },
    "evidence-tampering": {
        found: [
            change("Microsoft.Authorization/locks/delete", deployer),
            change("Microsoft.Storage/storageAccounts/blobServices/containers/clearLegalHold/action", stranger),
            change("Microsoft.OperationalInsights/workspaces/dataExports/delete", deployer),
        ],
        missed: [
            change("Microsoft.Authorization/locks/write", stranger),
            change("Microsoft.Storage/storageAccounts/blobServices/containers/setLegalHold/action", stranger),
            change("Microsoft.Authorization/locks/delete", stranger, { ActivityStatusValue: "Failure" }),
        ],
    },
    "federated-credential-changed": {
        found: [
            directory(entraChange("Update application", stranger, "FederatedIdentityCredentials")),
            change("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write", stranger),
        ],
        missed: [
            directory(entraChange("Update application", deployer, "FederatedIdentityCredentials")),
            change("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write", deployer),
            change("Microsoft.ManagedIdentity/userAssignedIdentities/write", stranger),
        ],
    },
    "forged-tokens": {
        found: [decisions(...times(5, () => refusedToken(2, "TokenSignatureInvalid")))],
        missed: [
            decisions(...times(4, () => refusedToken(2, "TokenSignatureInvalid"))),
            decisions(...times(9, () => refusedToken(2, "TokenNotPresent"))),
            decisions(...times(9, () => refusedToken(2, "TokenExpired"))),
            decisions(...times(9, () => refusedToken(2, "TokenAudienceNotAllowed"))),
        ],
    },
    "gateway-bypass": { found: [refused(1, "not-the-edge", { user: "" })], missed: [decisions(decision(2))] },
    "gateway-changed-by-stranger": {
        found: [
            change("Microsoft.ApiManagement/service/apis/policies/write", stranger),
            change("Microsoft.ApiManagement/service/namedValues/listValue/action", stranger, {
                _ResourceId: `${gateway}/namedvalues/session-key-current`,
            }),
        ],
        missed: [
            change("Microsoft.ApiManagement/service/apis/policies/write", deployer),
            change("Microsoft.ApiManagement/service/namedValues/write", stranger, {
                _ResourceId: `${gateway}/namedValues/blocked-principals`,
            }),
            change("Microsoft.ApiManagement/service/namedValues/refreshSecret/action", stranger),
        ],
    },
    "harmful-results": { found: [refused(3, "harmful-result")], missed: [refused(2, "harmful-result")] },
    "image-pushed-by-stranger": {
        found: [
            { ContainerRegistryRepositoryEvents: [pushed(9)] },
            { ContainerRegistryRepositoryEvents: [pushed(900, { Identity: "another" }), pushed(9)] },
        ],
        missed: [
            { ContainerRegistryRepositoryEvents: [pushed(900), pushed(9)] },
            { ContainerRegistryRepositoryEvents: [pushed(9, { OperationName: "Pull" })] },
        ],
    },
    "intrusion-signature": {
        found: [{ AZFWIdpsSignature: [row(2, { Severity: 2, SourceIp: "10.0.0.9", SignatureId: "1" })] }],
        missed: [{ AZFWIdpsSignature: [row(2, { Severity: 3, SourceIp: "10.0.0.9", SignatureId: "1" })] }],
    },
    "key-or-secret-destroyed": {
        found: [vaults(vaultRequest(2, "SecretPurge")), vaults(vaultRequest(2, "KeyDelete", { caller: deployer }))],
        missed: [vaults(vaultRequest(2, "SecretSet")), vaults(vaultRequest(2, "SecretPurge", { code: 403 }))],
    },
    "limit-burst": { found: [refused(100, "limit")], missed: [refused(99, "limit")] },
    "log-changed-by-stranger": {
        found: [change("Microsoft.Insights/diagnosticSettings/write", stranger)],
        missed: [change("Microsoft.Insights/diagnosticSettings/write", deployer)],
    },
    "mass-secret-reads": {
        found: [
            vaults(...times(10, (index) => vaultRequest(10, "SecretGet", { secret: `s${index}` }))),
            vaults(
                ...times(13, (index) => vaultRequest(10, "SecretGet", { secret: `s${index}` })),
                ...times(6, (index) => vaultRequest(250, "SecretGet", { secret: `s${index}` })),
            ),
        ],
        missed: [
            vaults(...times(9, (index) => vaultRequest(10, "SecretGet", { secret: `s${index}` }))),
            vaults(...times(50, () => vaultRequest(10, "SecretGet"))),
            vaults(
                ...times(12, (index) => vaultRequest(10, "SecretGet", { secret: `s${index}` })),
                ...times(6, (index) => vaultRequest(250, "SecretGet", { secret: `s${index}` })),
            ),
        ],
    },
    "network-changed-by-stranger": {
        found: [change("Microsoft.Network/networkSecurityGroups/securityRules/write", stranger)],
        missed: [
            change("Microsoft.Network/networkSecurityGroups/securityRules/write", deployer),
            change("Microsoft.Network/virtualNetworks/subnets/join/action", stranger),
            change("Microsoft.Network/loadBalancers/write", stranger),
        ],
    },
    "network-rule-loosened": {
        found: [
            requests(clusterRequest("delete", inNamespace("networkpolicies", "default-deny"))),
            requests(clusterRequest("create", inNamespace("ciliumnetworkpolicies", "open"), { code: 201 })),
            requests(clusterRequest("delete", inNamespace("ciliumnetworkpolicies", "quarantine"))),
            requests(clusterRequest("delete", { resource: "validatingadmissionpolicybindings", name: "mcp-images" })),
        ],
        missed: [
            requests(clusterRequest("patch", inNamespace("ciliumnetworkpolicies", "quarantine"))),
            requests(clusterRequest("delete", inNamespace("networkpolicies", "default-deny"), { requester: deployer })),
            requests(clusterRequest("delete", inNamespace("networkpolicies", "default-deny"), { code: 403 })),
            requests(clusterRequest("get", inNamespace("networkpolicies", "default-deny"))),
            requests(
                clusterRequest("update", inNamespace("peerauthentications", "default"), {
                    requester: "system:serviceaccount:aks-istio-system:istiod",
                    groups: ["system:serviceaccounts", "system:serviceaccounts:aks-istio-system"],
                }),
            ),
        ],
    },
    "policy-exception-used": {
        found: [
            {
                ContainerAppConsoleLogs: [
                    row(2, { JobName: "deliver", Log: "  Excepted until 2026-12-31 by team: why" }),
                ],
            },
        ],
        missed: [{ ContainerAppConsoleLogs: [row(2, { JobName: "deliver", Log: "Resources: 3 unchanged" })] }],
    },
    "prompt-attack-burst": {
        found: [refused(3, "harmful-arguments"), refused(1, "harmful-arguments", { user: watched.toUpperCase() })],
        missed: [refused(2, "harmful-arguments"), refused(9, "harmful-result")],
    },
    "protocol-downgrade": {
        found: [decisions(...times(20, () => decision(100, { era: "2026" })), decision(5))],
        missed: [
            decisions(...times(19, () => decision(100, { era: "2026" })), decision(5)),
            decisions(...times(20, () => decision(100, { era: "2026" })), decision(500), decision(5)),
            decisions(...times(20, () => decision(100, { era: "2026", client: "another" })), decision(5)),
        ],
    },
    "rights-probing": {
        found: [
            refused(10, "role"),
            decisions(...["scope", "role", "method"].flatMap((reason) => times(4, () => decision(2, { reason })))),
        ],
        missed: [refused(9, "scope"), refused(20, "arguments"), refused(20, "scope", { user: "" })],
    },
    "role-assigned-by-stranger": {
        found: [
            change("Microsoft.Authorization/roleAssignments/write", "somebody@contoso.example", {
                Claims_d: { "http://schemas.microsoft.com/identity/claims/objectidentifier": stranger },
            }),
        ],
        missed: [
            change("Microsoft.Authorization/roleAssignments/write", "somebody@contoso.example", {
                Claims_d: { "http://schemas.microsoft.com/identity/claims/objectidentifier": deployer },
            }),
        ],
    },
    "secrets-read-in-cluster": {
        found: [
            requests(clusterRequest("list", inNamespace("secrets", ""))),
            requests(clusterRequest("list", { resource: "secrets" })),
        ],
        missed: [
            requests(clusterRequest("list", inNamespace("secrets", ""), { requester: deployer })),
            requests(clusterRequest("list", inNamespace("secrets", ""), { code: 403 })),
            requests(clusterRequest("list", inNamespace("configmaps", ""))),
        ],
    },
    "server-account-at-api-server": {
        found: [
            requests(
                clusterRequest("get", inNamespace("pods", "x"), {
                    requester: "system:serviceaccount:mcp-orders:orders",
                    code: 403,
                }),
            ),
        ],
        missed: [
            requests(
                clusterRequest("get", inNamespace("pods", "x"), {
                    requester: "system:serviceaccount:kube-system:mcp-x",
                }),
            ),
        ],
    },
    "server-bypass": {
        found: [lines(proxied(401), proxied(403), connected("TLS_error:|peer_did_not_return_a_certificate"))],
        missed: [
            lines(proxied(401), connected("TLS_error")),
            lines(
                ...times(9, () => proxied(200)),
                ...times(9, () => connected("-")),
                ...times(9, () => connected(null)),
            ),
        ],
    },
    "service-principal-at-risk": {
        found: [
            {
                AADServicePrincipalRiskEvents: [
                    row(9, { ServicePrincipalId: stranger, RiskState: "atRisk", RiskLevel: "high" }),
                ],
            },
        ],
        missed: [
            {
                AADServicePrincipalRiskEvents: [
                    row(9, { ServicePrincipalId: stranger, RiskState: "dismissed", RiskLevel: "high" }),
                    row(9, { ServicePrincipalId: stranger, RiskState: "atRisk", RiskLevel: "low" }),
                ],
            },
        ],
    },
    "service-principal-from-new-address": {
        found: [{ AADServicePrincipalSignInLogs: [signedIn(900), signedIn(9, { IPAddress: "203.0.113.7" })] }],
        missed: [
            { AADServicePrincipalSignInLogs: [signedIn(900), signedIn(9)] },
            { AADServicePrincipalSignInLogs: [signedIn(9)] },
            {
                AADServicePrincipalSignInLogs: [
                    signedIn(900, { ServicePrincipalId: stranger }),
                    signedIn(9, { ServicePrincipalId: stranger, IPAddress: "203.0.113.7" }),
                ],
            },
        ],
    },
    "session-in-two-places": {
        found: [
            decisions(
                decision(30, { session: "A1" }),
                decision(25, { session: "A1", clientAddress: "198.51.100.7" }),
                decision(20, { session: "A1" }),
                decision(15, { session: "A1", clientAddress: "198.51.100.7" }),
            ),
        ],
        missed: [
            decisions(
                decision(30, { session: "A1" }),
                decision(25, { session: "A1" }),
                decision(20, { session: "A1", clientAddress: "198.51.100.7" }),
                decision(15, { session: "A1", clientAddress: "198.51.100.7" }),
            ),
            decisions(
                decision(30, { session: "A1" }),
                decision(25, { session: "B2", clientAddress: "198.51.100.7" }),
                decision(20, { session: "A1" }),
            ),
        ],
    },
    "session-of-another-user": {
        found: [
            refused(3, "unknown-session"),
            decisions(
                decision(9, { method: "initialize" }),
                ...times(3, (index) => decision(5 - index, { reason: "unknown-session" })),
            ),
            decisions(
                decision(9, { reason: "unknown-session" }),
                decision(8, { method: "initialize" }),
                ...times(3, (index) => decision(5 - index, { reason: "unknown-session" })),
            ),
        ],
        missed: [
            refused(2, "unknown-session"),
            decisions(
                ...times(9, () => decision(5, { reason: "unknown-session" })),
                decision(4, { method: "initialize" }),
            ),
        ],
    },
    "shell-in-server-pod": {
        found: [
            requests(clusterRequest("get", inNamespace("pods", "orders-0", "exec"), { code: 101 })),
            requests(clusterRequest("patch", inNamespace("pods", "orders-0", "ephemeralcontainers"), { code: 403 })),
        ],
        missed: [
            requests(clusterRequest("get", inNamespace("pods", "orders-0", "log"))),
            requests(clusterRequest("get", inNamespace("pods", "orders-0", "exec"), { groups: ["system:masters"] })),
        ],
    },
    "step-up-refused": {
        found: [refused(3, "step-up")],
        missed: [
            refused(2, "step-up"),
            decisions(...times(5, () => decision(5, { reason: "step-up" })), decision(2, { stepUp: "true" })),
        ],
    },
    "token-replay": {
        found: [
            decisions(refusedToken(3, "TokenAudienceNotAllowed"), refusedToken(2, "TokenAudienceNotAllowed", "stock")),
            decisions(...times(5, () => refusedToken(3, "TokenAudienceNotAllowed"))),
        ],
        missed: [
            decisions(...times(4, () => refusedToken(3, "TokenAudienceNotAllowed"))),
            decisions(refusedToken(3, "TokenNotPresent"), refusedToken(2, "TokenNotPresent", "stock")),
        ],
    },
    "tool-definition-drift": {
        found: [lines(definitionCheck("changed")), lines(...times(3, () => definitionCheck("unchecked")))],
        missed: [lines(definitionCheck("same"), ...times(2, () => definitionCheck("unchecked")))],
    },
    "tool-off-the-list": {
        found: [decisions(decision(2, { tool: "drop_orders" })), decisions(decision(2, { server: "stock" }))],
        missed: [decisions(decision(2), decision(2, { tool: "" })), refused(3, "role", { tool: "drop_orders" })],
    },
    "tool-volume-spike": {
        found: [
            decisions(...each(60, 70, 24, (ago) => times(10, () => decision(ago))), ...times(101, () => decision(30))),
        ],
        missed: [
            decisions(...each(60, 70, 24, (ago) => times(10, () => decision(ago))), ...times(100, () => decision(30))),
            decisions(...each(60, 70, 23, (ago) => times(10, () => decision(ago))), ...times(101, () => decision(30))),
            decisions(...each(60, 10, 30, (ago) => times(120, () => decision(ago)))),
        ],
    },
    "unknown-tool-probing": { found: [refused(5, "not-defined")], missed: [refused(4, "not-defined")] },
    "vault-access-denied": {
        found: [vaults(...times(10, () => vaultRequest(3, "SecretGet", { code: 403 })))],
        missed: [
            vaults(...times(9, () => vaultRequest(3, "SecretGet", { code: 403 }))),
            vaults(...times(30, () => vaultRequest(3, "SecretGet", { caller: "", code: 401 }))),
        ],
    },
    "vault-used-by-stranger": {
        found: [vaults(vaultRequest(3000, "SecretGet", { caller: user }), vaultRequest(10, "KeyUnwrap"))],
        missed: [
            vaults(vaultRequest(3000, "SecretGet"), vaultRequest(10, "SecretGet", { secret: "session-odd" })),
            vaults(vaultRequest(3000, "SecretGet", { caller: user }), vaultRequest(10, "SecretGet", { code: 403 })),
            vaults(vaultRequest(10, "SecretGet")),
        ],
    },
    "watch-changed-by-stranger": {
        found: [
            change("Microsoft.Logic/workflows/disable/action", stranger),
            change("Microsoft.SecurityInsights/alertRules/delete", stranger),
            change("Microsoft.SecurityInsights/watchlists/watchlistItems/write", stranger),
        ],
        missed: [
            change("Microsoft.Logic/workflows/disable/action", deployer),
            change("Microsoft.Logic/workflows/triggers/run/action", stranger),
            change("Microsoft.SecurityInsights/incidents/comments/write", stranger),
        ],
    },
};

describe("detections at their boundaries", () => {
    it("are all of them", () => {
        assert.deepEqual(
            Object.keys(boundaries),
            readDetections().map(({ id }) => id),
        );
    });

    for (const [id, { found, missed }] of Object.entries(boundaries)) {
        it(`${id} finds what it is for, and nothing less`, () => {
            const find = detection(id);
            assert.deepEqual(find({}), []);
            for (const [index, log] of found.entries()) assert.equal(find(log).length, 1, `found ${index}`);
            for (const [index, log] of missed.entries()) assert.deepEqual(find(log), [], `missed ${index}`);
        });
    }
});

describe("who is named", () => {
    const findReplay = detection("token-replay");
    const refusals = times(5, () => refusedToken(3, "TokenAudienceNotAllowed"));

    it("for tokens of another server is whoever alone called from the address", () => {
        assert.equal(findReplay(decisions(...refusals, decision(4)))[0]?.User, user);
    });

    it("for tokens of another server is nobody when several called from the address, one from elsewhere, or nobody with success", () => {
        const several = [decision(4), decision(4, { user: stranger })];
        const elsewhere = [decision(4, { clientAddress: "198.51.100.7" })];
        const refusedOnly = [decision(4, { reason: "blocked-principal" })];
        for (const calls of [several, elsewhere, refusedOnly, []]) {
            const [found] = findReplay(decisions(...refusals, ...calls));
            assert.ok(found);
            assert.equal(found.User ?? "", "");
        }
    });

    it("for a bypass is no other user of the gateway", () => {
        const [found] = detection("gateway-bypass")(
            decisions(decision(2, { reason: "not-the-edge", user: "" }), decision(2)),
        );
        assert.deepEqual(Object.keys(found ?? {}).sort(), ["GatewayId", "Requests", "Servers", "TimeGenerated"]);
    });

    it("for the account of a server is its namespace", () => {
        const [found] = detection("server-account-at-api-server")(
            requests(
                clusterRequest("list", inNamespace("pods", ""), {
                    requester: "system:serviceaccount:mcp-orders:orders",
                }),
            ),
        );
        assert.equal(found?.Account, "mcp-orders");
    });
});

// Does not prove what the parts are made of: their own tests do.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { ApiMode, McpServer, type McpServerArgs } from "../../../components";
import { permissionId } from "../../../components/entra-application/entra-application";
import { mcpServerProblems } from "../../../components/mcp-server/mcp-server-args";
import { type Capture, type CapturedResource, capture } from "../../support/capture";
import { waitsForGuards } from "../../support/waits-for-guards";
import { secrets } from "../server-namespace/sample-args";
import { mcpServerArgs as args, identityPrincipalId, users, vscode, words, workload } from "./sample-args";

const captureServer = (changes: Partial<McpServerArgs> = {}, name = "orders"): Promise<Capture> =>
    capture(() => new McpServer(name, { ...args, ...changes }));

const azuread = (type: string) => `azuread:index/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`;
const inputsOf = (resources: CapturedResource[]) => resources.map(({ inputs }) => inputs);

describe("McpServer", () => {
    it("has an application for clients and one for the gateway, whose names tell environments apart", async () => {
        const resources = await captureServer();
        assert.deepEqual(
            resources.all(azuread("ApplicationRegistration")).map(({ name, inputs }) => [name, inputs.displayName]),
            [
                ["orders-application-registration", "Orders (mcp-dev)"],
                ["orders-backend-application-registration", "Orders behind the gateway (mcp-dev)"],
            ],
        );
    });

    it("has one text for endpoint, resource and identifier URI, whatever host and server are called", async () => {
        const label = fc.stringMatching(/^[a-z](-?[a-z0-9]){1,10}$/);
        await fc.assert(
            fc.asyncProperty(label, label, async (host, server) => {
                const hostName = `${host}.contoso.com`;
                const resources = await captureServer({ gateway: { ...args.gateway, hostName } }, server);
                const url = `https://${hostName}/${server}/mcp`;
                assert.deepEqual(
                    inputsOf(resources.all(azuread("ApplicationIdentifierUri"))).map((inputs) => inputs.identifierUri),
                    [url, `${url}/backend`],
                );
                assert.equal(
                    `https://${hostName}/${resources.only("azure-native:apimanagement:Api").inputs.path}`,
                    url,
                );
                for (const { value } of inputsOf(resources.all("azure-native:apimanagement:ApiOperationPolicy"))) {
                    const [, document = ""] = /<set-body>([^<]*)<\/set-body>/.exec(value) ?? [];
                    assert.equal(JSON.parse(document).resource, url);
                }
            }),
            { seed: 1, numRuns: 3 },
        );
    });

    it("adds the scope that every client begins with, and lets only named clients have it without consent", async () => {
        const scopes = async (clients: McpServerArgs["clients"]) => {
            const resources = await captureServer({ clients });
            return {
                all: inputsOf(resources.all(azuread("ApplicationPermissionScope"))).map(({ value }) => value),
                withoutConsent: inputsOf(resources.all(azuread("ApplicationPreAuthorized"))).map(
                    ({ authorizedClientId, permissionIds }) => [authorizedClientId, permissionIds.length],
                ),
            };
        };
        const all = ["mcp.read", "orders.read"];
        assert.deepEqual(await scopes({ vscode: { clientId: vscode } }), { all, withoutConsent: [] });
        assert.deepEqual(await scopes({ vscode: { clientId: vscode, preAuthorized: true } }), {
            all,
            withoutConsent: [[vscode, 1]],
        });
    });

    it("lets nobody but the gateway have a token for what is behind it", async () => {
        const resources = await captureServer();
        const ofBackend = resources
            .all(azuread("AppRoleAssignment"))
            .filter(({ name }) => name.startsWith("orders-backend-"));
        assert.deepEqual(
            inputsOf(ofBackend).map(({ principalObjectId }) => principalObjectId),
            [identityPrincipalId],
        );
        assert.deepEqual(
            resources.all(azuread("ServicePrincipal")).map(({ inputs }) => inputs.appRoleAssignmentRequired),
            [true, true],
        );
        assert.deepEqual(
            resources.all(azuread("ApplicationFederatedIdentityCredential")).map(({ name }) => name),
            [],
        );
    });

    it("calls on as the user without any secret when told to", async () => {
        const resources = await captureServer({ onBehalfOf: true });
        const { inputs } = resources.only(azuread("ApplicationFederatedIdentityCredential"));
        assert.deepEqual(
            { issuer: inputs.issuer, subject: inputs.subject, audiences: inputs.audiences },
            {
                issuer: "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
                subject: identityPrincipalId,
                audiences: ["api://AzureADTokenExchange"],
            },
        );
        const { name } = resources.only(azuread("ApplicationPreAuthorized"));
        assert.equal(name.startsWith("orders-backend-application-"), true);
        assert.deepEqual(resources.all(azuread("ApplicationPassword")), []);
    });

    it("assigns its users to what is behind the gateway, too, each once, as users only, when it calls on as them", async () => {
        const managers = pulumi.output("33333333-3333-4333-8333-000000000022");
        const role = "Orders.Manager";
        const resources = await captureServer({
            onBehalfOf: true,
            assignments: {
                gateway: { principalId: users },
                "users-again": { principalId: users.toUpperCase(), role },
                managers: { principalId: managers, role },
                "managers-again": { principalId: managers },
            },
        });
        const backend = "https://mcp.contoso.com/orders/mcp/backend";
        const [ofGateway, ofUser] = ["Gateway.Invoke", "User.Invoke"].map((name) =>
            permissionId(backend, "role", name),
        );
        assert.deepEqual(
            resources
                .all(azuread("AppRoleAssignment"))
                .filter(({ name }) => name.startsWith("orders-backend-"))
                .map(({ name, inputs }) => [name, inputs.principalObjectId, inputs.appRoleId]),
            [
                ["orders-backend-application-assignment-gateway", identityPrincipalId, ofGateway],
                ["orders-backend-application-assignment-user-gateway", users, ofUser],
                ["orders-backend-application-assignment-user-managers", "33333333-3333-4333-8333-000000000022", ofUser],
            ],
        );
        const roles = inputsOf(resources.all(azuread("ApplicationAppRole")));
        assert.deepEqual(
            roles
                .filter(({ roleId }) => roleId === ofUser)
                .map(({ value, allowedMemberTypes }) => [value, allowedMemberTypes]),
            [["User.Invoke", ["User"]]],
        );
        assert.deepEqual(
            resources.all(azuread("ServicePrincipal")).map(({ inputs }) => inputs.appRoleAssignmentRequired),
            [true, true],
        );
    });

    it("is an API of type MCP when told to", async () => {
        const resources = await captureServer({ mode: ApiMode.Native });
        assert.equal(resources.only("azure-native:resources:Resource", "orders-api").inputs.properties.type, "mcp");
    });

    it("is there for clients when both applications are complete", async () => {
        const waits = (await captureServer()).waitsFor();
        const named = waits["orders-value-mcp-orders-client-id"] ?? [];
        for (const application of ["orders-application", "orders-backend-application"]) {
            assert.equal(named.includes(`${application}-principal`), true, named.join(", "));
        }
        assert.equal(waits["orders-policy"]?.includes("orders-value-mcp-orders-client-id"), true);
    });

    it("gives the secrets of its workload to the server, and none that only the gateway is to have", async () => {
        const classes = async (own?: typeof secrets) =>
            (await captureServer({ workload: { ...workload, secrets: own } }))
                .all("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass")
                .map(({ name }) => name);
        assert.deepEqual(await classes(), ["orders-certificates"]);
        assert.deepEqual(await classes(secrets), [
            "orders-certificates",
            "orders-secret-database",
            "orders-secret-identity-key-even",
        ]);
    });

    it("has nothing but its workload in the cluster wait for guards", async () => {
        const waits = await waitsForGuards(
            (guards) => new McpServer("orders", { ...args, workload: { ...workload, guards } }),
        );
        assert.deepEqual(waits, { "orders-namespace": ["guard"] });
    });

    it("names every problem of its arguments at once", () => {
        assert.deepEqual(
            mcpServerProblems("orders", {
                ...args,
                gateway: { ...args.gateway, hostName: "MCP" },
                scopes: { "mcp.read": words },
            }),
            [
                'gateway.hostName is "MCP"; it must be a full host name in lower case, for example "mcp.contoso.example".',
                'scopes has "mcp.read", which every server has; remove it, or name the group of tools otherwise.',
            ],
        );
    });
});

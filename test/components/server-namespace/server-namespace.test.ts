// Does not prove that a cluster takes the objects, nor that what they describe works.
import assert from "node:assert/strict";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { ServerNamespace, type ServerNamespaceArgs } from "../../../components";
import { type Capture, capture, UNKNOWN } from "../../support/capture";
import { sampleAssignment, sampleTags } from "../../support/sample-placement";
import { waitsForGuards } from "../../support/waits-for-guards";
import { secrets, serverNamespaceArgs, tools } from "./sample-args";
import { clientId, inNamespace, labels, objectsOf } from "./sample-objects";

type Changes = Partial<ServerNamespaceArgs>;
// as test/support/capture.ts answers
const identity = { principalId: "55555555-5555-4555-8555-000000000002", principalType: "ServicePrincipal" };
const responderGroupId = "44444444-4444-4444-8444-000000000009";

const captureServer = (changes: Changes = {}, preview = false, opts?: pulumi.ComponentResourceOptions) =>
    capture(() => new ServerNamespace("orders", { ...serverNamespaceArgs, ...changes }, opts), { preview });

const kubernetesOf = ({ resources }: Capture) =>
    resources.filter(({ type }) => /^kubernetes:(?!.*provider)/.test(type));

describe("ServerNamespace", () => {
    it("makes an identity that may read two secrets, and the objects of the cluster", async () => {
        const resources = await captureServer({ responderGroupId });
        const component = resources.only("zero-trust-mcp:index:ServerNamespace");
        assert.deepEqual(component.inputs, {});
        const children = resources.resources.filter(({ custom }) => custom);
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:RoleAssignment orders-authority-reader",
            "azure-native:authorization:RoleAssignment orders-certificate-reader",
            "azure-native:managedidentity:FederatedIdentityCredential orders-identity-credential",
            "azure-native:managedidentity:UserAssignedIdentity orders-identity",
            "kubernetes:apps/v1:Deployment orders-deployment",
            "kubernetes:cilium.io/v2:CiliumNetworkPolicy orders-dns",
            "kubernetes:cilium.io/v2:CiliumNetworkPolicy orders-egress",
            "kubernetes:cilium.io/v2:CiliumNetworkPolicy orders-ingress",
            "kubernetes:cilium.io/v2:CiliumNetworkPolicy orders-platform",
            "kubernetes:core/v1:ConfigMap orders-certificates-files",
            "kubernetes:core/v1:ConfigMap orders-definition-check-files",
            "kubernetes:core/v1:ConfigMap orders-proxy-files",
            "kubernetes:core/v1:LimitRange orders-limits",
            "kubernetes:core/v1:Namespace orders-namespace",
            "kubernetes:core/v1:ResourceQuota orders-quota",
            "kubernetes:core/v1:Service orders-service",
            "kubernetes:core/v1:ServiceAccount orders-service-account",
            "kubernetes:networking.istio.io/v1:DestinationRule orders-destination-rule",
            "kubernetes:networking.istio.io/v1:Gateway orders-gateway",
            "kubernetes:networking.istio.io/v1:VirtualService orders-virtual-service",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy orders-default-deny",
            "kubernetes:policy/v1:PodDisruptionBudget orders-disruption-budget",
            "kubernetes:rbac.authorization.k8s.io/v1:Role orders-responders",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding orders-responders-binding",
            "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass orders-certificates",
            "kubernetes:security.istio.io/v1:AuthorizationPolicy orders-authorization-policy",
            "kubernetes:security.istio.io/v1:RequestAuthentication orders-request-authentication",
        ]);
        for (const child of children) assert.equal(child.parent, component.urn, child.name);
    });

    it("lets a job isolate the namespace, and another one list what evidence consists of, and no more", async () => {
        const isolatorId = pulumi.output("44444444-4444-4444-8444-000000000071");
        const evidenceCollectorId = pulumi.output("44444444-4444-4444-8444-000000000073");
        const resources = await captureServer({ isolatorId, evidenceCollectorId });
        const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
        const rulesOf = (role: string) => resources.only(`${rbac}:Role`, `orders-${role}`).inputs.rules;
        const policies = { apiGroups: ["cilium.io"], resources: ["ciliumnetworkpolicies"] };
        assert.deepEqual(rulesOf("isolator"), [
            { ...policies, verbs: ["create"] },
            { ...policies, verbs: ["patch"], resourceNames: ["quarantine"] },
        ]);
        const collecting = rulesOf("evidence-collector") as { resources: string[]; verbs: string[] }[];
        assert.deepEqual([...new Set(collecting.flatMap(({ verbs }) => verbs))], ["list"]);
        assert.deepEqual(collecting.flatMap((rule) => rule.resources).sort(), [
            "ciliumnetworkpolicies",
            "deployments",
            "events",
            "networkpolicies",
            "pods",
            "replicasets",
            "rolebindings",
            "roles",
            "serviceaccounts",
            "services",
        ]);
        const bound = resources.all(`${rbac}:RoleBinding`).map(({ inputs }) => [inputs.roleRef.name, inputs.subjects]);
        const user = (name: string) => [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name }];
        assert.deepEqual(Object.fromEntries(bound), {
            isolator: user("44444444-4444-4444-8444-000000000071"),
            "evidence-collector": user("44444444-4444-4444-8444-000000000073"),
        });
        await assert.rejects(
            captureServer({ isolatorId: pulumi.output("system:masters") }),
            /isolatorId is "system:masters"; it must be a GUID\.$/,
        );
    });

    it("lets nothing come to be before what guards it", async () => {
        const waits = (await captureServer()).waitsFor();
        const guards = ["orders-default-deny", "orders-dns", "orders-egress", "orders-ingress"];
        const limits = ["orders-limits", "orders-platform", "orders-quota"];
        const preparations = [
            "orders-authorization-policy",
            "orders-certificates",
            "orders-certificates-files",
            "orders-definition-check-files",
            "orders-disruption-budget",
            "orders-proxy-files",
            "orders-request-authentication",
            "orders-service-account",
        ];
        const routes = ["orders-destination-rule", "orders-gateway", "orders-virtual-service"];
        assert.deepEqual(waits["orders-namespace"], []);
        for (const guard of [...guards, ...limits]) assert.deepEqual(waits[guard], ["orders-namespace"], guard);
        for (const preparation of preparations) {
            const usesIdentity = ["orders-certificates", "orders-service-account"].includes(preparation);
            const before = [...guards, ...(usesIdentity ? ["orders-identity"] : []), ...limits].sort();
            assert.deepEqual(waits[preparation], before, preparation);
        }
        for (const route of routes) assert.deepEqual(waits[route], preparations, route);
        const identities = ["orders-authority-reader", "orders-certificate-reader", "orders-identity-credential"];
        for (const last of ["orders-service", "orders-deployment"]) {
            assert.deepEqual(waits[last], [...identities, ...routes].sort(), last);
        }
    });

    it("puts nothing into the cluster before the guards, and waits for them nowhere else", async () => {
        const waits = await waitsForGuards(
            (guards) => new ServerNamespace("orders", { ...serverNamespaceArgs, responderGroupId, secrets, guards }),
        );
        // everything else in the cluster waits for it
        assert.deepEqual(waits, { "orders-namespace": ["guard"] });
    });

    it("is in Azure what its service account is in this cluster, and reads two secrets", async () => {
        const resources = await captureServer();
        const { inputs } = resources.only("azure-native:managedidentity:UserAssignedIdentity");
        assert.deepEqual(inputs, {
            resourceName: "id-mcp-dev-orders",
            resourceGroupName: "rg-test",
            location: "westeurope",
            tags: sampleTags("server-namespace"),
        });
        assert.deepEqual(resources.only("azure-native:managedidentity:FederatedIdentityCredential").inputs, {
            federatedIdentityCredentialResourceName: "service-account",
            resourceName: "id-mcp-dev-orders",
            resourceGroupName: "rg-test",
            issuer: serverNamespaceArgs.oidcIssuerUrl,
            subject: "system:serviceaccount:mcp-orders:orders",
            audiences: ["api://AzureADTokenExchange"],
        });
        const { vaultId } = serverNamespaceArgs.certificate;
        const assignment = (secret: string) =>
            sampleAssignment(`${vaultId}/secrets/${secret}`, identity, "Key Vault Secrets User");
        const roles = resources
            .all("azure-native:authorization:RoleAssignment")
            .map(({ name, inputs }) => [name, inputs]);
        assert.deepEqual(Object.fromEntries(roles), {
            "orders-certificate-reader": assignment("orders"),
            "orders-authority-reader": assignment("ingress-authority"),
        });
    });

    it("reads its secrets, and may do so before there is anything that has its pods read them", async () => {
        const [without, resources] = [await captureServer(), await captureServer({ secrets })];
        const own = ["database", "identity-key-even"];
        const added = resources.typesAndNames().filter((resource) => !without.typesAndNames().includes(resource));
        assert.deepEqual(added, [
            ...own.map((secret) => `azure-native:authorization:RoleAssignment orders-secret-${secret}-reader`),
            ...own.map(
                (secret) => `kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass orders-secret-${secret}`,
            ),
        ]);
        const assigned = own.map(
            (secret) =>
                resources.only("azure-native:authorization:RoleAssignment", `orders-secret-${secret}-reader`).inputs,
        );
        assert.deepEqual(assigned, [
            sampleAssignment(`${secrets.database.vaultId}/secrets/db-2`, identity, "Key Vault Secrets User"),
            sampleAssignment(
                `${secrets["identity-key-even"].vaultId}/secrets/identity-orders-even`,
                identity,
                "Key Vault Secrets User",
            ),
        ]);
        const [before, waits] = [without.waitsFor(), resources.waitsFor()];
        const certificates = before["orders-certificates"] ?? [];
        for (const secret of own) {
            assert.deepEqual(
                waits[`orders-secret-${secret}`],
                [...certificates, `orders-secret-${secret}-reader`].sort(),
            );
        }
        const preparations = [...(before["orders-gateway"] ?? []), ...own.map((secret) => `orders-secret-${secret}`)];
        assert.deepEqual(waits["orders-gateway"], preparations.sort());
        assert.deepEqual(waits["orders-deployment"], before["orders-deployment"]);
    });

    it("refuses a secret that turns out to be in another vault", async () => {
        const { uri } = secrets.database;
        const { vaultId } = secrets["identity-key-even"];
        await assert.rejects(
            captureServer({ secrets: { database: { uri: pulumi.output(uri), vaultId } } }),
            /secrets\.database\.uri is ".*\/db-2", which is not in secrets\.database\.vaultId/,
        );
    });

    it("says where the server is and who it is", async () => {
        const outputs: Record<string, unknown> = {};
        await capture(() => {
            const server = new ServerNamespace("orders", serverNamespaceArgs);
            pulumi
                .all([server.namespaceName, server.serviceHost, server.identityClientId, server.identityPrincipalId])
                .apply((values) => Object.assign(outputs, values));
        });
        assert.deepEqual(Object.values(outputs), [
            "mcp-orders",
            "orders.mcp-orders.svc.cluster.local",
            clientId,
            identity.principalId,
        ]);
    });

    it("refuses an issuer that turns out to be none", async () => {
        await assert.rejects(
            captureServer({ oidcIssuerUrl: pulumi.output("cluster") }),
            /oidcIssuerUrl is "cluster"; it must be an HTTPS address without query\./,
        );
    });

    it("throws all problems at once", async () => {
        await assert.rejects(captureServer({ replicas: 1, port: 1 }), /has 2 problems:\n {2}- port.*\n {2}- replicas/);
    });

    it("knows in the first preview all but the ids of the identity", async () => {
        const resources = await captureServer({ responderGroupId, secrets }, true);
        const unknown = resources.resources
            .filter(({ unknownPaths }) => unknownPaths.length > 0)
            .map(({ name, unknownPaths }) => [name, unknownPaths]);
        assert.deepEqual(Object.fromEntries(unknown), {
            "orders-certificate-reader": ["principalId", "roleAssignmentName"],
            "orders-authority-reader": ["principalId", "roleAssignmentName"],
            "orders-secret-database-reader": ["principalId", "roleAssignmentName"],
            "orders-secret-identity-key-even-reader": ["principalId", "roleAssignmentName"],
            "orders-service-account": ["metadata.annotations.azure.workload.identity/client-id"],
            "orders-certificates": ["spec.parameters.clientID"],
            "orders-secret-database": ["spec.parameters.clientID"],
            "orders-secret-identity-key-even": ["spec.parameters.clientID"],
        });
    });

    it("knows all but the ids of applications that are to come, and what is made of them, each in a field of its own", async () => {
        const resources = await capture(
            () => {
                const application = new pulumi.ComponentResource("test:index:Application", "application");
                const id = application.urn.apply(() => pulumi.unknown as unknown as string);
                const ids = { audience: id, gatewayPrincipalId: id, onBehalfOfClientId: id };
                new ServerNamespace("orders", { ...serverNamespaceArgs, caller: ids });
            },
            { preview: true },
        );
        const unknown = kubernetesOf(resources)
            .filter(({ unknownPaths }) => unknownPaths.length > 0)
            .map(({ name, unknownPaths }) => [name, unknownPaths]);
        assert.deepEqual(Object.fromEntries(unknown), {
            "orders-service-account": ["metadata.annotations.azure.workload.identity/client-id"],
            "orders-certificates": ["spec.parameters.clientID"],
            "orders-proxy-files": ["data.envoy.json"],
            "orders-request-authentication": ["spec.jwtRules[0].audiences[0]"],
            "orders-authorization-policy": ["spec.rules[0].when[0].values[0]", "spec.rules[0].when[1].values[0]"],
            "orders-deployment": ["spec.template.metadata.annotations.checksum/files"],
        });
        assert.equal(
            resources.only("kubernetes:core/v1:ConfigMap", "orders-proxy-files").inputs.data["envoy.json"],
            UNKNOWN,
        );
    });

    it("makes the same objects for a cluster and for files, which are those of the plain data", async () => {
        const make = (provider: Record<string, string>) =>
            capture(() => {
                const kubernetes = new Provider("kubernetes", provider);
                new ServerNamespace(
                    "orders",
                    { ...serverNamespaceArgs, responderGroupId, secrets },
                    { providers: { kubernetes } },
                );
            });
        const inputsOf = (resources: Capture) =>
            Object.fromEntries(
                kubernetesOf(resources).map(({ name, inputs }) => [name.slice("orders-".length), inputs]),
            );
        const direct = await make({ kubeconfig: "{}" });
        const rendered = await make({ renderYamlToDirectory: "manifests" });
        assert.deepEqual(inputsOf(rendered), inputsOf(direct));
        assert.deepEqual(inputsOf(direct), objectsOf({ responderGroupId, secrets }));
        for (const { name, provider } of kubernetesOf(direct)) assert.match(provider ?? "", /::kubernetes::/, name);
    });
});

describe("ServerNamespace: the namespace", () => {
    it("is restricted, says what is handled there, and is out of the mesh", () => {
        assert.deepEqual(objectsOf().namespace, {
            apiVersion: "v1",
            kind: "Namespace",
            metadata: {
                name: "mcp-orders",
                labels: {
                    ...labels,
                    "pod-security.kubernetes.io/enforce": "restricted",
                    "pod-security.kubernetes.io/enforce-version": "v1.34",
                    "pod-security.kubernetes.io/audit": "restricted",
                    "pod-security.kubernetes.io/audit-version": "v1.34",
                    "pod-security.kubernetes.io/warn": "restricted",
                    "pod-security.kubernetes.io/warn-version": "v1.34",
                    "data-classification": "confidential",
                    "mcp-tier": "tools",
                    "istio-injection": "disabled",
                },
            },
        });
    });

    it("may take twice its pods, and has no service to the outside, no secret and no disk", () => {
        const { quota, limits } = objectsOf();
        assert.deepEqual(quota, {
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata: inNamespace,
            spec: {
                hard: {
                    "requests.cpu": "4800m",
                    "requests.memory": "7936Mi",
                    "requests.ephemeral-storage": "1792Mi",
                    "limits.cpu": "4800m",
                    "limits.memory": "7936Mi",
                    "limits.ephemeral-storage": "1792Mi",
                    pods: "4",
                    configmaps: "8",
                    services: "1",
                    "services.loadbalancers": "0",
                    "services.nodeports": "0",
                    secrets: "0",
                    persistentvolumeclaims: "0",
                },
            },
        });
        assert.deepEqual(limits, {
            apiVersion: "v1",
            kind: "LimitRange",
            metadata: inNamespace,
            spec: {
                limits: [
                    {
                        type: "Container",
                        max: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "256Mi" },
                        default: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
                        defaultRequest: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
                        maxLimitRequestRatio: { cpu: "1", memory: "1" },
                    },
                ],
            },
        });
    });

    it("may take more for a larger server, in the spelling of the API server", () => {
        const objects = objectsOf({ replicas: 4, cpu: 1.4, memoryMiB: 2048 });
        const { hard } = objects.quota.spec;
        assert.deepEqual(
            [hard.pods, hard["limits.cpu"], hard["limits.memory"], hard["limits.ephemeral-storage"]],
            ["8", "16800m", "28160Mi", "3584Mi"],
        );
        assert.deepEqual(objects.limits.spec.limits[0].max, {
            cpu: "1400m",
            memory: "2Gi",
            "ephemeral-storage": "256Mi",
        });
    });

    it("has an account that may do nothing and mounts no token", () => {
        assert.deepEqual(objectsOf()["service-account"], {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { ...inNamespace, annotations: { "azure.workload.identity/client-id": clientId } },
            automountServiceAccountToken: false,
        });
    });

    it("reads its certificates as files with that account, the newest version each", () => {
        assert.deepEqual(objectsOf().certificates, {
            apiVersion: "secrets-store.csi.x-k8s.io/v1",
            kind: "SecretProviderClass",
            metadata: { name: "orders", namespace: "mcp-orders" },
            spec: {
                provider: "azure",
                parameters: {
                    usePodIdentity: "false",
                    useVMManagedIdentity: "false",
                    clientID: clientId,
                    keyvaultName: "kv-contoso-mesh",
                    tenantId: serverNamespaceArgs.tenantId,
                    objects: [
                        "array:",
                        "  - |",
                        '    objectName: "orders"',
                        "    objectType: secret",
                        "  - |",
                        '    objectName: "ingress-authority"',
                        "    objectType: secret",
                        "",
                    ].join("\n"),
                },
            },
        });
    });

    it("reads each secret from its vault with that account, the newest version, as a file that is always called the same", () => {
        const objects = objectsOf({ secrets });
        const secretClass = (secret: string, keyvaultName: string, secretName: string) => ({
            apiVersion: "secrets-store.csi.x-k8s.io/v1",
            kind: "SecretProviderClass",
            metadata: { name: `orders-secret-${secret}`, namespace: "mcp-orders" },
            spec: {
                provider: "azure",
                parameters: {
                    usePodIdentity: "false",
                    useVMManagedIdentity: "false",
                    clientID: clientId,
                    keyvaultName,
                    tenantId: serverNamespaceArgs.tenantId,
                    objects: [
                        "array:",
                        "  - |",
                        `    objectName: "${secretName}"`,
                        '    objectAlias: "value"',
                        "    objectType: secret",
                        "",
                    ].join("\n"),
                },
            },
        });
        assert.deepEqual(objects["secret-database"], secretClass("database", "kv-contoso-orders", "db-2"));
        assert.deepEqual(
            objects["secret-identity-key-even"],
            secretClass("identity-key-even", "kv-contoso", "identity-orders-even"),
        );
        const { certificates } = objectsOf();
        assert.deepEqual(objects.certificates, certificates);
    });

    it("is reached by a service of the cluster only, and loses one pod at a time", () => {
        const objects = objectsOf();
        assert.deepEqual(objects.service, {
            apiVersion: "v1",
            kind: "Service",
            metadata: inNamespace,
            spec: {
                type: "ClusterIP",
                selector: { "app.kubernetes.io/name": "orders" },
                ports: [{ name: "https", port: 443, targetPort: 8443, protocol: "TCP" }],
            },
        });
        assert.deepEqual(objects["disruption-budget"], {
            apiVersion: "policy/v1",
            kind: "PodDisruptionBudget",
            metadata: inNamespace,
            spec: {
                maxUnavailable: 1,
                unhealthyPodEvictionPolicy: "AlwaysAllow",
                selector: { matchLabels: { "app.kubernetes.io/name": "orders" } },
            },
        });
    });

    it("has the files of its containers, without a secret among them", () => {
        const objects = objectsOf();
        const data = (role: string) => objects[role].data;
        assert.deepEqual(Object.keys(data("certificates-files")), ["copy-certificates.mjs"]);
        assert.deepEqual(Object.keys(data("proxy-files")), ["envoy.json", "certificate.json", "authority.json"]);
        assert.deepEqual(Object.keys(data("definition-check-files")), ["definition-check.mjs", "definitions.json"]);
        assert.deepEqual(JSON.parse(data("definition-check-files")["definitions.json"]), tools);
        assert.deepEqual(objects["proxy-files"].metadata, { ...inNamespace, name: "orders-proxy" });
    });
});

describe("ServerNamespace: those who respond to incidents", () => {
    const { responders, "responders-binding": binding } = objectsOf({ responderGroupId });
    const rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[] = responders.rules;

    it("are the group, and nobody when there is none", () => {
        const metadata = { ...inNamespace, name: "responders" };
        assert.deepEqual(binding, {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "RoleBinding",
            metadata,
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "responders" },
            subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: responderGroupId }],
        });
        assert.deepEqual(responders.metadata, metadata);
        assert.deepEqual(
            Object.keys(objectsOf()).filter((role) => role.includes("responders")),
            [],
        );
    });

    it("change nothing but the quarantine, the number of pods, and whether a pod goes on", () => {
        const acting = rules.filter(({ verbs }) => verbs.some((verb) => !["get", "list", "watch"].includes(verb)));
        assert.deepEqual(acting, [
            { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
            { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["update", "patch"] },
            { apiGroups: ["cilium.io"], resources: ["ciliumnetworkpolicies"], verbs: ["create"] },
            {
                apiGroups: ["cilium.io"],
                resources: ["ciliumnetworkpolicies"],
                verbs: ["update", "patch", "delete"],
                resourceNames: ["quarantine"],
            },
        ]);
    });

    it("see everything by name, but no secret", () => {
        const reading = rules.filter(({ verbs }) => verbs.includes("get"));
        for (const { verbs } of reading) assert.deepEqual(verbs, ["get", "list", "watch"]);
        assert.deepEqual(
            reading.flatMap(({ apiGroups: [group], resources }) => resources.map((resource) => `${group}/${resource}`)),
            [
                "/configmaps",
                "/endpoints",
                "/events",
                "/limitranges",
                "/pods",
                "/pods/log",
                "/pods/status",
                "/resourcequotas",
                "/serviceaccounts",
                "/services",
                "apps/deployments",
                "apps/deployments/scale",
                "apps/replicasets",
                "cilium.io/ciliumendpoints",
                "cilium.io/ciliumnetworkpolicies",
                "discovery.k8s.io/endpointslices",
                "events.k8s.io/events",
                "networking.istio.io/destinationrules",
                "networking.istio.io/gateways",
                "networking.istio.io/virtualservices",
                "networking.k8s.io/networkpolicies",
                "policy/poddisruptionbudgets",
                "rbac.authorization.k8s.io/rolebindings",
                "rbac.authorization.k8s.io/roles",
                "secrets-store.csi.x-k8s.io/secretproviderclasses",
                "secrets-store.csi.x-k8s.io/secretproviderclasspodstatuses",
            ],
        );
    });
});

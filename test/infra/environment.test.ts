// Does not prove that Azure accepts the values: only that what Azure would surely refuse is named before anything runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { placementProblems } from "../../components/shared";
import { parseEnvironment, type RawConfiguration } from "../../infra/environment";
import type { ServerFile } from "../../infra/parse-server-file";
import { readServerFiles } from "../../infra/read-server-files";
import { rotatingKey } from "../../infra/rotating-key";

const root = path.join(__dirname, "..", "..");
const servers = readServerFiles(root);
const now = new Date("2026-11-21T12:00:00Z");

const good = {
    tenantId: "11111111-1111-4111-8111-111111111111",
    subscriptionId: "22222222-2222-4222-8222-222222222222",
    location: "westeurope",
    organisation: "contoso",
    workload: "mcp",
    owner: "platform-engineering",
    costCenter: "4711",
    dataClassification: "confidential",
    protect: true,
    availabilityZones: ["1"],
    network: { addressSpace: "10.10.0.0/20" },
    auditLog: { retentionDays: 90 },
    auditArchive: { forensicLock: "Unlocked" },
    keyVault: { softDeleteRetentionDays: 90, officerGroupId: "33333333-3333-4333-8333-000000000001" },
    gateway: {
        hostName: "mcp.contoso.com",
        internalDomain: "dev.internal.contoso.com",
        certificateVaultId: "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/v",
        certificateSecretUri: "https://kv-contoso-edge.vault.azure.net/secrets/mcp",
        tier: "Developer",
        publisherName: "Contoso",
        publisherEmail: "mcp@contoso.example",
    },
    clients: { vscode: { clientId: "aebc6443-996d-45c2-90f0-388ff96faa56" } },
    cluster: {
        kubernetesVersion: "1.34",
        maintenance: { day: "Sunday", startHour: 1 },
        administratorGroupId: "33333333-3333-4333-8333-000000000041",
        proxyImage: `crcontoso.azurecr.io/mcp/envoy@sha256:${"1".repeat(64)}`,
        utilityImage: `crcontoso.azurecr.io/mcp/node@sha256:${"2".repeat(64)}`,
        systemPool: { vmSize: "Standard_D2ds_v5", minNodes: 2, maxNodes: 3 },
        userPool: { vmSize: "Standard_D2ds_v5", minNodes: 1, maxNodes: 3 },
        toolPool: { vmSize: "Standard_D4ds_v5", minNodes: 1, maxNodes: 3 },
    },
    sentinel: {
        securityInsightsPrincipalId: "33333333-3333-4333-8333-000000000051",
        breakGlassAccountIds: ["33333333-3333-4333-8333-000000000032"],
        deployerIds: ["44444444-4444-4444-8444-444444444444"],
    },
};

/** As Pulumi hands it to a program. */
function raw(values: Record<string, unknown>): RawConfiguration {
    return Object.fromEntries(
        Object.entries(values)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [
                key.includes(":") ? key : `zero-trust-mcp:${key}`,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
    );
}

function problems(changes: Record<string, unknown>, files: ServerFile[] = [], stack = "dev"): string[] {
    const parsed = parseEnvironment(stack, raw({ ...good, ...changes }), files, now);
    return "problems" in parsed ? parsed.problems : [];
}

describe("The configuration of an environment", () => {
    it("becomes what the components need", () => {
        const governance = { budget: { amount: 3000, contactEmails: ["mcp@contoso.example"] } };
        const parsed = parseEnvironment("dev", raw({ ...good, instance: "02", governance }), [], now);
        assert.deepEqual(parsed, {
            environment: {
                tenantId: good.tenantId,
                placement: {
                    subscriptionId: good.subscriptionId,
                    location: "westeurope",
                    naming: { organisation: "contoso", workload: "mcp", environment: "dev", instance: "02" },
                    ownership: {
                        owner: "platform-engineering",
                        costCenter: "4711",
                        dataClassification: "confidential",
                    },
                    protect: true,
                },
                availabilityZones: ["1"],
                network: good.network,
                auditLog: good.auditLog,
                auditArchive: good.auditArchive,
                keyVault: good.keyVault,
                governance: {
                    budget: { amount: 3000, contactEmails: ["mcp@contoso.example"], startDate: "2026-11-01" },
                },
                gateway: good.gateway,
                clients: good.clients,
                cluster: good.cluster,
                sentinel: good.sentinel,
                servers: [],
                sessionKey: rotatingKey("session", now),
            },
        });
    });

    for (const stack of ["dev", "staging", "prod"]) {
        it(`of the committed stack ${stack} is valid`, () => {
            const file = path.join(root, "stacks", `Pulumi.${stack}.yaml`);
            const { config } = parse(readFileSync(file, "utf8"));
            const parsed = parseEnvironment(stack, raw(config), servers, now);
            assert.deepEqual("problems" in parsed ? parsed.problems : [], []);
            assert.ok("environment" in parsed);
            assert.deepEqual(placementProblems("vault", parsed.environment.placement), []);
            assert.deepEqual(
                parsed.environment.servers.map(({ name }) => name),
                ["orders"],
            );
        });
    }

    const guidRule = "it must be a GUID in lower case, for example 00000000-0000-4000-8000-000000000000.";
    const nameRule = "it must be 1 to 15 lower-case letters and digits, a letter first.";
    const daysRule = "it must be a whole number of days from";
    const rangeRule = 'it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".';

    const table: Record<string, [changes: Record<string, unknown>, ...expected: string[]]> = {
        "a misspelt key": [
            { locaton: "westeurope", location: undefined },
            "zero-trust-mcp:location is missing; it must be the short name of an Azure region in lower case without spaces, for example westeurope.",
            "zero-trust-mcp:locaton is not a known key; did you mean location?",
        ],
        "a misspelt key inside a mapping": [
            { network: { addresSpace: "10.10.0.0/20" } },
            "zero-trust-mcp:network.addressSpace is missing; it must be an address range in CIDR notation, for example 10.10.0.0/20.",
            "zero-trust-mcp:network.addresSpace is not a known key; did you mean addressSpace?",
        ],
        "an unknown key, whose value may be a secret": [
            { clientSecret: "correct horse" },
            "zero-trust-mcp:clientSecret is not a known key; known here: tenantId, subscriptionId, location, organisation, workload, instance, owner, costCenter, dataClassification, protect, availabilityZones, network, auditLog, auditArchive, keyVault, gateway, conditionalAccess, clients, cluster, servers, registry, runner, sentinel, governance.",
        ],
        "a key of the provider, whose value may be a secret": [
            { "azure-native:clientSecret": "correct horse" },
            "azure-native:clientSecret has no effect; remove it: tenant and subscription are zero-trust-mcp:tenantId and zero-trust-mcp:subscriptionId, and the provider takes credentials from its environment.",
        ],
        "ids that are no GUIDs": [
            { tenantId: "contoso.example", subscriptionId: "22222222-2222-4222-8222-22222222222" },
            `zero-trust-mcp:tenantId is "contoso.example"; ${guidRule}`,
            `zero-trust-mcp:subscriptionId is "22222222-2222-4222-8222-22222222222"; ${guidRule}`,
        ],
        "a region by its display name": [
            { location: "West Europe" },
            'zero-trust-mcp:location is "West Europe"; it must be the short name of an Azure region in lower case without spaces, for example westeurope.',
        ],
        "names with bad characters, too long or empty": [
            { organisation: "Contoso", workload: "modelcontextprotocol", instance: "a" },
            `zero-trust-mcp:organisation is "Contoso"; ${nameRule}`,
            `zero-trust-mcp:workload is "modelcontextprotocol"; ${nameRule}`,
            'zero-trust-mcp:instance is "a"; it must be one to three digits in quotes, for example "01".',
        ],
        "owners that are empty": [
            { owner: "", costCenter: " " },
            'zero-trust-mcp:owner is ""; it must be text of 1 to 256 characters, all of them visible.',
            'zero-trust-mcp:costCenter is " "; it must be text of 1 to 256 characters, all of them visible.',
        ],
        "a classification that does not exist": [
            { dataClassification: "secret" },
            'zero-trust-mcp:dataClassification is "secret"; it must be one of public, internal, confidential, restricted.',
        ],
        "text for a boolean": [{ protect: "yes" }, 'zero-trust-mcp:protect is "yes"; it must be true or false.'],
        "text for a mapping": [
            { network: "10.10.0.0/20" },
            'zero-trust-mcp:network is "10.10.0.0/20"; it must be a mapping with the keys addressSpace, subnetRanges, podRange, reservedRanges, clientRanges, ddosProtection, existingDdosProtectionPlanId, administratorRanges.',
        ],
        "ranges that are not in CIDR notation": [
            { network: { addressSpace: "10.10.0.0", reservedRanges: ["10.0.0.0/33"] } },
            `zero-trust-mcp:network.addressSpace is "10.10.0.0"; ${rangeRule}`,
            `zero-trust-mcp:network.reservedRanges[0] is "10.0.0.0/33"; ${rangeRule}`,
        ],
        "an address space that begins in the middle of a range": [
            { network: { addressSpace: "10.10.1.0/20" } },
            'zero-trust-mcp:network.addressSpace is "10.10.1.0/20", which begins in the middle of a range; write 10.10.0.0/20.',
        ],
        "an address space that is too small": [
            { network: { addressSpace: "10.10.0.0/24" } },
            'zero-trust-mcp:network.addressSpace is "10.10.0.0/24"; its prefix length must be /8 to /20, so that all zones fit.',
        ],
        "an address space that is used elsewhere": [
            { network: { addressSpace: "10.10.0.0/20", reservedRanges: ["10.0.0.0/8"] } },
            "zero-trust-mcp:network.addressSpace 10.10.0.0/20 overlaps the reserved range 10.0.0.0/8; choose an address space that is free.",
        ],
        "a subnet outside the address space": [
            { network: { addressSpace: "10.10.0.0/20", subnetRanges: { "private-endpoints": "10.11.0.0/24" } } },
            'zero-trust-mcp:network.subnetRanges["private-endpoints"] 10.11.0.0/24 is not inside addressSpace 10.10.0.0/20; choose a range in it.',
        ],
        "ranges of clients and administrators that are none": [
            {
                network: {
                    addressSpace: "10.10.0.0/20",
                    clientRanges: ["contoso"],
                    administratorRanges: ["0.0.0.0/0"],
                },
            },
            `zero-trust-mcp:network.clientRanges[0] is "contoso"; ${rangeRule}`,
            'zero-trust-mcp:network.administratorRanges[0] is "0.0.0.0/0", which is everybody; name who.',
        ],
        "zones that are no zones": [
            { availabilityZones: ["westeurope-1"] },
            'zero-trust-mcp:availabilityZones[0] is "westeurope-1"; it must be one of 1, 2, 3.',
        ],
        "a lock that does not exist": [
            { auditArchive: { forensicLock: "locked" } },
            'zero-trust-mcp:auditArchive.forensicLock is "locked"; it must be one of Unlocked, Locked.',
        ],
        "an image that is not pinned": [
            { runner: { deliveryImage: "crcontoso.azurecr.io/mcp/deliver:latest" } },
            'zero-trust-mcp:runner.deliveryImage is "crcontoso.azurecr.io/mcp/deliver:latest"; it must be an image in the environment\'s registry, pinned by its digest.',
        ],
        "a cluster that is not as AKS has it": [
            {
                cluster: {
                    ...good.cluster,
                    kubernetesVersion: "1.34.2",
                    proxyImage: "docker.io/envoyproxy/envoy:v1.36",
                    systemPool: { vmSize: "D2", minNodes: 1, maxNodes: 3 },
                },
            },
            'zero-trust-mcp:cluster.kubernetesVersion is "1.34.2"; it must be the minor version of Kubernetes in quotes, for example "1.34".',
            `zero-trust-mcp:cluster.proxyImage is "docker.io/envoyproxy/envoy:v1.36"; it must be an image in the environment's registry, pinned by its digest: <login server>/<repository>@sha256:<digest>.`,
            'zero-trust-mcp:cluster.systemPool.vmSize is "D2"; it must be the size of a virtual machine, for example Standard_D4s_v5.',
            "zero-trust-mcp:cluster.systemPool.minNodes is 1; it must be a whole number of nodes from 2 to 1000.",
        ],
        "a cluster that two write to": [
            {
                cluster: {
                    ...good.cluster,
                    flux: { url: "https://git.contoso.example/mcp", branch: "main", path: "dev" },
                },
            },
            "zero-trust-mcp:cluster.flux is given with delivery: direct, which writes no manifests; make it rendered, or remove flux.",
        ],
        "a budget that tells nobody": [
            { governance: { budget: { amount: 0, contactEmails: [] } } },
            "zero-trust-mcp:governance.budget.amount is 0; it must be a whole number of units of the subscription's currency from 1 to 100000000.",
            "zero-trust-mcp:governance.budget.contactEmails is []; it must be a list of at least one address of electronic mail.",
        ],
        "a range that is reserved twice": [
            { network: { addressSpace: "10.10.0.0/20", reservedRanges: ["10.0.0.0/16", "10.0.0.0/16"] } },
            'zero-trust-mcp:network.reservedRanges has "10.0.0.0/16" twice; remove one.',
        ],
        "periods outside their limits": [
            { auditLog: { retentionDays: 30 }, keyVault: { ...good.keyVault, softDeleteRetentionDays: 91 } },
            `zero-trust-mcp:auditLog.retentionDays is 30; ${daysRule} 90 to 730.`,
            `zero-trust-mcp:keyVault.softDeleteRetentionDays is 91; ${daysRule} 7 to 90.`,
        ],
        "periods that are no whole numbers": [
            { auditLog: { retentionDays: "90d" }, keyVault: { ...good.keyVault, softDeleteRetentionDays: 7.5 } },
            `zero-trust-mcp:auditLog.retentionDays is "90d"; ${daysRule} 90 to 730.`,
            `zero-trust-mcp:keyVault.softDeleteRetentionDays is 7.5; ${daysRule} 7 to 90.`,
        ],
        "an HSM with too few administrators": [
            { keyVault: { ...good.keyVault, managedHsm: { administratorIds: [good.tenantId, good.subscriptionId] } } },
            'zero-trust-mcp:keyVault.managedHsm.administratorIds is ["11111111-1111-4111-8111-111111111111","22222222-2222-4222-8222-222222222222"]; it must be a list of at least 3 different object ids.',
        ],
        "clients that are neither there nor to be made, or both": [
            {
                clients: {
                    vscode: { clientId: good.tenantId, redirectUris: ["http://localhost"] },
                    claude: { preAuthorized: true },
                },
            },
            "zero-trust-mcp:clients.vscode has both clientId and redirectUris; it must have exactly one of them.",
            "zero-trust-mcp:clients.claude has neither clientId nor redirectUris; it must have exactly one of them.",
        ],
        "no client at all": [
            { clients: {} },
            "zero-trust-mcp:clients is empty; nobody could call a server. Name at least one client.",
        ],
        "the version of a certificate, which ends with it": [
            {
                gateway: {
                    ...good.gateway,
                    certificateSecretUri: `${good.gateway.certificateSecretUri}/${"0".repeat(32)}`,
                },
            },
            `zero-trust-mcp:gateway.certificateSecretUri is "https://kv-contoso-edge.vault.azure.net/secrets/mcp/${"0".repeat(24)}...; it must be the address of a secret without its version, for example https://kv-contoso-edge.vault.azure.net/secrets/mcp.`,
        ],
    };
    for (const [what, [changes, ...expected]] of Object.entries(table)) {
        it(`with ${what} is refused`, () => assert.deepEqual(problems(changes), expected));
    }

    it("with servers that handle more sensitive data than the environment may hold is refused", () => {
        assert.deepEqual(problems({ dataClassification: "internal" }, servers), [
            'stacks/servers/orders.yaml: dataClassification is "confidential"; it must not be above zero-trust-mcp:dataClassification, which is "internal".',
        ]);
        assert.deepEqual(problems({ dataClassification: "restricted" }, servers), []);
    });

    it("says who may use which server", () => {
        const groups = { managers: { groupId: good.tenantId, role: "Orders.Manager" } };
        const parsed = parseEnvironment("dev", raw({ ...good, servers: { orders: { groups } } }), servers, now);
        assert.ok("environment" in parsed);
        const [orders] = parsed.environment.servers;
        assert.deepEqual(orders?.groups, groups);
        assert.equal(orders?.image, undefined);
        assert.deepEqual(orders?.identityKey, rotatingKey("identity-orders", now));
    });

    it("with access to servers and roles that are not there is refused", () => {
        const group = { groupId: good.tenantId, role: "Orders.Manger" };
        assert.deepEqual(
            problems({ servers: { orders: { groups: { managers: group } }, order: { groups: {} } } }, servers),
            [
                'zero-trust-mcp:servers.orders.groups.managers.role is "Orders.Manger"; it must be a role of stacks/servers/orders.yaml: did you mean Orders.Manager?',
                'zero-trust-mcp:servers has "order", which has no valid file in stacks/servers: did you mean orders?',
            ],
        );
    });

    it("of a stack whose name cannot be part of resource names is refused", () => {
        assert.deepEqual(problems({}, [], "dev-2"), [`The name of the stack is "dev-2"; ${nameRule}`]);
    });

    it("is reported with all its problems at once, those of servers included", () => {
        const found = problems({ protect: "yes", location: "West Europe", network: { addressSpace: "10.0.0.0/30" } }, [
            { path: "stacks/servers/orders.yaml", text: "name: [" },
        ]);
        assert.deepEqual(
            found.map((problem) => problem.split(/ is |:1/)[0]),
            [
                "zero-trust-mcp:location",
                "zero-trust-mcp:protect",
                "zero-trust-mcp:network.addressSpace",
                "stacks/servers/orders.yaml",
            ],
        );
    });

    it("that is empty names every key that is missing", () => {
        const parsed = parseEnvironment("dev", {}, [], now);
        assert.ok("problems" in parsed);
        assert.deepEqual(
            parsed.problems.map((problem) => problem.split(";")[0]),
            Object.keys(good).map((key) => `zero-trust-mcp:${key} is missing`),
        );
    });
});

// Does not prove that Azure accepts the registry, nor that anybody can or cannot pull from it.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Registry, type RegistryArgs } from "../../../components";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleTags } from "../../support/sample-placement";
import { cluster, pipeline, registryArgs } from "./sample-args";

const registryName = "crcontosomcpdevregistrywbliw";
const registryId = `${groupId}/providers/Microsoft.ContainerRegistry/registries/${registryName}`;
const types = {
    registry: "azure-native:containerregistry:Registry",
    cache: "azure-native:containerregistry:CacheRule",
    role: "azure-native:authorization:RoleAssignment",
};
const used: Partial<RegistryArgs> = {
    pullers: { cluster },
    pushers: { pipeline },
    cacheRules: { "azure-cli": { source: "mcr.microsoft.com/azure-cli" } },
};

const captureRegistry = (args: Partial<RegistryArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new Registry("registry", { ...registryArgs, ...args }), { preview });

const registryInputs = async (args: Partial<RegistryArgs> = {}) =>
    (await captureRegistry(args)).only(types.registry).inputs;

describe("Registry: the registry", () => {
    it("consists of the registry, its private endpoint, its DNS records and its log", async () => {
        const resources = await captureRegistry();
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:containerregistry:Registry registry-registry",
            "azure-native:monitor:DiagnosticSetting registry-logs",
            "azure-native:network:PrivateDnsZoneGroup registry-endpoint-zones",
            "azure-native:network:PrivateEndpoint registry-endpoint",
        ]);
        const component = resources.only("zero-trust-mcp:index:Registry");
        assert.deepEqual(component.inputs, {});
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    it("is Premium, private, opened by Entra tokens for it alone, and exports nothing", async () => {
        const registry = (await captureRegistry()).only(types.registry);
        assert.deepEqual(registry.inputs, {
            registryName,
            resourceGroupName: "rg-test",
            location: "westeurope",
            sku: { name: "Premium" },
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            publicNetworkAccess: "Disabled",
            networkRuleSet: { defaultAction: "Deny", ipRules: [] },
            networkRuleBypassOptions: "None",
            dataEndpointEnabled: true,
            policies: {
                azureADAuthenticationAsArmPolicy: { status: "disabled" },
                exportPolicy: { status: "disabled" },
                quarantinePolicy: { status: "disabled" },
                retentionPolicy: { status: "enabled", days: 365 },
                softDeletePolicy: { status: "disabled", retentionDays: 7 },
                trustPolicy: { status: "disabled", type: "Notary" },
            },
            zoneRedundancy: "Enabled",
            tags: sampleTags("registry"),
        });
        assert.equal(registry.protect, true);
        assert.deepEqual(registry.ignoreChanges, []);
    });

    it("is unprotected, in one zone, and clears up sooner when told to", async () => {
        const args = { protect: false, zoneRedundant: false, untaggedDays: 30 };
        const { inputs, protect } = (await captureRegistry(args)).only(types.registry);
        assert.equal(protect, false);
        assert.equal(inputs.zoneRedundancy, "Disabled");
        assert.deepEqual(inputs.policies.retentionPolicy, { status: "enabled", days: 30 });
    });

    const needs = {
        "aks-bootstrap": ["enabled", "None"],
        "container-apps": ["enabled", "None"],
        defender: ["disabled", "AzureServices"],
    };
    for (const [service, [armTokens, bypass]] of Object.entries(needs)) {
        it(`opens for ${service} as far as it needs, and no further`, async () => {
            const closed = await registryInputs();
            const services = [service as keyof typeof needs];
            assert.deepEqual(await registryInputs({ services }), {
                ...closed,
                networkRuleBypassOptions: bypass,
                policies: { ...closed.policies, azureADAuthenticationAsArmPolicy: { status: armTokens } },
            });
        });
    }

    it("opens as far as all of its services need together", async () => {
        const inputs = await registryInputs({ services: ["defender", "container-apps"] });
        assert.equal(inputs.networkRuleBypassOptions, "AzureServices");
        assert.equal(inputs.policies.azureADAuthenticationAsArmPolicy.status, "enabled");
    });

    it("is reached by a private endpoint, with one zone for registry and data", async () => {
        const resources = await captureRegistry();
        const { inputs: endpoint } = resources.only("azure-native:network:PrivateEndpoint");
        assert.deepEqual(endpoint.privateLinkServiceConnections, [
            { name: "registry", privateLinkServiceId: registryId, groupIds: ["registry"] },
        ]);
        const { inputs: zones } = resources.only("azure-native:network:PrivateDnsZoneGroup");
        assert.deepEqual(zones.privateDnsZoneConfigs, [
            {
                name: "privatelink-azurecr-io",
                privateDnsZoneId: registryArgs.network.zoneIds["privatelink.azurecr.io"],
            },
        ]);
    });

    it("sends logins, pulls and pushes to the workspace", async () => {
        assert.deepEqual((await captureRegistry()).only("azure-native:monitor:DiagnosticSetting").inputs, {
            name: "audit",
            resourceUri: registryId,
            workspaceId: registryArgs.workspaceId,
            logAnalyticsDestinationType: "Dedicated",
            logs: [
                { category: "ContainerRegistryLoginEvents", enabled: true },
                { category: "ContainerRegistryRepositoryEvents", enabled: true },
            ],
        });
    });
});

describe("Registry: access", () => {
    it("is to pull or to push, on the registry", async () => {
        const resources = await captureRegistry({ pullers: { cluster }, pushers: { pipeline } });
        const assignments = resources.all(types.role).map(({ name, inputs }) => [name, inputs]);
        assert.deepEqual(Object.fromEntries(assignments), {
            "registry-puller-cluster": sampleAssignment(registryId, cluster, "AcrPull"),
            "registry-pusher-pipeline": sampleAssignment(registryId, pipeline, "AcrPush"),
        });
    });

    it("is refused to a puller who is a pusher as well, when an id from elsewhere turns out so", async () => {
        const late = { ...cluster, principalId: pulumi.output(pipeline.principalId.toUpperCase()) };
        await assert.rejects(
            captureRegistry({ pullers: { late }, pushers: { pipeline } }),
            /pullers\.late is 33333333-3333-4333-8333-0000000000A2, who is a pusher as well; who runs images may not publish them\.$/,
        );
        const latePipeline = { ...pipeline, principalId: pulumi.output(cluster.principalId) };
        await assert.rejects(
            captureRegistry({ pullers: { cluster }, pushers: { latePipeline } }),
            /pullers\.cluster is 33333333-3333-4333-8333-0000000000a1, who is a pusher as well/,
        );
    });
});

describe("Registry: cache rules", () => {
    const cacheOf = async (rule: { source: string; target?: string }) =>
        (await captureRegistry({ cacheRules: { public: rule } })).only(types.cache, "registry-cache-public").inputs;
    const rule = { cacheRuleName: "public", registryName, resourceGroupName: "rg-test" };

    it("copy public images without credentials, and keep them apart from one's own", async () => {
        assert.deepEqual(await cacheOf({ source: "mcr.microsoft.com/oss/*" }), {
            ...rule,
            sourceRepository: "mcr.microsoft.com/oss/*",
            targetRepository: "mcr/oss/*",
        });
    });

    it("put them where they are told to", async () => {
        assert.deepEqual(await cacheOf({ source: "mcr.microsoft.com/*", target: "aks-managed-repository/*" }), {
            ...rule,
            sourceRepository: "mcr.microsoft.com/*",
            targetRepository: "aks-managed-repository/*",
        });
    });
});

describe("Registry: order", () => {
    it("everything waits for what it needs, and for nothing else", async () => {
        const resources = await capture(() => {
            const { registryId, registryName, loginServer } = new Registry("registry", { ...registryArgs, ...used });
            for (const [name, output] of Object.entries({ registryId, registryName, loginServer })) {
                new random.RandomBytes(name, { length: 1, keepers: { output } });
            }
        });
        const registry = "registry-registry";
        assert.deepEqual(resources.waitsFor(), {
            [registry]: [],
            "registry-endpoint": [registry],
            "registry-endpoint-zones": ["registry-endpoint"],
            "registry-logs": [registry],
            "registry-puller-cluster": [registry],
            "registry-pusher-pipeline": [registry],
            "registry-cache-azure-cli": [registry],
            registryId: [registry],
            registryName: [registry],
            loginServer: ["registry-endpoint-zones", registry],
        });
    });
});

/** Outputs of a registry as a preview knows them. */
async function outputs(args: RegistryArgs): Promise<Record<string, unknown>> {
    const given: Record<string, unknown> = {};
    await capture(
        () => {
            const { registryId, registryName, loginServer } = new Registry("registry", args);
            for (const [name, output] of Object.entries({ registryId, registryName, loginServer })) {
                output.apply((value) => {
                    given[name] = value;
                });
            }
        },
        { preview: true },
    );
    return given;
}

describe("Registry: in a preview", () => {
    it("everything is known", async () => {
        const resources = await captureRegistry(used, true);
        assert.deepEqual(
            resources.resources.flatMap(({ name, unknownPaths }) => unknownPaths.map((path) => `${name} ${path}`)),
            [],
        );
        const loginServer = `${registryName}.azurecr.io`;
        assert.deepEqual(await outputs({ ...registryArgs, ...used }), { registryId, registryName, loginServer });
    });

    it("the registry is judged although ids of its network, log and pullers are not known yet", async () => {
        const resources = await capture(
            () => {
                const { base64 } = new random.RandomBytes("later", { length: 1 });
                const network = { subnetId: base64, zoneIds: { "privatelink.azurecr.io": base64 } };
                const pullers = { later: { ...cluster, principalId: base64 } };
                return new Registry("registry", { ...registryArgs, network, workspaceId: base64, pullers });
            },
            { preview: true },
        );
        assert.deepEqual(resources.only(types.registry).unknownPaths, []);
        assert.deepEqual(resources.only(types.role).unknownPaths, ["principalId", "roleAssignmentName"]);
    });
});

describe("Registry: adoption", () => {
    const existingRegistryId =
        "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-shared/providers/Microsoft.ContainerRegistry/registries/crShared";
    const { network: _, workspaceId: __, ...rest } = registryArgs;
    const args: RegistryArgs = { ...rest, ...used, existingRegistryId };

    it("adds roles and cache rules, and nothing about the registry itself", async () => {
        const resources = await capture(() => new Registry("registry", args));
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:RoleAssignment registry-puller-cluster",
            "azure-native:authorization:RoleAssignment registry-pusher-pipeline",
            "azure-native:containerregistry:CacheRule registry-cache-azure-cli",
        ]);
        const { resourceGroupName, registryName } = resources.only(types.cache).inputs;
        assert.deepEqual([resourceGroupName, registryName], ["rg-shared", "crShared"]);
        assert.equal(resources.only(types.role, "registry-puller-cluster").inputs.scope, existingRegistryId);
    });

    it("gives the adopted registry's id, name and host", async () => {
        assert.deepEqual(await outputs(args), {
            registryId: existingRegistryId,
            registryName: "crShared",
            loginServer: "crshared.azurecr.io",
        });
    });
});

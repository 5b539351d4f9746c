// Does not prove that Azure chooses the same addresses, nor that its zone groups order records in the same way.
import assert from "node:assert/strict";
import { Cloud } from "../../../local/azure/cloud";
import * as operations from "../../../local/azure/operations";
import { typeOf } from "../../../local/azure/registry";
import type { ResourceType } from "../../../local/azure/resource-type";
import { reference } from "../../../local/azure/schema";
import type { Properties } from "../../../local/provider/provider";
import { readOnly, string } from "../../../local/provider/schema";
import { objectsAt, textAt, valueAt } from "../../../local/provider/values";
import { JumpingClock } from "../cloud/jumping-clock";
import { MemoryStore } from "../cloud/memory-store";
import { groupId, newCloud, seed } from "./fixture";
import { deploy, example, networkId, policyId, publicAddressId, subnetNamed, vaultTokens, zoneId } from "./landscape";

const network = ["resources:ResourceGroup", "network:VirtualNetwork", "network:NetworkSecurityGroup"];
const firewallId = `${groupId}/providers/Microsoft.Network/azureFirewalls/firewall`;

/** A service as others may describe it, whose names depend on the resource and on others. */
const service: ResourceType = {
    token: "azure-native:test:Service",
    apiVersion: "2024-01-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/services/{serviceName}",
    properties: { location: string, ...readOnly("name") },
    seconds: { create: 1, update: 1, delete: 1 },
    privateLink: {
        registry: (name, { body }) => [`${name}.azurecr.io`, `${name}.${body.location}.data.azurecr.io`],
        azuremonitor: (name, { all }) => [
            "api.monitor.azure.com",
            ...all("azure-native:operationalinsights:Workspace").map(
                ({ id }) => `${id.split("/").at(-1)}.ods.opinsights.azure.com`,
            ),
            `${name}.oms.opinsights.azure.com`,
        ],
    },
};

/** A service that lives in a subnet delegated to it. */
const environment: ResourceType = {
    ...service,
    token: "azure-native:test:Environment",
    path: service.path.replace("services/{serviceName}", "environments/{environmentName}"),
    properties: { location: string, subnet: reference, ...readOnly("name") },
    placement: {
        subnetIds: (body) => [textAt(body, "subnet.id") ?? ""],
        delegatedTo: "Microsoft.App/environments",
    },
};

/** A cloud that has these two types as well. */
function cloudWithServices() {
    const types = new Map([service, environment].map((type) => [type.token, type]));
    const cloud = new Cloud(new MemoryStore(), new JumpingClock(), seed, (token) => types.get(token) ?? typeOf(token));
    const { signal } = new AbortController();
    return (token: string, inputs: Properties = example[token] ?? {}) => {
        const type = cloud.typeOf(`azure-native:${token}`);
        return operations.create(type, `urn:${token}`, inputs, seed.subscriptionId, cloud, signal);
    };
}

describe("network of the local cloud", () => {
    it("gives public addresses of the ranges for documentation, the same ones each time and none twice", async () => {
        const addresses = async () => {
            const cloud = newCloud();
            await deploy(cloud, "resources:ResourceGroup");
            const made: string[] = [];
            for (let index = 0; index < 120; index++) {
                const inputs = { ...example["network:PublicIPAddress"], publicIpAddressName: `pip-${index}` };
                const { outputs } = await cloud.create("network:PublicIPAddress", inputs);
                made.push(String(outputs.ipAddress));
            }
            return made;
        };
        const made = await addresses();
        assert.deepEqual(await addresses(), made);
        assert.equal(new Set(made).size, 120);
        assert.deepEqual(
            made.filter((address) => !/^(203\.0\.113|198\.51\.100)\.\d+$/.test(address)),
            [],
        );
    });

    it("gives a firewall the first address of its subnet, and shows it at its policy and public address", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...network, "network:PublicIPAddress", "network:FirewallPolicy");
        await cloud.create("network:Subnet", subnetNamed("AzureFirewallSubnet", "10.0.4.0/26"));
        await deploy(cloud, "network:FirewallPolicyRuleCollectionGroup");
        const { outputs } = await cloud.create("network:AzureFirewall", example["network:AzureFirewall"] ?? {});
        assert.equal(objectsAt(outputs, "ipConfigurations")[0]?.privateIPAddress, "10.0.4.4");
        const read = async (token: string, id: string) => (await cloud.read(token, id))?.outputs;
        const policy = await read("network:FirewallPolicy", policyId);
        assert.deepEqual(policy?.firewalls, [{ id: firewallId }]);
        assert.deepEqual(policy?.ruleCollectionGroups, [{ id: `${policyId}/ruleCollectionGroups/egress` }]);
        const address = await read("network:PublicIPAddress", publicAddressId);
        assert.deepEqual(address?.ipConfiguration, { id: firewallId });
        await cloud.remove("network:AzureFirewall", firewallId);
        assert.deepEqual((await read("network:FirewallPolicy", policyId))?.firewalls, []);
    });

    it("lets a Premium firewall enforce a Standard policy", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...network, "network:PublicIPAddress");
        await cloud.create("network:Subnet", subnetNamed("AzureFirewallSubnet", "10.0.4.0/26"));
        const { intrusionDetection: _, ...policy } = example["network:FirewallPolicy"] ?? {};
        await cloud.create("network:FirewallPolicy", { ...policy, sku: { tier: "Standard" } });
        const { outputs } = await cloud.create("network:AzureFirewall", example["network:AzureFirewall"] ?? {});
        assert.deepEqual(outputs.sku, { name: "AZFW_VNet", tier: "Premium" });
    });

    it("writes the rules of one policy one at a time", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "network:FirewallPolicy");
        const make = (name: string, priority: number) =>
            cloud.create("network:FirewallPolicyRuleCollectionGroup", {
                ...example["network:FirewallPolicyRuleCollectionGroup"],
                ruleCollectionGroupName: name,
                priority,
            });
        const before = cloud.clock.now();
        await Promise.all([make("a", 100), make("b", 200)]);
        // 30 seconds of the first one, and the pause of 20 and then 60 seconds after which the other tries again
        assert.ok(cloud.clock.now() - before >= 60_000);
    });

    it("counts the records and links of a zone when it is read", async () => {
        const cloud = newCloud();
        const counts = async () => {
            const { outputs } = (await cloud.read("privatedns:PrivateZone", zoneId)) ?? {};
            return [outputs?.numberOfRecordSets, outputs?.numberOfVirtualNetworkLinks];
        };
        await deploy(cloud, ...vaultTokens);
        assert.deepEqual(await counts(), [1, 0]);
        const ids = await deploy(
            cloud,
            "network:PrivateEndpoint",
            "network:PrivateDnsZoneGroup",
            "privatedns:PrivateRecordSet",
            "privatedns:VirtualNetworkLink",
        );
        assert.deepEqual(await counts(), [3, 1]);
        await cloud.remove("network:PrivateEndpoint", ids["network:PrivateEndpoint"] ?? "");
        assert.deepEqual(await counts(), [2, 1]);
    });

    it("approves a private endpoint at once, but not one that asks for it", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens);
        const status = async (list: string, other: string) => {
            const { privateLinkServiceConnections, ...inputs } = example["network:PrivateEndpoint"] ?? {};
            const { outputs } = await cloud.create("network:PrivateEndpoint", {
                ...inputs,
                privateEndpointName: list,
                [list]: privateLinkServiceConnections ?? [],
            });
            assert.deepEqual(outputs[other], []);
            return valueAt(objectsAt(outputs, list)[0], "privateLinkServiceConnectionState.status");
        };
        const [automatic, manual] = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"];
        assert.equal(await status(automatic, manual), "Approved");
        assert.equal(await status(manual, automatic), "Pending");
    });

    it("gives each name of a service its own address, and each zone its own records", async () => {
        const create = cloudWithServices();
        for (const token of [...network, "network:Subnet", "operationalinsights:Workspace"]) {
            await create(token);
        }
        const zones: Record<string, string> = {};
        for (const name of [
            "azurecr.io",
            "monitor.azure.com",
            "ods.opinsights.azure.com",
            "oms.opinsights.azure.com",
        ]) {
            const zone = await create("privatedns:PrivateZone", {
                ...example["privatedns:PrivateZone"],
                privateZoneName: `privatelink.${name}`,
            });
            zones[name] = zone.id;
        }
        const { id } = await create("test:Service", {
            resourceGroupName: "rg",
            location: "westeurope",
            serviceName: "one",
        });
        const records = async (group: string, ...names: string[]) => {
            await create("network:PrivateEndpoint", {
                ...example["network:PrivateEndpoint"],
                privateEndpointName: group,
                privateLinkServiceConnections: [{ name: "one", privateLinkServiceId: id, groupIds: [group] }],
            });
            const { body } = await create("network:PrivateDnsZoneGroup", {
                ...example["network:PrivateDnsZoneGroup"],
                privateEndpointName: group,
                privateDnsZoneConfigs: names.map((name) => ({ name, privateDnsZoneId: zones[name] ?? "" })),
            });
            return objectsAt(body, "privateDnsZoneConfigs").map((config) =>
                objectsAt(config, "recordSets").map((set) => [set.fqdn, set.ipAddresses]),
            );
        };
        assert.deepEqual(await records("registry", "azurecr.io"), [
            [
                ["one.privatelink.azurecr.io", ["10.0.0.4"]],
                ["one.westeurope.data.privatelink.azurecr.io", ["10.0.0.5"]],
            ],
        ]);
        assert.deepEqual(
            await records("azuremonitor", "monitor.azure.com", "ods.opinsights.azure.com", "oms.opinsights.azure.com"),
            [
                [["api.privatelink.monitor.azure.com", ["10.0.0.6"]]],
                [["log-one.privatelink.ods.opinsights.azure.com", ["10.0.0.7"]]],
                [["one.privatelink.oms.opinsights.azure.com", ["10.0.0.8"]]],
            ],
        );
    });

    it("places a service in a subnet that is delegated to it and large enough", async () => {
        const place = async (delegations: Properties[], addressPrefix: string) => {
            const create = cloudWithServices();
            for (const token of network) {
                await create(token);
            }
            await create("network:Subnet", subnetNamed("runner", addressPrefix, { delegations }));
            await create("test:Environment", {
                resourceGroupName: "rg",
                location: "westeurope",
                environmentName: "one",
                subnet: { id: `${networkId}/subnets/runner` },
            });
        };
        const delegations = [{ name: "one", serviceName: "Microsoft.App/environments" }];
        await place(delegations, "10.0.2.0/27");
        const where = `Subnet ${networkId}/subnets/runner`;
        const what = `${groupId}/providers/Microsoft.Network/environments/one`;
        await assert.rejects(place([], "10.0.2.0/27"), {
            message: `Status=400 Code="SubnetMissingRequiredDelegation" Message="${where} requires any of the following delegation(s) [Microsoft.App/environments] to reference ${what}."`,
        });
        await assert.rejects(place(delegations, "10.0.2.0/28"), {
            message: `Status=400 Code="SubnetTooSmall" Message="${where} with the prefix 10.0.2.0/28 is too small for ${what}: /27 is the smallest."`,
        });
    });

    it("keeps what the seed has where it is: it is found, and listed nowhere", async () => {
        const cloud = newCloud();
        const watcher = seed.resources.find(({ id }) => id.endsWith("_westeurope"));
        assert.equal((await cloud.read("network:NetworkWatcher", watcher?.id ?? ""))?.outputs.name, watcher?.body.name);
        assert.deepEqual([...cloud.store.records.keys()], []);
    });
});

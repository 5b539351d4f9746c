// Does not prove which ids a stack has: its files tell.
import assert from "node:assert/strict";
import { azureRecords } from "../../../local/azure/stack-records";
import { Draft } from "../../../local/cloud/draft";
import { smallestCluster } from "./container-service-landscape";
import { groupId, newCloud } from "./fixture";
import { deploy, example, vaultId } from "./landscape";

describe("azure records of a stack", () => {
    const otherGroup = { resourceGroupName: "rg2", location: "westeurope" };
    const keysOf = async (cloud: ReturnType<typeof newCloud>, ids: string[]) => {
        const draft = new Draft(cloud.store);
        const type = "azure-native:resources:ResourceGroup";
        await azureRecords.remove(
            draft,
            ids.map((id) => ({ type, id })),
        );
        return draft.writes.map(({ key }) => key).sort();
    };

    it("are what exists at its ids and below them, whatever the case, and names that are kept there", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault", "keyvault:Key");
        await cloud.create("resources:ResourceGroup", otherGroup);
        await cloud.create("keyvault:Vault", {
            ...example["keyvault:Vault"],
            resourceGroupName: "rg2",
            vaultName: "kv-two",
        });
        const [vault, group] = [vaultId.toLowerCase(), groupId.toLowerCase()];

        assert.deepEqual(await keysOf(cloud, [vaultId.toUpperCase()]), [`arm:${vault}`, `arm:${vault}/keys/disk`]);
        await cloud.remove("keyvault:Vault", vaultId);
        assert.deepEqual(await keysOf(cloud, [vaultId]), [`deleted:${vault}`]);
        // "rg" is no part of "rg2"
        assert.deepEqual(await keysOf(cloud, [groupId]), [`arm:${group}`, `deleted:${vault}`]);
        assert.deepEqual(await keysOf(cloud, []), []);
    });

    it("are also the principals of its identities, not those that its role assignments name", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault", "authorization:RoleAssignment");
        await deploy(cloud, "managedidentity:UserAssignedIdentity");
        const principals = cloud.store.list("principal:").map(([key]) => key);

        assert.equal(principals.length, 1);
        assert.deepEqual(
            (await keysOf(cloud, [groupId])).filter((key) => key.startsWith("principal:")),
            principals,
        );
    });

    it("are also groups that Azure made for a resource, with what lies there", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { id } = await cloud.create("containerservice:ManagedCluster", smallestCluster);
        const nodes = groupId.replace(/rg$/, "MC_rg_aks-one_westeurope").toLowerCase();
        const keys = (await keysOf(cloud, [id])).filter((key) => key.startsWith("arm:"));
        assert.deepEqual(keys, [
            `arm:${nodes}`,
            `arm:${nodes}/providers/microsoft.managedidentity/userassignedidentities/aks-one-agentpool`,
            `arm:${id.toLowerCase()}`,
            `arm:${id.toLowerCase()}/agentpools/system`,
        ]);
    });
});

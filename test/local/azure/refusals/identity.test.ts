// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { textAt, valueAt } from "../../../../local/provider/values";
import { groupId, newCloud } from "../fixture";
import { deploy, identityId, role } from "../landscape";
import { changedExample } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const registry = [...group, "containerregistry:Registry"];
const identity = "managedidentity:UserAssignedIdentity";

describe("identities of a resource", () => {
    it("are answered with their principals, the resource's own is somebody who can get a role", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...registry, identity);
        const inputs = changedExample("storage:StorageAccount", {
            identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: [identityId] },
        });
        const { id, outputs } = await cloud.create("storage:StorageAccount", inputs);
        const user = (await cloud.read(identity, identityId))?.outputs ?? {};
        const { clientId = "", principalId = "" } = user;
        assert.deepEqual(valueAt(outputs, "identity.userAssignedIdentities"), {
            [identityId]: { clientId, principalId },
        });
        const own = textAt(outputs, "identity.principalId") ?? "";
        const assign = () =>
            cloud.create("authorization:RoleAssignment", {
                scope: groupId,
                roleAssignmentName: "55555555-5555-4555-8555-000000000009",
                principalId: own,
                principalType: "ServicePrincipal",
                roleDefinitionId: role("AcrPull"),
            });
        const assignment = await assign();
        assert.equal(textAt(await cloud.update("storage:StorageAccount", id, inputs), "identity.principalId"), own);
        await cloud.remove("authorization:RoleAssignment", assignment.id);
        await cloud.remove("storage:StorageAccount", id);
        await assert.rejects(assign(), { message: /^Status=400 Code="PrincipalNotFound"/ });
    });

    it("that do not exist cannot be assigned, neither in a list nor as names of an object", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group);
        const nobody = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nobody`;
        for (const [token, userAssignedIdentities] of [
            ["storage:StorageAccount", [nobody]],
            ["containerregistry:Registry", { [nobody]: {} }],
        ] as const) {
            const inputs = changedExample(token, {
                identity: { type: "UserAssigned", userAssignedIdentities: userAssignedIdentities as Properties },
            });
            await assert.rejects(cloud.create(token, inputs), {
                message: /^Status=400 Code="InvalidResourceReference"/,
            });
        }
    });
});

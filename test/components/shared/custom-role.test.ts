// Does not prove that Azure knows the actions, nor that the deployer may define roles.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { assignRole, createRole } from "../../../components/shared";
import { roleAssignmentName } from "../../../components/shared/role-assignments";
import { capture } from "../../support/capture";
import { groupId, placement } from "../../support/sample-placement";

const vaultId =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-vaults/providers/Microsoft.KeyVault/vaults/kv";
const principal = { principalId: "33333333-3333-4333-8333-000000000001", principalType: "ServicePrincipal" } as const;
const dataActions = ["Microsoft.KeyVault/vaults/secrets/setSecret/action"];

const captureRole = (target: pulumi.Input<string>, naming = {}, preview = false) =>
    capture(
        () => {
            const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
            const place = { ...placement, naming: { ...placement.naming, ...naming } };
            const role = createRole(
                "drawer",
                { title: "Draw keys", description: "Draws.", dataActions, target },
                place,
                parent,
            );
            const { subscriptionId } = placement;
            assignRole("who-draws", { role, scope: `${vaultId}/secrets/a`, principal, subscriptionId }, parent);
        },
        { preview },
    );

const types = {
    role: "azure-native:authorization:RoleDefinition",
    assignment: "azure-native:authorization:RoleAssignment",
};

describe("createRole", () => {
    it("lists what the role allows, for the group of what it is for, and is called after the environment", async () => {
        const { inputs } = (await captureRole(pulumi.output(vaultId))).only(types.role);
        const { roleDefinitionId, ...rest } = inputs;
        const group = vaultId.replace(/\/providers.*/, "");
        assert.match(roleDefinitionId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.deepEqual(rest, {
            scope: group,
            roleName: "Draw keys (contoso-mcp-dev)",
            roleType: "CustomRole",
            description: "Draws.",
            permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }],
            assignableScopes: [group],
        });
    });

    it("is another role in another environment", async () => {
        const of = async (naming: object) => (await captureRole(vaultId, naming)).only(types.role).inputs;
        const all = [await of({}), await of({ instance: "02" }), await of({ environment: "prod" })];
        assert.equal(new Set(all.map(({ roleDefinitionId }) => roleDefinitionId)).size, 3);
        assert.equal(all[1].roleName, "Draw keys (contoso-mcp-dev-02)");
    });

    it("is given once it is there, and known in a preview", async () => {
        const resources = await captureRole(vaultId, {}, true);
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
        const guid = resources.only(types.role).inputs.roleDefinitionId;
        const { inputs } = resources.only(types.assignment);
        assert.equal(
            inputs.roleDefinitionId,
            `/subscriptions/${placement.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
        );
        assert.equal(
            inputs.roleAssignmentName,
            roleAssignmentName(`${vaultId}/secrets/a`, principal.principalId, { guid }),
        );
        assert.deepEqual(resources.waitsFor()["who-draws"], ["drawer"]);
    });

    it("refuses to be for what is in no group", async () => {
        await assert.rejects(captureRole(pulumi.output(groupId)), /is no ARM id of a resource in a resource group\.$/);
    });
});

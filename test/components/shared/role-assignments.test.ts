// Does not prove that the principal exists, nor that the deployer may assign roles.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { assignRole, builtInRoles, roleAssignmentName } from "../../../components/shared/role-assignments";
import { capture } from "../../support/capture";
import { groupId, placement } from "../../support/sample-placement";

const principal = { principalId: "33333333-3333-4333-8333-000000000001", principalType: "Group" } as const;
const role = "Key Vault Crypto User";
const { subscriptionId } = placement;

class Parent extends pulumi.ComponentResource {
    constructor(principalId: pulumi.Input<string>) {
        super("test:index:Parent", "parent", {}, {});
        assignRole(
            "who-what",
            { role, scope: groupId, principal: { ...principal, principalId }, subscriptionId },
            this,
        );
    }
}

describe("assignRole", () => {
    it("names scope, role, principal and what the principal is", async () => {
        const resources = await capture(() => new Parent(principal.principalId));
        const { inputs, parent } = resources.only("azure-native:authorization:RoleAssignment");
        assert.deepEqual(inputs, {
            scope: groupId,
            roleAssignmentName: roleAssignmentName(groupId, principal.principalId, role),
            roleDefinitionId:
                "/subscriptions/22222222-2222-4222-8222-222222222222/providers/Microsoft.Authorization/roleDefinitions/12338af0-0e69-4776-bea7-57ae8d297424",
            principalId: principal.principalId,
            principalType: "Group",
        });
        assert.equal(parent, resources.only("test:index:Parent").urn);
    });

    it("refuses a principal id from elsewhere that is none, before anything is assigned", async () => {
        await assert.rejects(
            capture(() => new Parent(pulumi.output("platform-team"))),
            /The principal of who-what is "platform-team"; it must be a GUID\.$/,
        );
    });
});

describe("roleAssignmentName", () => {
    it("follows from scope, principal and role, whatever their case", () => {
        const name = roleAssignmentName(groupId, principal.principalId, role);
        assert.equal(name, "a0169506-9db6-5709-976b-93e6fa8ff6e1");
        assert.equal(roleAssignmentName(groupId.toUpperCase(), principal.principalId.toUpperCase(), role), name);
    });

    it("differs when any of them does", () => {
        const names = [
            roleAssignmentName(groupId, principal.principalId, role),
            roleAssignmentName(`${groupId}x`, principal.principalId, role),
            roleAssignmentName(groupId, "33333333-3333-4333-8333-000000000002", role),
            roleAssignmentName(groupId, principal.principalId, "Key Vault Crypto Officer"),
        ];
        assert.equal(new Set(names).size, 4);
    });
});

describe("builtInRoles", () => {
    it("are different roles, without any that reads keys and secrets of a whole vault for use", () => {
        assert.equal(new Set(Object.values(builtInRoles)).size, Object.keys(builtInRoles).length);
        assert.ok(!Object.keys(builtInRoles).includes("Key Vault Administrator"));
    });
});

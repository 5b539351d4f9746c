// Does not prove what a role lets its holder do: Azure's list of built-in roles says that.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/authorization/rbac-no-broad-roles";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const group = `${subscription}/resourceGroups/rg`;
const findings = (role: string, scope: string) => {
    const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    const assignment = { type: "authorization:RoleAssignment", inputs: { roleDefinitionId, scope } };
    return judge(rule, stackOf({ assignment })).findings.map(({ path }) => path);
};
const owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

describe("rbac-no-broad-roles", () => {
    it("wants a resource as the scope of a broad role, or of one on data", () => {
        for (const scope of [
            "/",
            subscription,
            group,
            `${group}/`,
            `${group}/providers/`,
            `${subscription}/providers/Microsoft.Security/pricings/Api`,
            "/providers/Microsoft.Management/managementGroups/contoso",
            `x${group}/providers/Microsoft.KeyVault/vaults/kv`,
        ]) {
            assert.deepEqual(findings(owner, scope), ["roleDefinitionId"], scope);
            assert.deepEqual(findings(secretsUser, scope), ["scope"], scope);
        }
    });

    it("knows ids in any case", () => {
        assert.deepEqual(findings(owner.toUpperCase(), group), ["roleDefinitionId"]);
        const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv`.toUpperCase();
        assert.deepEqual(findings(secretsUser.toUpperCase(), vault), []);
    });

    it("lets a cluster have what it needs on its subnet and its vault", () => {
        const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
        const subnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes`;
        assert.deepEqual(findings(networkContributor, subnet), []);
        const vaultContributor = "f25e0fa2-a7c8-4377-a976-54943a77a395";
        assert.deepEqual(findings(vaultContributor, `${group}/providers/Microsoft.KeyVault/vaults/kv`), []);
    });

    it("wants the id of a role definition, which a name is not", () => {
        assert.deepEqual(findings(`${owner}/`, `${group}/providers/Microsoft.KeyVault/vaults/kv`), [
            "roleDefinitionId",
        ]);
    });
});

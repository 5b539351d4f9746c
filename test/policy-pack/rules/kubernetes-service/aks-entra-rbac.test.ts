// Does not prove that the roles in Azure are few: other rules judge role assignments.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-entra-rbac";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

describe("aks-entra-rbac", () => {
    it("lets no group be administrator at all times, unless it is on the list", () => {
        const aadProfile = { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: ["one"] };
        const stack = stackOf({
            cluster: { type: "containerservice:ManagedCluster", inputs: { enableRBAC: true, aadProfile } },
        });
        assert.deepEqual(
            judge(rule, stack).findings.map(({ path }) => path),
            ["aadProfile.adminGroupObjectIDs"],
        );
        assert.deepEqual(judge(rule, stack, { adminGroups: ["one"] }), { findings: [], undecided: [] });
    });
});

// Does not prove that these are all namespaces that Azure makes: Azure may add some.
import assert from "node:assert/strict";
import * as components from "../../../../components/shared";
import * as rules from "../../../../policy-pack/rules/kubernetes/namespace";

describe("the namespaces that the rules know", () => {
    it("are those that the components know, with the same labels", () => {
        assert.deepEqual(
            [rules.systemNamespaces, rules.ingressNamespace, rules.tierLabel, rules.toolsTier],
            [components.systemNamespaces, components.ingressNamespace, components.tierLabel, components.toolsTier],
        );
    });
});

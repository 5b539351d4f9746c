// Does not prove that the engine's URNs look like this: test/engine does.
import assert from "node:assert/strict";
import { ComponentTree } from "../../../local/report/component-tree";
import { isCloudResource, label, resourceOf } from "../../../local/report/resource";
import { child, endpoint, stack, vault } from "./events";

describe("resources in reports", () => {
    it("have the type and name of their URN, also when the name has colons", () => {
        const urn = child(vault, "keyvault:Key", "vault::disk");

        assert.deepEqual(resourceOf(urn), { urn, type: "azure-native:keyvault:Key", name: "vault::disk" });
        assert.equal(label(resourceOf(urn)), "vault::disk (Key)");
        assert.deepEqual(resourceOf(stack), { urn: stack, type: "pulumi:pulumi:Stack", name: "shop-dev" });
    });

    it("count when they stand for something in the cloud", () => {
        assert.equal(isCloudResource({ type: "azure-native:keyvault:Key", custom: true }), true);
        assert.equal(isCloudResource({ type: "zero-trust-mcp:index:KeyVault", custom: false }), false);
        assert.equal(isCloudResource({ type: "pulumi:providers:azure-native", custom: true }), false);
    });

    it("belong to the outermost component around them", () => {
        const tree = new ComponentTree();
        const link = child(endpoint, "network:PrivateEndpoint", "link");
        const lone = `${stack.slice(0, stack.indexOf("::pulumi"))}::azure-native:resources:ResourceGroup::lone`;
        tree.add(vault, stack);
        tree.add(endpoint, vault);
        tree.add(link, endpoint);
        tree.add(lone, stack);

        assert.deepEqual(
            [link, endpoint, vault, lone].map((urn) => tree.componentOf(urn).name),
            ["vault", "vault", "vault", "lone"],
        );
    });
});

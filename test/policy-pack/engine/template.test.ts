// Does not prove that Azure evaluates a template to what is read here: expressions count as unknown.
import assert from "node:assert/strict";
import { armResources, templateResources, templateTypes } from "../../../policy-pack/engine/template";
import { unknown, type Value } from "../../../policy-pack/engine/value";
import { sdkShape } from "../../local/azure/sdk-shape";
import { resourceOf } from "../stack";

const vault = { type: "Microsoft.KeyVault/vaults", name: "kv", apiVersion: "2023-07-01", properties: { a: 1 } };
const judgedIn = (type: string, inputs: Value) =>
    templateResources(resourceOf("deployment", { type, inputs })).map(({ name, type, inputs }) => [name, type, inputs]);
const judged = (template: Value) => judgedIn("resources:Deployment", { properties: { template } });

describe("the resources of a template", () => {
    it("are judged as what they stand for, under the name of the deployment", () => {
        assert.deepEqual(judged({ resources: [vault, { ...vault, name: "kv2" }] }), [
            ["deployment/kv", "keyvault:Vault", { vaultName: "kv", properties: { a: 1 } }],
            ["deployment/kv2", "keyvault:Vault", { vaultName: "kv2", properties: { a: 1 } }],
        ]);
    });

    it("are found in every kind of deployment, by symbolic name and inside others", () => {
        const secret = { type: "secrets", name: "s", properties: { contentType: "text/plain" } };
        const template = { resources: { vault: { ...vault, resources: [secret] } } };
        const expected = [
            ["deployment/kv", "keyvault:Vault", { vaultName: "kv", properties: { a: 1 } }],
            [
                "deployment/kv/s",
                "keyvault:Secret",
                { vaultName: "kv", secretName: "s", properties: { contentType: "text/plain" } },
            ],
        ];
        for (const type of templateTypes) {
            const { properties = { type: "" } } = sdkShape(`azure-native:${type}`).inputs;
            const inputs: Value = "template" in properties ? { template } : { properties: { template } };
            assert.deepEqual(judgedIn(type, inputs), expected, type);
        }
        assert.deepEqual(judgedIn("resources:Other", { template, properties: { template } }), []);
    });

    it("are found in both places, should a version of the API have one in each", () => {
        const other = { ...vault, name: "kv2" };
        const inputs = { template: { resources: [vault] }, properties: { template: { resources: [other] } } };
        const names = judgedIn("resources:DeploymentStackAtResourceGroup", inputs).map(([name]) => name);
        assert.deepEqual(names, ["deployment/kv", "deployment/kv2"]);
    });

    it("have unknown values where only Azure evaluates them", () => {
        const properties = {
            a: "[parameters('a')]",
            b: "[[literal]",
            list: ["[x]", "y"],
            looped: { copy: [{ name: "c", count: 2 }], d: 1 },
        };
        assert.deepEqual(judged({ resources: [{ ...vault, name: "[variables('name')]", properties }] }), [
            [
                "deployment/?",
                "keyvault:Vault",
                {
                    vaultName: unknown,
                    properties: { a: unknown, b: "[literal]", list: [unknown, "y"], looped: unknown },
                },
            ],
        ]);
    });

    it("have unknown names where an expression may stand for several segments", () => {
        const key = { type: "Microsoft.KeyVault/vaults/keys", name: "[format('{0}/disk', x)]" };
        assert.deepEqual(judged({ resources: [key] }), [
            ["deployment/?/?", "keyvault:Key", { vaultName: unknown, keyName: unknown }],
        ]);
        assert.deepEqual(judged({ resources: [{ ...key, name: "kv/disk" }] }), [
            ["deployment/kv/disk", "keyvault:Key", { vaultName: "kv", keyName: "disk" }],
        ]);
    });

    it("are listed with those that cannot be judged", () => {
        const types = (resources: Value) => armResources({ resources }).map(({ armType }) => armType);
        assert.deepEqual(
            types([{ type: "Microsoft.Web/sites", name: "a", resources: [{ type: "config", name: "web" }] }, vault]),
            ["Microsoft.Web/sites", "Microsoft.Web/sites/config", "Microsoft.KeyVault/vaults"],
        );
        assert.deepEqual(types(["[x]", { name: "no type" }]), ["", ""]);
        assert.deepEqual(types({}), []);
        assert.deepEqual(types("[variables('resources')]"), [""]);
        assert.deepEqual(types([{ ...vault, resources: "[variables('children')]" }]), [
            "Microsoft.KeyVault/vaults",
            "",
        ]);
        assert.deepEqual(
            armResources({ copy: [], resources: [vault] }).map(({ armType }) => armType),
            [""],
        );
        assert.deepEqual(armResources("text"), []);
    });

    it("are none while the template is unknown", () => {
        assert.deepEqual(judged(unknown), []);
        assert.deepEqual(templateResources(resourceOf("x", { type: "resources:Deployment", inputs: unknown })), []);
    });
});

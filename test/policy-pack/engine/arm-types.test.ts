// Does not prove that azure-native sends what its declarations say: only a real provider can tell.
import assert from "node:assert/strict";
import { armTypes, typedForm } from "../../../policy-pack/engine/arm-types";
import { parsePath } from "../../../policy-pack/engine/paths";
import { type Shape, sdkShape } from "../../local/azure/sdk-shape";

function shapeAt(shape: Shape | undefined, path: readonly (string | number)[]): Shape | undefined {
    const [segment, ...rest] = path;
    if (segment === undefined || shape === undefined) return shape;
    return shapeAt(segment === "[]" ? shape.items : shape.properties?.[segment], rest);
}

for (const [armType, { type, names, lifted = [], renamed = {} }] of Object.entries(armTypes)) {
    describe(`the typed form of ${armType}`, () => {
        const { inputs } = sdkShape(`azure-native:${type}`);

        it("has inputs for the name", () => {
            for (const name of names) assert.ok(inputs.properties?.[name], name);
        });

        it("has no properties where they are lifted, and has them elsewhere", () => {
            for (const path of lifted) {
                const shape = shapeAt(inputs, parsePath(path));
                assert.ok(shape, path);
                // of a backend, ARM has properties in its properties
                if (type !== "apimanagement:Backend") assert.equal(shape.properties?.properties, undefined, path);
            }
            if (!lifted.includes("") && type !== "keyvault:AccessPolicy") assert.ok(inputs.properties?.properties);
        });

        it("has the new names of what is renamed, and not the old ones", () => {
            for (const [path, name] of Object.entries(renamed)) {
                const segments = parsePath(path);
                const owner = shapeAt(inputs, segments.slice(0, -1));
                assert.ok(owner?.properties?.[name], path);
                assert.equal(owner.properties?.[String(segments.at(-1))], undefined, path);
            }
        });
    });
}

describe("an ARM type", () => {
    it("is known in any case", () => {
        assert.equal(typedForm("microsoft.keyvault/VAULTS")?.type, "keyvault:Vault");
        assert.equal(typedForm("Microsoft.KeyVault/vaults/unknown"), undefined);
        assert.equal(typedForm("constructor"), undefined);
    });
});

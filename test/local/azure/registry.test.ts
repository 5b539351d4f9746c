// Does not prove that the limits and allowed values of properties are those of Azure: the SDK's declarations do not have them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parametersOf } from "../../../local/azure/arm-id";
import { resourceTypes, typeOf } from "../../../local/azure/registry";
import type { Field, Fields } from "../../../local/azure/schema";
import { type Shape, sdkShape } from "./sdk-shape";

type Declared = Record<string, Shape & { optional: boolean }>;

/** Declared by the SDK, but by Azure's documentation never returned. */
const neverReturned = ["azure-native:keyvault:Secret.properties.value"];

/** Differences between the fields of a type file and what the SDK declares, as `path: problem`. */
function differences(path: string, fields: Fields, declared: Declared, side: "inputs" | "outputs"): string[] {
    const ours = Object.entries(fields).filter(([, field]) => (side === "inputs" ? !field.readOnly : !field.writeOnly));
    const surplus = ours
        .filter(([name, field]) => !(name in declared) && !(field.notModelled || (field.kept && side === "outputs")))
        .map(([name]) => `${path}.${name}: not in the SDK`);
    const missing = Object.keys(declared)
        .filter((name) => !ours.some(([our]) => our === name))
        .filter((name) => !neverReturned.includes(`${path}.${name}`))
        .map((name) => `${path}.${name}: missing`);
    const inner = ours.flatMap(([name, field]) => {
        const shape = declared[name];
        return shape ? fieldDifferences(`${path}.${name}`, field, shape, side) : [];
    });
    return [...surplus, ...missing, ...inner];
}

function fieldDifferences(
    path: string,
    field: Field,
    shape: Shape & { optional?: boolean },
    side: "inputs" | "outputs",
): string[] {
    if (field.type === "any") {
        return [];
    }
    const problems: string[] = [];
    const expected = { integer: "number", map: "map" }[field.type as string] ?? field.type;
    if (shape.type !== expected && !(shape.type === "enum" && field.values)) {
        problems.push(`${path}: ${field.type} here, ${shape.type} in the SDK`);
    }
    // the provider wants a location where Azure does, although the SDK lets it be found
    const isFound = path.endsWith(".location");
    if (side === "inputs" && shape.optional !== undefined && !isFound && shape.optional === (field.required ?? false)) {
        problems.push(`${path}: ${shape.optional ? "optional" : "required"} in the SDK`);
    }
    if (field.properties && shape.properties) {
        problems.push(...differences(path, field.properties, shape.properties, side));
    }
    if (field.items?.properties && shape.items?.properties) {
        problems.push(...differences(`${path}[]`, field.items.properties, shape.items.properties, side));
    }
    return problems;
}

describe("registry of Azure resource types", () => {
    for (const type of resourceTypes) {
        it(`${type.token} has the inputs, outputs and API version of the SDK`, () => {
            const sdk = sdkShape(type.token);
            assert.equal(type.apiVersion, sdk.apiVersion);
            const parameters = parametersOf(type.path).filter((name) => name !== "subscriptionId");
            const inputs = { ...sdk.inputs.properties };
            for (const name of parameters) {
                assert.ok(inputs[name], `${name} of the path is no input`);
                if (!(name in type.properties && !type.properties[name]?.readOnly)) {
                    delete inputs[name];
                }
            }
            const outputs = { ...sdk.outputs.properties };
            delete outputs.azureApiVersion;
            assert.deepEqual(
                [
                    ...differences(type.token, type.properties, inputs, "inputs"),
                    ...differences(type.token, type.properties, outputs, "outputs"),
                ],
                [],
            );
        });
    }

    it("has each type once", () => {
        const tokens = resourceTypes.map(({ token }) => token);
        assert.equal(new Set(tokens).size, tokens.length);
    });

    it("says which file to add for a type that it does not have", () => {
        assert.throws(() => typeOf("azure-native:containerregistry:CacheRule"), {
            name: "Refusal",
            message:
                "Resource type azure-native:containerregistry:CacheRule not found: the local cloud does not have it. Describe it in local/azure/containerregistry/cache-rule.ts and list it in local/azure/registry.ts.",
        });
        assert.ok(existsSync(join(__dirname, "../../../local/azure/registry.ts")));
    });
});

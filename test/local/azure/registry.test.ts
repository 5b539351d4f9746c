// Does not prove that the limits and allowed values of properties are those of Azure: the SDK's declarations do not have them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parametersOf } from "../../../local/azure/arm-id";
import { resourceTypes, typeOf } from "../../../local/azure/registry";
import { differences } from "../sdk/differences";
import { sdkShape } from "./sdk-shape";

/** Declared by the SDK, but by Azure's documentation never returned. */
const neverReturned = ["azure-native:keyvault:Secret.properties.value: missing"];

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
                ].filter((difference) => !neverReturned.includes(difference)),
                [],
            );
        });
    }

    it("has each type once", () => {
        const tokens = resourceTypes.map(({ token }) => token);
        assert.equal(new Set(tokens).size, tokens.length);
    });

    it("says which file to add for a type that it does not have", () => {
        assert.throws(() => typeOf("azure-native:securityinsights:FusionAlertRule"), {
            name: "Refusal",
            message:
                "Resource type azure-native:securityinsights:FusionAlertRule not found: the local cloud does not have it. Describe it in local/azure/securityinsights/fusion-alert-rule.ts and list it in local/azure/registry.ts.",
        });
        assert.ok(existsSync(join(__dirname, "../../../local/azure/registry.ts")));
    });
});

// Does not prove that limits, allowed values, defaults and replacement are those of the provider: declarations do not have them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { resourceTypes, typeOf } from "../../../local/entra/registry";
import { differences } from "../sdk/differences";
import { sdkClass } from "../sdk/sdk-class";

describe("registry of Entra resource types", () => {
    for (const { token, fields } of resourceTypes) {
        it(`${token} has the inputs and outputs of the SDK`, () => {
            const [, path = "", name = ""] = token.split(":");
            const { inputs, outputs } = sdkClass("@pulumi/azuread", path.replace(/^index\//, ""), name);
            assert.deepEqual(
                [
                    ...differences(token, fields, inputs.properties ?? {}, "inputs"),
                    ...differences(token, fields, outputs.properties ?? {}, "outputs"),
                ],
                [],
            );
        });
    }

    it("has each type once", () => {
        const tokens = resourceTypes.map(({ token }) => token);
        assert.equal(new Set(tokens).size, tokens.length);
    });

    it("says what to add for a type that it does not have", () => {
        assert.throws(() => typeOf("azuread:index/groupMember:GroupMember"), {
            name: "Refusal",
            message:
                "Resource type azuread:index/groupMember:GroupMember not found: the local cloud does not have it. Describe it in a file local/entra/.../group-member.ts and list it in local/entra/registry.ts.",
        });
        assert.ok(existsSync(join(__dirname, "../../../local/entra/registry.ts")));
    });
});

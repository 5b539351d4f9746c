// Does not prove what counts as a secret: the examples and secret-patterns.test.ts do.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-named-values-kv";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

describe("apim-named-values-kv", () => {
    it("judges the reference to a vault, whatever the value is called", () => {
        const type = "apimanagement:NamedValue";
        const address = "https://kv-contoso.vault.azure.net/secrets/session-key";
        for (const secret of [true, false]) {
            const isFound = (secretIdentifier: string) =>
                judge(
                    rule,
                    stackOf({ one: { type, inputs: { secret, keyVault: { secretIdentifier } } } }),
                ).findings.some(({ path }) => path === "keyVault.secretIdentifier");
            assert.equal(isFound(address), false);
            assert.equal(isFound(`${address}/0123456789abcdef0123456789abcdef`), true);
        }
    });
});

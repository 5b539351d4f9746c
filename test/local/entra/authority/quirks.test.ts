// Does not prove that each rule is applied: the other tests of this folder do.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quirks, refusal } from "../../../../local/entra/authority/quirks";

describe("The rules of the local Entra", () => {
    it("are in the documentation, each with its number", () => {
        const text = readFileSync(join(__dirname, "..", "..", "..", "..", "docs", "entra.md"), "utf8");
        const rows = [...text.matchAll(/^\| AADSTS(\d+) \| `(\w+)` \|/gm)].map(([, code, name]) => [
            name,
            Number(code),
        ]);
        assert.deepEqual(
            rows,
            Object.entries(quirks).map(([name, { code }]) => [name, code]),
        );
    });

    it("have numbers of their own", () => {
        const codes = Object.values(quirks).map(({ code }) => code);
        assert.equal(new Set(codes).size, codes.length);
    });

    it("say what they are about", () => {
        const { code, error, message } = refusal("unknownTenant", { tenant: "fabrikam.com" });
        assert.deepEqual([code, error], [90002, "invalid_request"]);
        assert.match(message, /^AADSTS90002: Tenant 'fabrikam\.com' not found\./);
    });
});

// Does not prove that Kubernetes reads the literals so: test/engine/admission.test.ts does, for some.
import assert from "node:assert/strict";
import fc from "fast-check";
import { celList, celString } from "../../../components/cluster-guards/cel";
import { hostileText } from "../gateway/policy/hostile-text";

/** What a CEL literal of the escapes that are allowed here stands for: https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values */
function read(literal: string): string {
    const match =
        /^"((?:[^"\\]|\\U[0-9a-f]{8})*)"$/.exec(literal) ?? assert.fail(`${literal} is more than one literal.`);
    return (match[1] ?? "").replace(/\\U([0-9a-f]{8})/g, (_, digits) =>
        String.fromCodePoint(Number.parseInt(digits, 16)),
    );
}

const wellFormed = hostileText.filter((text) => !/\p{Surrogate}/u.test(text));

describe("celString", () => {
    it("leaves plain text readable", () => {
        assert.equal(celString("crcontoso.azurecr.io/"), '"crcontoso.azurecr.io/"');
        assert.equal(celString('a "b" \\ é 😀'), '"a \\U00000022b\\U00000022 \\U0000005c \\U000000e9 \\U0001f600"');
    });

    it("is one literal of exactly the text, whatever the text", () => {
        fc.assert(
            fc.property(wellFormed, (text) => {
                const literal = celString(text);
                assert.equal(read(literal), text);
                assert.match(literal, /^[ -~]*$/);
            }),
            { seed: 20251127, numRuns: 2000 },
        );
    });

    it("refuses what CEL has no literal for", () => {
        assert.throws(() => celString("a\ud800"), {
            message: "A text for CEL holds half of a surrogate pair; leave it out.",
        });
    });
});

describe("celList", () => {
    it("has a literal for each text", () => {
        assert.equal(celList([]), "[]");
        assert.equal(celList(["a", '"']), '["a", "\\U00000022"]');
    });
});

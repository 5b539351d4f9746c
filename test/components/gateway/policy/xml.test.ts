import assert from "node:assert/strict";
import fc from "fast-check";
import { element, render } from "../../../../components/gateway/policy/xml";
import { readDocument, textOf } from "./read-document";

const seed = 20251125;

// line breaks of attributes become spaces, and XML has no way to write most control characters
const text = fc
    .array(
        fc.oneof(
            fc.constantFrom("]]>", "<", ">", "&", "&amp;", '"', "'", "\t", "<!--", "<![CDATA["),
            fc.string({ unit: "grapheme-ascii" }),
        ),
    )
    .map((parts) => parts.join(""));

describe("render", () => {
    it("writes elements that a reviewer can read", () => {
        const tree = element(
            "choose",
            {},
            element("when", { condition: '@(a == "b" && c < 1)', unset: undefined }, element("base")),
        );
        assert.equal(
            render(tree),
            `<choose>\n  <when condition='@(a == "b" &amp;&amp; c &lt; 1)'>\n    <base />\n  </when>\n</choose>\n`,
        );
    });

    it("is read back by a parser as it was, whatever the text", () => {
        fc.assert(
            fc.property(text, text, (attribute, content) => {
                const root = readDocument(render(element("a", { b: attribute }, content)));
                assert.equal(root.attributes.b, attribute);
                assert.equal(textOf(root), content);
            }),
            { seed, numRuns: 2000 },
        );
    });
});

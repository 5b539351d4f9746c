// Does not prove that every XML parser agrees: it proves what is written.
import assert from "node:assert/strict";
import { renderXml } from "../../../local/report/xml";

describe("XML", () => {
    const document = (root: Parameters<typeof renderXml>[0]) => renderXml(root).split("\n").slice(1).join("\n");

    it("nests elements, and leaves out attributes that are undefined", () => {
        assert.equal(
            renderXml({ name: "a", attributes: { b: 1, c: undefined }, children: [{ name: "d" }] }),
            '<?xml version="1.0" encoding="UTF-8"?>\n<a b="1">\n  <d/>\n</a>\n',
        );
    });

    it("escapes text and attributes, and keeps line breaks in both", () => {
        const text = `<&>"'\n\t]]>`;

        assert.equal(
            document({ name: "a", attributes: { b: text }, children: [text] }),
            `<a b="&lt;&amp;&gt;&quot;'&#10;&#9;]]&gt;">&lt;&amp;&gt;&quot;'\n\t]]&gt;</a>\n`,
        );
    });

    it("replaces what XML cannot hold, and nothing else", () => {
        assert.equal(
            document({ name: "a", children: ["\u0000\u001b[1m\ud800 ü €\u{1f512}"] }),
            "<a>��[1m� ü €🔒</a>\n",
        );
    });
});

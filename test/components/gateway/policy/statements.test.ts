// Does not prove that API Management reads text before a named value as text.
import assert from "node:assert/strict";
import { setToNamedValue } from "../../../../components/gateway/policy/statements";
import { render } from "../../../../components/gateway/policy/xml";

describe("setToNamedValue", () => {
    it("puts a word before the named value, and takes it away again", () => {
        assert.deepEqual(
            setToNamedValue("epoch", "session-epoch").map((element) => render(element)),
            [
                '<set-variable name="epoch" value="value: {{session-epoch}}" />\n',
                `<set-variable name="epoch" value='@(((string)context.Variables["epoch"]).Substring(7))' />\n`,
            ],
        );
    });
});

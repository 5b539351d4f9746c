// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage } from "../../../../local/apim/language";
import { answer, Sample, serviceWith, variable } from "../sample-gateway";

describe("set-variable", () => {
    let sample: Sample;
    before(async () => {
        sample = new Sample(await loadLanguage());
    });

    it("sets text, and what code gives", async () => {
        const inbound = [
            variable("text", "@ text"),
            variable("code", '@((string)context.Variables["text"] + "!")'),
            answer("200", '@((string)context.Variables["code"])'),
        ];
        sample.gateway.deploy(serviceWith({ inbound: inbound.join("") }));
        assert.equal((await sample.call()).body, "@ text!");
    });

    it("puts a named value into text, never into code", async () => {
        const namedValues = new Map([["secret-name", '@("x") {{secret-name}} $&']]);
        const inbound = `${variable("text", "value: {{secret-name}}.")}${answer("200", '@((string)context.Variables["text"])')}`;
        sample.gateway.deploy(serviceWith({ inbound }, { namedValues }));
        assert.equal((await sample.call()).body, 'value: @("x") {{secret-name}} $&.');
    });

    it("keeps variables of one request from another", async () => {
        const inbound = [answer("200", '@(context.Variables.ContainsKey("seen") ? "again" : "first")')];
        const choose = `<choose><when condition="@(context.Request.Headers.ContainsKey(&quot;X-Set&quot;))">${variable("seen", "1")}</when></choose>`;
        sample.gateway.deploy(serviceWith({ inbound: choose + inbound }));
        assert.equal((await sample.call({ rawHeaders: ["X-Set", "1"] })).body, "again");
        assert.equal((await sample.call()).body, "first");
    });
});

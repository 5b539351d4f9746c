// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { answer, Sample, Servers, serviceWith, until, variable } from "../sample-gateway";

describe("wait", () => {
    let language: PolicyLanguage;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    afterEach(() => servers.close());

    const branch = (content: string) => `<choose><when condition="@(true)">${content}</when></choose>`;
    const send = (name: string) =>
        `<send-request mode="new" response-variable-name="${name}" timeout="2" ignore-error="false">` +
        `<set-url>https://safety.contoso.com/${name}</set-url><set-method>POST</set-method><set-body>x</set-body></send-request>`;
    const both =
        '@(((IResponse)context.Variables["a"]).Body.As<string>(preserveContent: true) + ((IResponse)context.Variables["b"]).Body.As<string>(preserveContent: true))';

    it("sends requests at the same time, and goes on when all have been answered", async () => {
        const waiting: ServerResponse[] = [];
        const sample = new Sample(language);
        const origin = await servers.start((request, response) => {
            waiting.push(response);
            // none is answered before both are here
            if (waiting.length === 2) for (const each of waiting) each.end(each === response ? "2" : "1");
            request.resume();
        });
        sample.origins.set("safety.contoso.com", origin);
        sample.gateway.deploy(
            serviceWith({
                inbound: `<wait for="all">${branch(send("a"))}${branch(send("b"))}</wait>${answer("200", both)}`,
            }),
        );
        const { body } = await sample.call();
        assert.deepEqual([...body].toSorted(), ["1", "2"]);
    });

    it("fails when one branch does, but not before the others have ended", async () => {
        let answered = false;
        const sample = new Sample(language);
        const origin = await servers.start((_request, response) => {
            response.end("x", () => {
                answered = true;
            });
        });
        sample.origins.set("safety.contoso.com", origin);
        const failing = branch(variable("c", '@(int.Parse("x").ToString())'));
        const body = '@(context.LastError.Source + context.Variables.ContainsKey("a"))';
        sample.gateway.deploy(
            serviceWith({
                inbound: `<wait for="all">${failing}${branch(send("a"))}</wait>`,
                "on-error": answer("299", body),
            }),
        );
        assert.equal((await sample.call()).body, "set-variableTrue");
        await until(() => answered);
    });

    it("ends the pipeline when one branch does", async () => {
        const sample = new Sample(language);
        sample.gateway.deploy(
            serviceWith({ inbound: `<wait for="all">${branch(answer("299"))}${branch("")}</wait>${answer("500")}` }),
        );
        assert.equal((await sample.call()).status, 299);
    });
});

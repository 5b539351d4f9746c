// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { NoToken, Unreachable } from "../../../../local/apim/surroundings";
import { type Asked, answer, escaped, Sample, Servers, serviceWith, until } from "../sample-gateway";

describe("send-request", () => {
    let language: PolicyLanguage;
    let sample: Sample;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    beforeEach(() => {
        sample = new Sample(language, {
            managedIdentityToken: async (_service, clientId, resource) => {
                if (clientId !== "one") throw new NoToken("There is no such identity.");
                return `token of ${clientId} for ${resource}`;
            },
        });
    });
    afterEach(() => servers.close());

    interface Options {
        ignore?: boolean;
        url?: string;
        body?: string;
        timeout?: number;
    }
    const send = ({
        ignore = false,
        url = "https://safety.contoso.com/check?a=1",
        body = '@("ask")',
        timeout = 2,
    }: Options) =>
        [
            `<send-request mode="new" response-variable-name="checked" timeout="${timeout}" ignore-error="${ignore}">`,
            `<set-url>${escaped(url)}</set-url><set-method>POST</set-method>`,
            '<set-header name="Content-Type" exists-action="override"><value>text/plain</value></set-header>',
            `<set-body>${escaped(body)}</set-body>`,
            '<authentication-managed-identity resource="https://cognitiveservices.azure.com" client-id="{{identity}}" /></send-request>',
        ].join("");
    const seen = answer(
        "200",
        '@(((IResponse)context.Variables["checked"]).StatusCode + ((IResponse)context.Variables["checked"]).Body.As<string>(preserveContent: true))',
    );
    const isNull = answer("200", '@(context.Variables["checked"] == null ? "null" : "not null")');
    const deploy = (inbound: string, identity = "one") =>
        sample.gateway.deploy(
            serviceWith(
                { inbound, "on-error": answer("299", '@(context.LastError.Source + " " + context.LastError.Reason)') },
                { namedValues: new Map([["identity", identity]]) },
            ),
        );

    it("sends what its statements make, signed in, and keeps the whole response", async () => {
        const asked: Asked[] = [];
        sample.origins.set("safety.contoso.com", await servers.echo(asked, "harmless"));
        deploy(send({}) + seen);
        const { body } = await sample.call({
            rawHeaders: ["Authorization", "Bearer secret", "X-Other", "1"],
            body: "own",
        });
        assert.equal(body, "200harmless");
        const [{ request, body: sent } = {}] = asked;
        assert.deepEqual([request?.method, request?.url, sent], ["POST", "/check?a=1", "ask"]);
        const { connection: _, ...headers } = request?.headers ?? {};
        assert.deepEqual(headers, {
            host: "safety.contoso.com",
            "content-type": "text/plain",
            "content-length": "3",
            authorization: "Bearer token of one for https://cognitiveservices.azure.com",
        });
    });

    it("takes every status for a response", async () => {
        sample.origins.set(
            "safety.contoso.com",
            await servers.start((_request, response) => response.writeHead(503).end("x")),
        );
        deploy(send({}) + seen);
        assert.equal((await sample.call()).body, "503x");
    });

    const failures: [title: string, options: Options, identity: string, failure: string][] = [
        ["nothing answers", {}, "one", "send-request BackendConnectionFailure"],
        ["the gateway gets no token", {}, "two", "authentication-managed-identity "],
    ];
    for (const [title, options, identity, failure] of failures) {
        it(`fails, or gives null, when ${title}`, async () => {
            deploy(send(options) + seen, identity);
            assert.equal((await sample.call()).body, failure);
            deploy(send({ ...options, ignore: true }) + isNull, identity);
            assert.equal((await sample.call()).body, "null");
        });
    }

    it("fails when the response is not whole in time, and lets go of it", async () => {
        let left = false;
        const origin = await servers.start((request, response) => {
            request.socket.on("close", () => {
                left = true;
            });
            response.write("begun");
        });
        sample.origins.set("safety.contoso.com", origin);
        deploy(send({ timeout: 1 }) + seen);
        assert.equal((await sample.call()).body, "send-request Timeout");
        await until(() => left);
    });

    it("fails when its code throws, whatever errors it ignores", async () => {
        for (const options of [{ body: '@(int.Parse("x").ToString())' }, { url: '@("no url")' }]) {
            deploy(send({ ...options, ignore: true }) + isNull);
            const { body } = await sample.call();
            assert.match(body, /^(set-body|send-request) ExpressionValueEvaluationFailure$/);
        }
    });

    it("passes on what is a defect, whatever errors it ignores", async () => {
        sample = new Sample(language, {
            managedIdentityToken: async () => "token",
            originOf: () => {
                throw new TypeError("a defect");
            },
        });
        deploy(send({ ignore: true }) + isNull);
        const { status, record } = await sample.call();
        assert.equal(status, 500);
        assert.ok(record.defect instanceof TypeError);
        assert.equal(record.defect instanceof Unreachable, false);
    });
});

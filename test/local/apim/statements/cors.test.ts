// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { answer, globalPolicy, policy, Sample, service, serviceWith } from "../sample-gateway";

describe("cors", () => {
    let language: PolicyLanguage;
    let sample: Sample;
    before(async () => {
        language = await loadLanguage();
    });
    beforeEach(() => {
        sample = new Sample(language);
    });

    const cors = (...origins: string[]) =>
        [
            '<cors allow-credentials="false" terminate-unmatched-request="false">',
            `<allowed-origins>${origins.map((origin) => `<origin>${origin}</origin>`).join("")}</allowed-origins>`,
            '<allowed-methods preflight-result-max-age="3600"><method>GET</method><method>POST</method></allowed-methods>',
            "<allowed-headers><header>Content-Type</header><header>Mcp-Name</header></allowed-headers>",
            "<expose-headers><header>Retry-After</header><header>WWW-Authenticate</header></expose-headers></cors>",
        ].join("");
    const chat = "https://chat.contoso.example";
    const preflight = (origin: string, method = "POST", headers = "mcp-name, content-type") =>
        sample.call({
            method: "OPTIONS",
            rawHeaders: [
                ...["Origin", origin, "Access-Control-Request-Method", method],
                ...["Access-Control-Request-Headers", headers],
            ],
        });

    it("answers a preflight, without anything else that stands in the policy", async () => {
        sample.gateway.deploy(serviceWith({ inbound: answer("500") + cors("https://other.example", chat) }));
        const { status, headers, body, record } = await preflight(chat);
        assert.deepEqual([status, body], [200, ""]);
        assert.deepEqual(headers.raw(), [
            ...["Access-Control-Allow-Origin", chat],
            ...["Access-Control-Allow-Credentials", "false"],
            ...["Access-Control-Allow-Methods", "GET,POST"],
            ...["Access-Control-Allow-Headers", "Content-Type,Mcp-Name"],
            ...["Access-Control-Max-Age", "3600"],
            ...["Content-Length", "0"],
        ]);
        assert.deepEqual([record.apiId, record.operationId], ["orders", "post"]);
    });

    for (const origin of [
        `${chat}.evil.example`,
        "https://CHAT.contoso.example",
        "http://chat.contoso.example",
        "null",
    ]) {
        it(`allows nothing to a preflight of the origin ${origin}`, async () => {
            sample.gateway.deploy(serviceWith({ inbound: cors(chat) + answer("500") }));
            const { status, headers } = await preflight(origin);
            assert.equal(status, 200);
            assert.deepEqual(headers.raw(), ["Content-Length", "0"]);
        });
    }

    it("allows neither another method nor another header", async () => {
        sample.gateway.deploy(serviceWith({ inbound: cors(chat) }));
        assert.equal((await preflight(chat, "DELETE")).headers.has("Access-Control-Allow-Origin"), false);
        assert.equal((await preflight(chat, "POST", "X-Other")).headers.has("Access-Control-Allow-Origin"), false);
    });

    it("leaves a preflight that matches nothing to the next cors that is inherited", async () => {
        const text = globalPolicy({ inbound: cors("https://other.example") });
        sample.gateway.deploy(serviceWith({ inbound: cors(chat) }, { policy: { id: "global", text } }));
        const { headers } = await preflight("https://other.example");
        assert.equal(headers.get("Access-Control-Allow-Origin"), "https://other.example");
    });

    it("is no answer where the API has no cors, or no operation for the method", async () => {
        sample.gateway.deploy(service());
        assert.equal((await preflight(chat)).status, 404);
        sample.gateway.deploy(serviceWith({ inbound: cors(chat) }));
        assert.equal((await preflight(chat, "PUT")).status, 404);
    });

    it("takes no other method than OPTIONS for a preflight", async () => {
        sample.gateway.deploy(serviceWith({ inbound: cors(chat) }));
        const { status } = await sample.call({
            method: "PUT",
            rawHeaders: ["Origin", chat, "Access-Control-Request-Method", "POST"],
        });
        assert.equal(status, 404);
    });

    it("leaves OPTIONS to the operation that the API has for it", async () => {
        const operations = ["POST", "OPTIONS"].map((method) => ({ name: method, method, urlTemplate: "/" }));
        const text = policy({ inbound: cors(chat) + answer("299") });
        sample.gateway.deploy(service({}, { operations, policy: { id: "api", text } }));
        assert.equal((await preflight(chat)).status, 299);
    });

    it("adds headers for an allowed origin to whatever the response is, also that of an error", async () => {
        sample.gateway.deploy(
            serviceWith({ inbound: `${cors(chat)}<set-variable name="a" value='@(int.Parse("").ToString())' />` }),
        );
        const { status, headers } = await sample.call({ rawHeaders: ["Origin", chat] });
        assert.equal(status, 500);
        assert.equal(headers.get("Access-Control-Allow-Origin"), chat);
        assert.equal(headers.get("Access-Control-Expose-Headers"), "Retry-After,WWW-Authenticate");
    });

    it("adds only what the first cors says that allows the origin", async () => {
        const text = globalPolicy({ inbound: cors(chat).replace("Retry-After", "X-Global") });
        sample.gateway.deploy(serviceWith({ inbound: cors(chat) + answer("299") }, { policy: { id: "global", text } }));
        const { headers } = await sample.call({ rawHeaders: ["Origin", chat] });
        assert.equal(headers.get("Access-Control-Expose-Headers"), "X-Global,WWW-Authenticate");
    });

    it("lets requests of other origins go on, without headers", async () => {
        sample.gateway.deploy(serviceWith({ inbound: cors(chat) + answer("299") }));
        const { status, headers } = await sample.call({ rawHeaders: ["Origin", "https://evil.example"] });
        assert.equal(status, 299);
        assert.deepEqual(headers.raw(), ["Content-Length", "0"]);
        assert.deepEqual((await sample.call()).headers.raw(), ["Content-Length", "0"]);
    });
});

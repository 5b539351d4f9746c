// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { NoToken } from "../../../../local/apim/surroundings";
import { type Asked, answer, Sample, Servers, serviceWith } from "../sample-gateway";

describe("authentication-managed-identity", () => {
    let language: PolicyLanguage;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    afterEach(() => servers.close());

    const statement = (more = "") =>
        `<authentication-managed-identity resource="api://orders" client-id="{{identity}}" ${more} />`;
    const namedValues = new Map([["identity", "one"]]);

    it("puts the token into a variable", async () => {
        const sample = new Sample(language, {
            managedIdentityToken: async ({ name }, clientId, resource) => [name, clientId, resource].join(" "),
        });
        const inbound =
            statement('output-token-variable-name="token"') + answer("200", '@((string)context.Variables["token"])');
        sample.gateway.deploy(serviceWith({ inbound }, { namedValues }));
        assert.equal((await sample.call()).body, "one one api://orders");
    });

    it("signs the request in when no variable is named", async () => {
        const asked: Asked[] = [];
        const sample = new Sample(language, { managedIdentityToken: async () => "a.b.c" });
        sample.origins.set("orders.internal", await servers.echo(asked));
        sample.gateway.deploy(serviceWith({ inbound: statement() }, { namedValues }));
        await sample.call({ rawHeaders: ["authorization", "Bearer of the client"] });
        assert.equal(asked[0]?.request.headers.authorization, "Bearer a.b.c");
    });

    it("fails without a token", async () => {
        const sample = new Sample(language, {
            managedIdentityToken: async () => {
                throw new NoToken("The service has no such identity.");
            },
        });
        sample.gateway.deploy(
            serviceWith({ inbound: statement('output-token-variable-name="token"') + answer("200") }, { namedValues }),
        );
        const { status, record } = await sample.call();
        assert.equal(status, 500);
        assert.equal(record.lastError?.message, "The service has no such identity.");
        assert.equal(record.defect, undefined);
    });
});

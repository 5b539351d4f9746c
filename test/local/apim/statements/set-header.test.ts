// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { type Asked, forward, globalPolicy, header, Sample, Servers, serviceWith } from "../sample-gateway";

describe("set-header", () => {
    let language: PolicyLanguage;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    afterEach(() => servers.close());

    const remove = (name: string) => `<set-header name="${name}" exists-action="delete" />`;
    const skip = (name: string, value: string) =>
        `<set-header name="${name}" exists-action="skip"><value>${value}</value></set-header>`;

    it("replaces, removes and leaves all values of a header of the request", async () => {
        const asked: Asked[] = [];
        const sample = new Sample(language);
        sample.origins.set("orders.internal", await servers.echo(asked));
        const inbound = [
            header("x-replaced", "new"),
            remove("X-REMOVED"),
            skip("X-Kept", "no"),
            skip("X-Added", "yes"),
        ];
        sample.gateway.deploy(serviceWith({ inbound: inbound.join("") }));

        const sent = [
            "X-Replaced",
            "1",
            "X-Replaced",
            "2",
            "X-Removed",
            "1",
            "x-removed",
            "2",
            "X-Kept",
            "1",
            "X-Kept",
            "2",
        ];
        await sample.call({ rawHeaders: ["Host", "mcp.contoso.com", ...sent] });

        const { headers = {} } = asked[0]?.request ?? {};
        assert.equal(headers["x-replaced"], "new");
        assert.equal(headers["x-removed"], undefined);
        assert.equal(headers["x-kept"], "1, 2");
        assert.equal(headers["x-added"], "yes");
    });

    it("changes the response in outbound", async () => {
        const sample = new Sample(language);
        const origin = await servers.start((_request, response) => {
            response.setHeader("X-Both", ["1", "2"]).setHeader("X-Powered-By", "something").end();
        });
        sample.origins.set("orders.internal", origin);
        const outbound = `${header("X-Status", "@(context.Response.StatusCode.ToString())")}${remove("X-Powered-By")}`;
        const policies = { policy: { id: "global", text: globalPolicy({ backend: forward, outbound }) } };
        sample.gateway.deploy(serviceWith({}, policies));

        const { headers } = await sample.call();
        assert.equal(headers.get("X-Status"), "200");
        assert.deepEqual(headers.values("X-Both"), ["1", "2"]);
        assert.equal(headers.has("X-Powered-By"), false);
    });

    for (const value of ["a\\r\\nX-Injected: 1", "a\\u0000"]) {
        it(`fails on a value that would be no header: ${value}`, async () => {
            const asked: Asked[] = [];
            const sample = new Sample(language);
            sample.origins.set("orders.internal", await servers.echo(asked));
            sample.gateway.deploy(serviceWith({ inbound: header("X-A", `@("${value}")`) }));
            const { status, record } = await sample.call();
            assert.equal(status, 500);
            assert.equal(record.lastError?.source, "set-header");
            assert.equal(record.lastError?.reason, "ExpressionValueEvaluationFailure");
            assert.equal(record.defect, undefined);
            assert.equal(asked.length, 0);
        });
    }

    for (const name of ["Content-Length", "connection", "X Y"]) {
        it(`is not deployed for ${name}`, () => {
            const sample = new Sample(language);
            assert.throws(
                () => sample.gateway.deploy(serviceWith({ inbound: header(name, "1") })),
                new RegExp(`api:2:\\d+ inbound/set-header\\[1\\]: API Management sets no header "${name}"`),
            );
        });
    }
});

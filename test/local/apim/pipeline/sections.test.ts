// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import {
    type Asked,
    answer,
    forward,
    globalPolicy,
    header,
    policy,
    Sample,
    Servers,
    service,
    serviceWith,
    variable,
} from "../sample-gateway";

describe("Sections", () => {
    let language: PolicyLanguage;
    let sample: Sample;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    beforeEach(() => {
        sample = new Sample(language);
    });
    afterEach(() => servers.close());

    const append = (name: string) =>
        variable("order", `@(context.Variables.GetValueOrDefault<string>("order", "") + "${name} ")`);
    const order = '@((string)context.Variables["order"])';
    const chooseBackend = '<set-backend-service backend-id="orders" />';

    it("run from the innermost policy, which says where it inherits", async () => {
        const asked: Asked[] = [];
        sample.origins.set("orders.internal", await servers.echo(asked));
        const around = (name: string) => ({
            inbound: `${append(`${name}<`)}<base />${append(`${name}>`)}`,
            outbound: `${append(`${name}(`)}<base />${append(`${name})`)}`,
        });
        const operation = {
            name: "get",
            method: "GET",
            urlTemplate: "/",
            policy: { id: "operation", text: policy(around("operation")) },
        };
        const api = around("api");
        const deployed = service(
            {
                policy: {
                    id: "global",
                    text: globalPolicy({ inbound: append("global"), backend: forward, outbound: append("global") }),
                },
            },
            {
                policy: {
                    id: "api",
                    text: policy({
                        ...api,
                        inbound: chooseBackend + api.inbound,
                        outbound: api.outbound + header("X-Order", order),
                    }),
                },
                operations: [operation, { name: "post", method: "POST", urlTemplate: "/" }],
            },
        );
        sample.gateway.deploy(deployed);
        assert.equal(
            (await sample.call()).headers.get("X-Order"),
            "operation< api< global api> operation> operation( api( global api) ",
        );
        assert.equal(
            (await sample.call({ method: "POST" })).headers.get("X-Order"),
            "api< global api> api( global api) ",
        );
        assert.equal(asked.length, 2);
    });

    it("answer before they inherit", async () => {
        sample.gateway.deploy(
            serviceWith(
                { inbound: "" },
                { policy: { id: "global", text: globalPolicy({ inbound: answer("500"), backend: forward }) } },
            ),
        );
        assert.equal((await sample.call()).status, 500);
        const own = policy({ inbound: `${answer("299")}<base />` });
        sample.gateway.deploy(
            service(
                { policy: { id: "global", text: globalPolicy({ inbound: answer("500") }) } },
                { policy: { id: "api", text: own } },
            ),
        );
        assert.equal((await sample.call()).status, 299);
    });

    it("forward where there is no global policy, as the one does that a service begins with", async () => {
        const asked: Asked[] = [];
        sample.origins.set("orders.internal", await servers.echo(asked));
        sample.gateway.deploy(serviceWith({}, { policy: undefined }));
        assert.equal((await sample.call()).body, "answer");
    });

    it("give an empty response where nothing forwards", async () => {
        sample.gateway.deploy(
            serviceWith({ outbound: header("X-Outbound", "1") }, { policy: { id: "global", text: globalPolicy({}) } }),
        );
        const { status, body, headers, record } = await sample.call();
        assert.deepEqual([status, body, headers.get("X-Outbound")], [200, "", "1"]);
        assert.equal(record.backend, undefined);
    });

    describe("on-error", () => {
        const failing = (name: string) => variable("x", `@(int.Parse("${name}").ToString())`);
        const lastError =
            '@(context.LastError.Source + "|" + context.LastError.Reason + "|" + (context.Response == null ? "null" : context.Response.StatusCode.ToString()))';

        it("answers an exception of code, without a response", async () => {
            sample.gateway.deploy(serviceWith({ inbound: failing("x"), "on-error": answer("299", lastError) }));
            const { status, body, record } = await sample.call();
            assert.deepEqual([status, body], [299, "set-variable|ExpressionValueEvaluationFailure|null"]);
            assert.deepEqual(
                { ...record.lastError, message: "" },
                {
                    source: "set-variable",
                    reason: "ExpressionValueEvaluationFailure",
                    message: "",
                    scope: "api",
                    section: "inbound",
                    path: "set-variable[1]",
                    elapsed: 0,
                },
            );
        });

        it("has no response either when the backend's was there before", async () => {
            sample.origins.set("orders.internal", await servers.echo([]));
            sample.gateway.deploy(serviceWith({ outbound: failing("x"), "on-error": answer("299", lastError) }));
            assert.equal((await sample.call()).body, "set-variable|ExpressionValueEvaluationFailure|null");
        });

        it("sees the response that a statement has chosen, and leaves it unless it says otherwise", async () => {
            const limit =
                '<rate-limit-by-key calls="1" renewal-period="60" counter-key=\'@("a")\' retry-after-header-name="Retry-After" />';
            const inbound = `${limit}${limit}`;
            sample.gateway.deploy(serviceWith({ inbound, "on-error": answer("299", lastError) }));
            assert.equal((await sample.call()).body, "rate-limit-by-key|RateLimitExceeded|429");
            sample.gateway.deploy(serviceWith({ inbound, "on-error": "" }));
            const { status, headers } = await sample.call();
            assert.deepEqual([status, headers.get("Retry-After")], [429, "60"]);
        });

        it("inherits, and does not run what stands behind an answer", async () => {
            const global = globalPolicy({ inbound: failing("x"), "on-error": append("global") });
            const own = { inbound: "", "on-error": `${append("api")}<base />${answer("299", order)}${answer("500")}` };
            sample.gateway.deploy(serviceWith(own, { policy: { id: "global", text: global } }));
            const { body, record } = await sample.call();
            assert.equal(body, "api global ");
            assert.equal(record.lastError?.scope, "global");
        });

        it("is an internal error without an answer, and when it fails itself", async () => {
            sample.gateway.deploy(serviceWith({ inbound: failing("x") }));
            const { status, reason, body, record } = await sample.call();
            assert.deepEqual([status, reason], [500, "Internal Server Error"]);
            assert.deepEqual(JSON.parse(body), {
                statusCode: 500,
                message: "Internal server error",
                activityId: record.correlationId,
            });
            sample.gateway.deploy(serviceWith({ inbound: failing("x"), "on-error": failing("y") + answer("299") }));
            const second = await sample.call();
            assert.equal(second.status, 500);
            assert.equal(second.record.lastError?.section, "on-error");
        });

        it("does not run for a defect, which the record has", async () => {
            sample = new Sample(language, {
                managedIdentityToken: async () => {
                    throw new RangeError("a defect");
                },
            });
            const inbound = '<authentication-managed-identity resource="r" client-id="{{id}}" />';
            sample.gateway.deploy(
                serviceWith({ inbound, "on-error": answer("299") }, { namedValues: new Map([["id", "one"]]) }),
            );
            const { status, record } = await sample.call();
            assert.equal(status, 500);
            assert.ok(record.defect instanceof RangeError);
            assert.equal(record.lastError, undefined);
        });
    });
});

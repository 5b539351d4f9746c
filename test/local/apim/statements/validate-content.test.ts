// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { messageSchema } from "../../../../components/gateway/policy/tool-schema";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { type Asked, Sample, Servers, serviceWith } from "../sample-gateway";

describe("validate-content", () => {
    let language: PolicyLanguage;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    afterEach(() => servers.close());

    const inbound =
        '<validate-content unspecified-content-type-action="prevent" max-size="300" size-exceeded-action="prevent">' +
        '<content type="application/json" validate-as="json" schema-id="one" action="prevent" case-insensitive-property-names="false" /></validate-content>';
    const schema = messageSchema({
        name: "get_order",
        inputSchema: {
            type: "object",
            additionalProperties: false,
            required: ["orderId"],
            properties: {
                orderId: { type: "string", pattern: "^O-[0-9]{3}$" },
                lines: { type: "integer", minimum: 1 },
            },
        },
    } as Parameters<typeof messageSchema>[0]);
    const message = (args: string) =>
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_order","arguments":${args}}}`;

    async function validate(body: string, contentType = "application/json") {
        const asked: Asked[] = [];
        const sample = new Sample(language);
        sample.origins.set("orders.internal", await servers.echo(asked));
        sample.gateway.deploy(serviceWith({ inbound }, { schemas: new Map([["one", schema]]) }));
        const answered = await sample.call({ body, rawHeaders: ["Content-Type", contentType] });
        return { ...answered, forwarded: asked.map((each) => each.body) };
    }

    for (const args of ['{"orderId":"O-123"}', '{ "orderId": "O-123", "lines": 2 }']) {
        it(`lets ${args} pass, byte for byte`, async () => {
            const { status, forwarded } = await validate(message(args));
            assert.equal(status, 200);
            assert.deepEqual(forwarded, [message(args)]);
        });
    }

    it("reads what Newtonsoft reads, which is more than JSON", async () => {
        const { status } = await validate(message('{\'orderId\':"O-123", /* two */ "lines":2}'));
        assert.equal(status, 200);
    });

    for (const args of [
        "{}",
        '{"orderId":"x"}',
        '{"orderId":1}',
        '{"orderId":"O-123","more":1}',
        '{"orderId":"O-123","lines":0}',
        '{"orderId":"O-123"',
        "undefined",
        "new Date(1)",
    ]) {
        it(`refuses ${args}`, async () => {
            const { status, body, record, forwarded } = await validate(message(args));
            assert.equal(status, 400);
            assert.match(JSON.parse(body).message, /^Body of the request does not conform to the definition one, /);
            assert.equal(record.lastError?.source, "validate-content");
            assert.equal(record.defect, undefined);
            assert.deepEqual(forwarded, []);
        });
    }

    it("refuses another media type, and none", async () => {
        const { status, body } = await validate(message('{"orderId":"O-123"}'), "text/json");
        assert.equal(status, 400);
        assert.equal(JSON.parse(body).message, "Unspecified content type text/json is not allowed.");
        assert.equal((await validate(message('{"orderId":"O-123"}'), "")).status, 400);
        assert.equal((await validate(message('{"orderId":"O-123"}'), "APPLICATION/JSON; charset=utf-8")).status, 200);
    });

    it("counts bytes, not characters", async () => {
        const large = message(`{"orderId":"O-123"}${" ".repeat(150)}`);
        const filled = (character: string) => large + character.repeat(Math.floor((300 - large.length) / 2));
        assert.equal(Buffer.byteLength(filled(" ")) <= 300, true);
        assert.equal((await validate(filled(" "))).status, 200);
        const { status, body } = await validate(filled("\u{20ac}"));
        assert.equal(status, 400);
        assert.match(
            JSON.parse(body).message,
            /^Request's body is 3\d\d bytes long and it exceeds the limit of 300 bytes\.$/,
        );
    });

    it("is not deployed with a schema that is none, or is not there", () => {
        const sample = new Sample(language);
        const bad = new Map([["one", { type: "integer", minimum: 1, exclusiveMinimum: true }]]);
        assert.throws(() => sample.gateway.deploy(serviceWith({ inbound }, { schemas: bad })), /Schema one: /);
        assert.throws(
            () => sample.gateway.deploy(serviceWith({ inbound })),
            /api:2:\d+ inbound\/validate-content\[1\]: There is no schema one\./,
        );
    });
});

// Does not prove that every schema has a sample: the server says at its start for which it has none.
import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020";
import { sampleValue } from "../../../local/mcp-servers/sample-value";

describe("a sample value", () => {
    const samples: [schema: Record<string, unknown>, value: unknown][] = [
        [{ const: 5 }, 5],
        [{ enum: ["open", "shipped"] }, "open"],
        [{ type: "string", examples: ["C-00012345"] }, "C-00012345"],
        [{ type: "integer", default: 20, minimum: 1 }, 20],
        [{ type: "integer", minimum: 3 }, 3],
        [{ type: "integer", exclusiveMinimum: 3 }, 4],
        [{ type: "number", maximum: -2 }, -2],
        [{ type: "number", exclusiveMaximum: 0 }, -1],
        [{ type: "integer", multipleOf: 5 }, 5],
        [{ type: "boolean" }, true],
        [{ type: "null" }, null],
        [{ type: ["string", "null"] }, "sample"],
        [{ type: "string", minLength: 8, maxLength: 9 }, "sample.."],
        [{ type: "string", maxLength: 3 }, "sam"],
        [{ type: "string", format: "date" }, "2026-01-31"],
        [{ type: "array", items: { type: "boolean" }, minItems: 2 }, [true, true]],
        [{ type: "array", prefixItems: [{ const: 1 }, { const: 2 }], items: false }, [1, 2]],
        [{ oneOf: [{ const: 1 }, { const: 2 }] }, 1],
        [{ type: "string", anyOf: [{ minLength: 8 }] }, "sample.."],
        [
            {
                type: "object",
                properties: { id: { $ref: "#/$defs/id" }, more: { allOf: [{ type: "string" }, { minLength: 7 }] } },
                $defs: { id: { type: "integer" } },
            },
            { id: 1, more: "sample." },
        ],
    ];
    for (const [schema, value] of samples) {
        it(`of ${JSON.stringify(schema)} is ${JSON.stringify(value)}`, () => {
            assert.deepEqual(sampleValue(schema), value);
            assert.ok(new Ajv2020({ strict: false, validateFormats: false }).validate(schema, value));
        });
    }

    it("of a pattern matches it, and is always the same", () => {
        const schema = { type: "string", pattern: "^C-[0-9]{8}$" };
        assert.match(String(sampleValue(schema)), /^C-[0-9]{8}$/);
        assert.equal(sampleValue(schema), sampleValue(schema));
    });

    it("has what is given for a name, wherever the name stands", () => {
        const line = { type: "object", properties: { sku: { type: "string" }, quantity: { type: "integer" } } };
        assert.deepEqual(
            sampleValue({ type: "object", properties: { lines: { type: "array", items: line } } }, { sku: "A1" }),
            { lines: [{ sku: "A1", quantity: 1 }] },
        );
    });

    it("of a schema that contains itself comes to an end", () => {
        const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#" } } } };
        assert.deepEqual(sampleValue(tree), { children: [{ children: [{}] }] });
    });

    it("of a reference to nothing is an error", () =>
        assert.throws(() => sampleValue({ $ref: "#/$defs/none" }), /No definition #\/\$defs\/none is in the schema/));
});

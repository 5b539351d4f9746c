// Does not prove that API Management reads these keywords as ajv does: no engine of it can be had here.
import assert from "node:assert/strict";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { policyProblems } from "../../../../components/gateway/policy/document";
import { messageSchema, toolSchemaProblems } from "../../../../components/gateway/policy/tool-schema";
import { sampleServer } from "./sample-server";

type Schema = Record<string, unknown>;

const options = { strict: false, validateFormats: false };

/** A tool with these rules for its one argument, `value`. */
function toolWith(value: unknown, root: Schema = {}) {
    const inputSchema = { type: "object", additionalProperties: false, properties: { value }, ...root };
    return { name: "tool", inputSchema };
}

function callOf(name: string, args: unknown): Schema {
    return { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
}

// draft 7 is what ajv has nearest to draft 4
function judge(tool: { name: string; inputSchema: object }): (message: unknown) => boolean {
    const { $schema, ...schema } = messageSchema(tool) as Schema;
    assert.equal($schema, "http://json-schema.org/draft-04/schema#");
    return new Ajv(options).compile(schema) as (message: unknown) => boolean;
}

const names = ["a", "b", "\u00e4"];
const scalars = fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    1,
    2,
    2.5,
    -1,
    "",
    "a",
    "ab",
    "b1\n",
    "\u0664",
    "a\u2028",
    [],
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 2 },
        scalars,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
})).value;

const number = fc.constantFrom(0, 1, 2, 2.5);
const count = fc.constantFrom(0, 1, 2);
const someNames = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 });
const patterns = ["^a", "b$", "^\\w+$", "\\d", "^.$", "[^\\d]", "\\bb", "^[\\s\\S]{1,2}$", "\\S"];
const pattern = fc.constantFrom(...patterns);
const type = fc.constantFrom("string", "number", "integer", "boolean", "null", "array", "object");

const schemas = fc.letrec<{ schema: unknown }>((tie) => {
    const schema = tie("schema");
    const list = fc.array(schema, { minLength: 1, maxLength: 2 });
    const map = <T>(keys: fc.Arbitrary<string>, value: fc.Arbitrary<T>) => fc.dictionary(keys, value, { maxKeys: 2 });
    const keywords: Record<string, fc.Arbitrary<unknown>> = {
        type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
        enum: fc.uniqueArray(scalars, { minLength: 1, maxLength: 3 }),
        const: scalars,
        minimum: number,
        exclusiveMinimum: number,
        exclusiveMaximum: number,
        multipleOf: fc.constantFrom(0.5, 2),
        minLength: count,
        pattern,
        minItems: count,
        uniqueItems: fc.boolean(),
        items: schema,
        prefixItems: list,
        contains: schema,
        minContains: fc.constantFrom(0, 1),
        required: someNames,
        minProperties: count,
        properties: map(fc.constantFrom(...names), schema),
        patternProperties: map(pattern, schema),
        additionalProperties: schema,
        propertyNames: fc.oneof(
            fc.boolean(),
            fc.record({ type: fc.constant("string"), pattern }, { requiredKeys: [] }),
            fc.record({ enum: someNames.filter((list) => list.length > 0), description: fc.string() }),
            fc.record({ const: fc.constantFrom<unknown>(...names, 1) }),
        ),
        dependentRequired: map(fc.constantFrom(...names), someNames),
        dependentSchemas: map(fc.constantFrom(...names), schema),
        not: schema,
        allOf: list,
        anyOf: list,
        oneOf: list,
        if: schema,
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: schema,
        else: schema,
        $ref: fc.constantFrom("#", "#/$defs/one", "#/$defs/two"),
        title: fc.string(),
        "x-mcp-header": fc.string(),
    };
    const object = fc
        .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { maxLength: 4 })
        // beside prefixItems ajv forgets contains
        .map((chosen) => chosen.filter((keyword) => keyword !== "contains" || !chosen.includes("prefixItems")))
        .chain((chosen) =>
            fc.record(Object.fromEntries(chosen.map((keyword) => [keyword, keywords[keyword] ?? fc.constant(0)]))),
        );
    return { schema: fc.oneof({ maxDepth: 2 }, fc.boolean(), object) };
}).schema;

describe("The schema of the message of a call", () => {
    it("says of arguments what the schema of the tool says", () => {
        let valid = 0;
        fc.assert(
            fc.property(schemas, schemas, fc.array(values, { minLength: 8, maxLength: 8 }), (value, one, samples) => {
                const tool = toolWith(value, { $defs: { one, two: { properties: { a: { $ref: "#/$defs/one" } } } } });
                const expected = new Ajv2020(options);
                // references in a circle are refused by nobody, and end in nothing
                fc.pre(!JSON.stringify(value).includes('"$ref"') || !JSON.stringify(one).includes('"$ref"'));
                const accepts = judge(tool);
                for (const sample of samples) {
                    const args = { value: sample };
                    const verdict = expected.validate(tool.inputSchema, args);
                    valid += verdict ? 1 : 0;
                    assert.equal(accepts(callOf("tool", args)), verdict, JSON.stringify(args));
                }
            }),
            { numRuns: 120, seed: 20_261_127 },
        );
        assert.ok(valid > 100, `only ${valid} samples were valid`);
    });

    it("uses no keyword that is younger than draft 4 or has changed since", () => {
        fc.assert(
            fc.property(schemas, (value) => {
                checkDraft4(messageSchema(toolWith(value, { $defs: { one: true, two: { const: 1 } } })));
            }),
            { numRuns: 120, seed: 20_261_127 },
        );
    });

    it("takes calls of its own tool only", () => {
        const [search, create] = sampleServer.tools;
        assert.ok(search && create);
        const accepts = judge(create);
        const call = callOf("create_order", { customerId: "C-00000001" });
        const { params } = call as { params: Schema };
        assert.equal(accepts(call), true);
        assert.equal(accepts({ ...call, params: { ...params, _meta: { progressToken: 1 } } }), true);
        assert.equal(accepts({ ...call, id: "x" }), true);
        const refused = [
            { ...call, method: "tools/list" },
            { ...call, jsonrpc: "1.0" },
            { ...call, id: null },
            { ...call, id: 1.5 },
            { ...call, extra: 1 },
            { jsonrpc: "2.0", method: "tools/call", params },
            { ...call, params: { ...params, name: search.name } },
            { ...call, params: { ...params, task: {} } },
            { ...call, params: { ...params, _meta: [] } },
            { ...call, params: { name: create.name } },
            callOf("create_order", { customerId: "C-00000001\n" }),
            callOf("create_order", { customerId: "C-00000001", other: 1 }),
            callOf("create_order", []),
            callOf("create_order", null),
        ];
        for (const message of refused) assert.equal(accepts(message), false, JSON.stringify(message));
    });

    it("lets arguments be absent when there need not be any", () => {
        const [search] = sampleServer.tools;
        assert.ok(search);
        const message = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "search_orders" } };
        assert.equal(judge(search)(message), true);
    });

    it("refers to definitions where they are now", () => {
        const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/tree" } } } };
        const tool = toolWith({ $ref: "#/$defs/tree" }, { $defs: { tree: { ...tree, additionalProperties: false } } });
        const accepts = judge(tool);
        assert.equal(accepts(callOf("tool", { value: { children: [{ children: [] }] } })), true);
        assert.equal(accepts(callOf("tool", { value: { children: [{ children: [1] }] } })), false);
    });
});

describe("An input schema that API Management could not judge", () => {
    const refused: Record<string, [schema: unknown, problem: RegExp]> = {
        unevaluatedProperties: [{ unevaluatedProperties: false }, /uses properties\/value\/unevaluatedProperties/],
        unevaluatedItems: [{ items: { unevaluatedItems: false } }, /properties\/value\/items\/unevaluatedItems/],
        $dynamicRef: [{ $dynamicRef: "#" }, /\$dynamicRef/],
        $anchor: [{ $anchor: "here" }, /\$anchor/],
        $id: [{ $id: "https://contoso.example/x" }, /\$id/],
        "a keyword that nobody knows": [{ requierd: ["a"] }, /uses properties\/value\/requierd/],
        dependencies: [{ dependencies: { a: ["b"] } }, /dependencies/],
        "definitions inside": [{ $defs: { a: true } }, /uses properties\/value\/\$defs/],
        "a reference to elsewhere": [{ $ref: "https://contoso.example/x" }, /uses properties\/value\/\$ref/],
        "a reference into a schema": [{ $ref: "#/properties/value" }, /uses properties\/value\/\$ref/],
        maxContains: [{ contains: true, maxContains: 3 }, /maxContains/],
        minContains: [{ contains: true, minContains: 2 }, /minContains/],
        "long names": [{ propertyNames: { maxLength: 3 } }, /propertyNames/],
        "a class of Unicode": [{ pattern: "^\\p{L}+$" }, /uses properties\/value\/pattern/],
        "a pattern of names": [{ patternProperties: { "[\\D]": true } }, /patternProperties\/\[\\D\]/],
    };
    for (const [what, [schema, problem]] of Object.entries(refused)) {
        it(`has ${what}, and is named`, () => {
            const problems = toolSchemaProblems(toolWith(schema));
            assert.equal(problems.length, 1);
            assert.match(problems[0] ?? "", problem);
            assert.match(problems[0] ?? "", /^inputSchema of the tool tool /);
            assert.throws(() => messageSchema(toolWith(schema)), problem);
        });
    }

    it("is of another draft, no schema, or open", () => {
        const problems = (inputSchema: object) => toolSchemaProblems({ name: "tool", inputSchema });
        assert.match(problems({ $schema: "http://json-schema.org/draft-07/schema#" })[0] ?? "", /has the \$schema/);
        assert.match(problems({ type: "objekt" })[0] ?? "", /is no JSON Schema of draft 2020-12/);
        assert.match(
            problems({ type: "object" })[0] ?? "",
            /must have "type": "object" and "additionalProperties": false/,
        );
        assert.match(problems({ additionalProperties: false })[0] ?? "", /must have "type": "object"/);
        const named = { type: "object", additionalProperties: false, $defs: { "a b": true } };
        assert.match(problems(named)[0] ?? "", /names a definition "a b"/);
    });

    it("is a problem of the policy", () => {
        const [tool] = sampleServer.tools;
        assert.ok(tool);
        const tools = [{ ...tool, inputSchema: { ...tool.inputSchema, unevaluatedProperties: false } }];
        assert.deepEqual(policyProblems({ ...sampleServer, tools }), [
            "inputSchema of the tool search_orders uses unevaluatedProperties, which API Management cannot check; say it with other keywords.",
        ]);
    });

    it("is none of the sample", () => {
        assert.deepEqual(sampleServer.tools.flatMap(toolSchemaProblems), []);
        const dialect = "https://json-schema.org/draft/2020-12/schema";
        assert.deepEqual(toolSchemaProblems(toolWith({ type: "string" }, { $schema: dialect })), []);
    });
});

const keywordsOfDraft4 = {
    scalar: [
        ...["$schema", "$ref", "type", "enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern"],
        ...["minItems", "maxItems", "uniqueItems", "required", "minProperties", "maxProperties"],
    ],
    schema: ["not"],
    schemaOrList: ["items"],
    schemaOrBoolean: ["additionalProperties", "additionalItems"],
    list: ["allOf", "anyOf", "oneOf"],
    map: ["properties", "patternProperties", "definitions"],
};

function checkDraft4(schema: unknown): void {
    assert.ok(typeof schema === "object" && schema !== null && !Array.isArray(schema), JSON.stringify(schema));
    const isRef = "$ref" in schema;
    assert.ok(!isRef || Object.keys(schema).length === 1, "what stands beside $ref is not read");
    for (const [keyword, value] of Object.entries(schema)) {
        if (keywordsOfDraft4.map.includes(keyword)) Object.values(value as Schema).forEach(checkDraft4);
        else if (keywordsOfDraft4.list.includes(keyword)) (value as unknown[]).forEach(checkDraft4);
        else if (keywordsOfDraft4.schema.includes(keyword)) checkDraft4(value);
        else if (keywordsOfDraft4.schemaOrList.includes(keyword)) [value].flat().forEach(checkDraft4);
        else if (keywordsOfDraft4.schemaOrBoolean.includes(keyword)) {
            if (typeof value !== "boolean") checkDraft4(value);
        } else assert.ok(keywordsOfDraft4.scalar.includes(keyword), keyword);
        if (keyword === "required") assert.notDeepEqual(value, []);
    }
}

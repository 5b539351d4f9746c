import Ajv2020 from "ajv/dist/2020";
import { portablePattern } from "./schema-pattern";

/** A tool as far as its arguments go. */
interface Tool {
    name: string;
    inputSchema: object;
}

type Schema = Record<string, unknown>;

const dialect = "https://json-schema.org/draft/2020-12/schema";

/** What says nothing about which values are valid. */
const annotations = [
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

/** Keywords that have meant the same since draft 4, and whose value is no schema. */
const unchanged = [
    "type",
    "enum",
    "multipleOf",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "format",
];

/**
 * Schema of the message of a call, by which API Management judges the arguments of the tool. Absent arguments are none.
 *
 * The schema of a tool is of draft 2020-12. Microsoft does not say which draft API Management reads, so every keyword here
 * has the same meaning in all from draft 4 on: https://learn.microsoft.com/azure/api-management/validate-content-policy
 * Serves practices 1.1 and 1.2.
 *
 * @throws When `toolSchemaProblems` finds any: an unknown keyword must not pass as one that allows everything.
 */
export function messageSchema(tool: Tool): object {
    const problems = toolSchemaProblems(tool);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    const mayBeAbsent = isValid({}, tool.inputSchema);
    return {
        $schema: "http://json-schema.org/draft-04/schema#",
        type: "object",
        additionalProperties: false,
        required: ["jsonrpc", "id", "method", "params"],
        properties: {
            jsonrpc: { enum: ["2.0"] },
            id: { type: ["string", "integer"] },
            method: { enum: ["tools/call"] },
            params: {
                type: "object",
                additionalProperties: false,
                required: mayBeAbsent ? ["name"] : ["name", "arguments"],
                properties: {
                    name: { enum: [tool.name] },
                    arguments: { $ref: "#/definitions/arguments" },
                    _meta: { type: "object" },
                },
            },
        },
        definitions: translateDocument(tool.inputSchema as Schema, []),
    };
}

/** Problems in the input schema of a tool, as sentences: whatever API Management could not judge as the schema has it. */
export function toolSchemaProblems({ name, inputSchema }: Tool): string[] {
    const schema = inputSchema as Schema;
    const argument = `inputSchema of the tool ${name}`;
    if (![undefined, dialect].includes(schema.$schema as string | undefined)) {
        return [`${argument} has the $schema "${schema.$schema}"; it must be absent or "${dialect}".`];
    }
    if (!ajv.validateSchema(schema)) {
        return [`${argument} is no JSON Schema of draft 2020-12: ${ajv.errorsText(ajv.errors)}.`];
    }
    const problems: string[] = [];
    translateDocument(schema, problems);
    return [
        ...(schema.type === "object" && schema.additionalProperties === false
            ? []
            : [`${argument} must have "type": "object" and "additionalProperties": false.`]),
        ...problems.map((problem) => `${argument} ${problem}`),
    ];
}

// One for all tools: it compiles the schema of schemas, which takes longer than all else about a server. Formats are left
// to API Management; ajv has none without a further package.
const ajv = new Ajv2020({ strict: false, validateFormats: false });

function isValid(value: unknown, schema: object): boolean {
    try {
        return ajv.validate(schema, value);
    } finally {
        // two tools may use the same $id
        ajv.removeSchema(schema);
    }
}

function translateDocument({ $schema, $defs = {}, ...root }: Schema, problems: string[]): Record<string, Schema> {
    const definitions = Object.entries($defs as Schema).map(([name, schema]) => [
        definitionName(name, problems),
        translate(schema, `$defs/${name}`, problems),
    ]);
    return { arguments: translate(root, "", problems), ...Object.fromEntries(definitions) };
}

function definitionName(name: string, problems: string[]): string {
    if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
        problems.push(`names a definition "${name}"; use letters, digits, underscores, hyphens and dots.`);
    }
    return `arguments.${name}`;
}

/** A schema in keywords that mean the same since draft 4; those that need several become conditions of `allOf`. */
function translate(schema: unknown, path: string, problems: string[]): Schema {
    if (schema === true) return {};
    if (schema === false) return { not: {} };
    const given = schema as Schema;
    const at = (keyword: string) => (path === "" ? keyword : `${path}/${keyword}`);
    const problem = (keyword: string, advice: string) =>
        problems.push(`uses ${at(keyword)}, which API Management cannot check; ${advice}.`);
    const inner = (value: unknown, keyword: string) => translate(value, at(keyword), problems);
    const list = (value: unknown, keyword: string) =>
        (value as unknown[]).map((each, index) => inner(each, `${keyword}/${index}`));
    const map = (value: unknown, keyword: string) =>
        Object.fromEntries(
            Object.entries(value as Schema).map(([name, each]) => [name, inner(each, `${keyword}/${name}`)]),
        );
    const portable = (pattern: string, keyword: string) => {
        const words = portablePattern(pattern);
        if (words === undefined) problem(keyword, "write the pattern with simpler classes and without back references");
        return words ?? pattern;
    };
    const kept: Schema = {};
    const conditions: Schema[] = [];
    const translations: Record<string, (value: unknown) => void> = {
        $ref: (value) => {
            conditions.push({
                $ref: reference(value as string, () => problem("$ref", "refer to # or to #/$defs/...")),
            });
        },
        const: (value) => conditions.push({ enum: [value] }),
        required: (value) => {
            // draft 4 wants at least one
            if ((value as string[]).length > 0) kept.required = value;
        },
        pattern: (value) => {
            kept.pattern = portable(value as string, "pattern");
        },
        exclusiveMinimum: (value) => conditions.push({ not: { type: "number", maximum: value } }),
        exclusiveMaximum: (value) => conditions.push({ not: { type: "number", minimum: value } }),
        properties: (value) => {
            kept.properties = map(value, "properties");
        },
        patternProperties: (value) => {
            kept.patternProperties = Object.fromEntries(
                Object.entries(map(value, "patternProperties")).map(([pattern, each]) => [
                    portable(pattern, `patternProperties/${pattern}`),
                    each,
                ]),
            );
        },
        additionalProperties: (value) => {
            kept.additionalProperties = typeof value === "boolean" ? value : inner(value, "additionalProperties");
        },
        propertyNames: (value) => {
            conditions.push(...nameConditions(value as Schema | boolean));
        },
        dependentRequired: (value) => {
            for (const [name, others] of Object.entries(value as Record<string, string[]>)) {
                if (others.length > 0) conditions.push({ anyOf: [lacks(name), { required: others }] });
            }
        },
        dependentSchemas: (value) => {
            for (const [name, each] of Object.entries(map(value, "dependentSchemas"))) {
                conditions.push({ anyOf: [lacks(name), each] });
            }
        },
        items: (value) => {
            const items = inner(value, "items");
            if (given.prefixItems === undefined) kept.items = items;
            else kept.additionalItems = items;
        },
        prefixItems: (value) => {
            kept.items = list(value, "prefixItems");
        },
        contains: (value) => {
            const { minContains = 1, maxContains } = given;
            if (minContains === 1)
                conditions.push({ not: { type: "array", items: { not: inner(value, "contains") } } });
            else if (minContains !== 0) problem("minContains", "it may be 0 or 1 only");
            if (maxContains !== undefined) problem("maxContains", "leave it out");
        },
        if: (value) => {
            const condition = inner(value, "if");
            const { then, else: otherwise } = given;
            if (then !== undefined) conditions.push({ anyOf: [{ not: condition }, inner(then, "then")] });
            if (otherwise !== undefined) conditions.push({ anyOf: [condition, inner(otherwise, "else")] });
        },
        not: (value) => {
            kept.not = inner(value, "not");
        },
        allOf: (value) => conditions.push(...list(value, "allOf")),
        anyOf: (value) => {
            kept.anyOf = list(value, "anyOf");
        },
        oneOf: (value) => {
            kept.oneOf = list(value, "oneOf");
        },
    };
    const readWithOthers = ["then", "else", "minContains", "maxContains"];
    for (const [keyword, value] of Object.entries(given)) {
        const translation = Object.hasOwn(translations, keyword) ? translations[keyword] : undefined;
        if (unchanged.includes(keyword)) kept[keyword] = value;
        else if (translation) translation(value);
        else if (![...annotations, ...readWithOthers].includes(keyword) && !keyword.startsWith("x-")) {
            problem(keyword, "say it with other keywords");
        }
    }
    return conditions.length === 0 ? kept : { ...kept, allOf: conditions };

    function nameConditions(names: Schema | boolean): Schema[] {
        if (names === true) return [];
        const {
            type = "string",
            pattern,
            enum: listed,
            const: only,
            ...others
        } = names === false ? { enum: [] } : names;
        if (type !== "string" || Object.keys(others).some((keyword) => !annotations.includes(keyword))) {
            problem("propertyNames", "only pattern, enum and const may stand in it");
        }
        const allowed = [listed as unknown[] | undefined, only === undefined ? undefined : [only]];
        return [
            ...(pattern === undefined
                ? []
                : [
                      {
                          patternProperties: { [portable(pattern as string, "propertyNames/pattern")]: {} },
                          additionalProperties: false,
                      },
                  ]),
            ...allowed
                .filter((each) => each !== undefined)
                .map((each) => ({
                    properties: Object.fromEntries(
                        each.filter((name) => typeof name === "string").map((name) => [name, {}]),
                    ),
                    additionalProperties: false,
                })),
        ];
    }
}

function lacks(name: string): Schema {
    return { not: { type: "object", required: [name] } };
}

function reference(ref: string, fail: () => void): string {
    if (ref === "#") return "#/definitions/arguments";
    const [, name] = /^#\/\$defs\/([A-Za-z0-9_.-]+)$/.exec(ref) ?? [];
    if (name === undefined) fail();
    return `#/definitions/arguments.${name}`;
}

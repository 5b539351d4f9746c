import Ajv2020 from "ajv/dist/2020";

const dialect = "https://json-schema.org/draft/2020-12/schema";

// Formats that JSON Schema names (https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3): any other
// one is taken for a typing error. Nothing is validated here, so their checks are not needed.
const formats = [
    ...["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6"],
    ...[
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uri-template",
        "uuid",
        "json-pointer",
        "relative-json-pointer",
    ],
    "regex",
];

// Unknown keywords are errors: `requierd` would leave out the check that its author meant.
const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    allErrors: true,
    formats: Object.fromEntries(formats.map((format) => [format, true])),
    // A parameter that clients repeat as a header: https://modelcontextprotocol.io/specification/2026-07-28/server/tools
    keywords: ["x-mcp-header"],
});

/** What keeps a value from being a self-contained JSON Schema 2020-12, as the end of a sentence; undefined if nothing. */
export function jsonSchemaProblem(schema: Record<string, unknown>): string | undefined {
    if (schema.$schema !== undefined && schema.$schema !== dialect) {
        return `its $schema is ${JSON.stringify(schema.$schema)} instead of "${dialect}"`;
    }
    if (/[\p{Cf}\p{Co}]/u.test(JSON.stringify(schema))) return "it has invisible characters";
    try {
        ajv.compile(schema);
        return undefined;
    } catch (error) {
        return (error as Error).message.replace(/^strict mode: /, "");
    } finally {
        // two tools may use the same $id
        ajv.removeSchema(schema);
    }
}

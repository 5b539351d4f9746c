import { defineRule, unless } from "../../engine";
import { examplePolicy, lines, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads, type Statement } from "./policy-document";
import { partsOf, steps } from "./policy-steps";

const schemaType = "apimanagement:GlobalSchema";

// for the examples
const content = { type: "application/json", "validate-as": "json", "schema-id": "orders-cancel", action: "prevent" };
const whole = { "unspecified-content-type-action": "prevent", "max-size": "102400", "size-exceeded-action": "prevent" };
const closed = { type: "object", additionalProperties: false };

/**
 * The arguments of a call are what the tool says they are.
 *
 * What was checked is forwarded as it came: a body that is written anew may have lost a repeated key, a long number or a
 * date, so that the server reads something else than the gateway did.
 */
export default defineRule({
    id: "apim-schema-validation",
    title: "Arguments of tools satisfy a closed schema",
    severity: "high",
    level: "mandatory",
    practices: ["1.1", "1.2"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/validate-content-policy",
    types: ["apimanagement:ApiPolicy", schemaType],
    reads: [...policyReads.reads, "document"],
    // what a schema has instead of `value` when the generic resource sends it
    optional: [...policyReads.optional, "document"],
    why: "A model fills in the arguments, and whoever steers the model steers them: what a tool does not expect is how it is misused.",
    fix: 'In inbound, check the body by validate-content with unspecified-content-type-action and size-exceeded-action "prevent" and a content with validate-as "json", action "prevent" and a schema-id, without case-insensitive-property-names; do not set the body afterwards. In the schemas, give every object with properties additionalProperties false. What a fragment does is not seen.',
    check: (inputs, { resource: { type } }) =>
        type === schemaType
            ? unless(
                  isClosed(schemaIn(inputs)),
                  "document",
                  "an object of the schema takes properties that nobody described",
                  ["value"],
              )
            : findingsInServer(inputs, problemsIn),
    examples: {
        compliant: [
            { inputs: policy(`<choose>${when('(string)context.Variables["tool"] == "cancel"', validate())}</choose>`) },
            {
                inputs: policy(
                    validate(
                        { ...whole, "errors-variable-name": "problems" },
                        { ...content, "case-insensitive-property-names": "false" },
                    ),
                ),
            },
            {
                inputs: examplePolicy({
                    inbound: "<return-response><set-body>{}</set-body></return-response><base />",
                }),
            },
            {
                type: schemaType,
                inputs: { value: { ...closed, properties: { id: { type: "string" }, meta: { type: "object" } } } },
            },
            {
                type: schemaType,
                inputs: {
                    value: JSON.stringify({ ...closed, properties: { properties: { type: "string", default: null } } }),
                },
            },
            {
                type: schemaType,
                inputs: { value: { type: "object", unevaluatedProperties: false, properties: {} } },
            },
            {
                type: schemaType,
                inputs: { value: { ...closed, properties: {}, allOf: [{ properties: { id: {} } }] } },
            },
        ],
        violating: [
            ...[
                policy(),
                policy(validate({ ...whole, "unspecified-content-type-action": "detect" })),
                policy(validate({ ...whole, "size-exceeded-action": "ignore" })),
                policy(validate(whole, { ...content, action: "detect" })),
                policy(validate(whole, { ...content, "validate-as": "xml" })),
                policy(validate(whole, { ...content, "schema-id": "" })),
                policy(validate(whole, { ...content, "case-insensitive-property-names": "true" })),
                policy(validate(whole).replace(/<content .*\/>/, "")),
                policy(validate(), validate({})),
                policy(validate(whole, content, { ...content, action: "ignore" })),
                // the server reads another text than the gateway
                policy(
                    validate(),
                    "<set-body>@(context.Request.Body.As&lt;JObject&gt;(preserveContent: true).ToString())</set-body>",
                ),
            ].map((inputs) => ({ inputs })),
            ...[
                {},
                { value: "<schema />" },
                { value: { type: "object", properties: {} } },
                { value: { ...closed, properties: { address: { type: "object", properties: {} } } } },
                { value: { oneOf: [{ type: "object", properties: {} }] } },
                { value: { ...closed, properties: {}, definitions: { address: { properties: {} } } } },
                { value: { ...closed, additionalProperties: true, properties: {} } },
                {
                    value: {
                        ...closed,
                        additionalProperties: undefined,
                        unevaluatedProperties: true,
                        properties: {},
                    },
                },
            ].map((inputs) => ({ type: schemaType, inputs })),
        ],
    },
});

function problemsIn({ inbound }: PolicyDocument): string[] {
    const all = steps(inbound).map(({ statement }) => statement);
    const checks = all.filter(({ name }) => name === "validate-content");
    return [
        ...(checks.length > 0 && checks.every(isStrict)
            ? []
            : ["arguments are not compared with the schema of their tool, or a difference stops nothing"]),
        ...(all.some(({ name }) => name === "set-body")
            ? ["the body is written anew after the gateway has judged it"]
            : []),
    ];
}

function isStrict(check: Statement): boolean {
    const { attributes } = check;
    const contents = partsOf(check, "content");
    return (
        attributes["unspecified-content-type-action"] === "prevent" &&
        attributes["size-exceeded-action"] === "prevent" &&
        contents.length > 0 &&
        contents.every(comparesWithSchema)
    );
}

function comparesWithSchema({ attributes }: Statement): boolean {
    return (
        attributes["validate-as"] === "json" &&
        attributes.action === "prevent" &&
        Boolean(attributes["schema-id"]) &&
        attributes["case-insensitive-property-names"] !== "true"
    );
}

/** The SDK has an input for texts only, Azure Resource Manager one for JSON. */
function schemaIn({ document, value = document }: { document?: unknown; value?: unknown }): unknown {
    if (typeof value !== "string") return value;
    try {
        return JSON.parse(value);
    } catch {
        return undefined;
    }
}

function isClosed(schema: unknown): boolean {
    return schema instanceof Object && !hasOpen(schema);
}

/** Keywords whose schemas are about the same object, which is closed when this one closes it. */
const ofSame = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"];

/** Names of properties are no keywords, though one may be called like one. */
function hasOpen(schema: unknown): boolean {
    if (typeof schema !== "object") return false;
    const { properties, ...keywords }: { properties?: object; [keyword: string]: unknown } = { ...schema };
    const closes = keywords.additionalProperties === false || keywords.unevaluatedProperties === false;
    if (properties !== undefined && !closes) return true;
    const others = Object.entries(keywords).filter(([keyword]) => !closes || !ofSame.includes(keyword));
    return [...Object.values(properties ?? {}), ...others.map(([, value]) => value)].some(hasOpen);
}

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}

function validate(attributes: object = whole, ...contents: object[]): string {
    const listed = contents.length > 0 ? contents : [content];
    return `${tag("validate-content", attributes, ">")}${listed.map((each) => tag("content", each, " />")).join("")}</validate-content>`;
}

function tag(name: string, attributes: object, end: string): string {
    return `<${[name, ...Object.entries(attributes).map(([key, value]) => `${key}="${value}"`)].join(" ")}${end}`;
}

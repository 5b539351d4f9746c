// Does not prove that a gateway enforces the definition, nor that the server behind it has these tools.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import { parseServerFile } from "../../infra/parse-server-file";

const orders = readFileSync(path.join(__dirname, "..", "..", "stacks", "servers", "orders.yaml"), "utf8");

// biome-ignore lint/suspicious/noExplicitAny: each test breaks the definition in its own way
type Definition = any;

function problems(text: string, file = "stacks/servers/orders.yaml"): string[] {
    const parsed = parseServerFile({ path: file, text });
    return "problems" in parsed ? parsed.problems : [];
}

function problemsAfter(change: (definition: Definition) => void): string[] {
    const definition = parse(orders);
    change(definition);
    return problems(stringify(definition));
}

describe("The definition of a server", () => {
    it("is read as it was written", () => {
        const parsed = parseServerFile({ path: "stacks/servers/orders.yaml", text: orders });
        assert.deepEqual(parsed, { server: parse(orders) });
    });

    it("has tools that read, write and destroy", () => {
        const hints = parse(orders).tools.map(({ annotations }: Definition) => [
            annotations.readOnlyHint,
            annotations.destructiveHint,
        ]);
        assert.deepEqual(hints, [
            [true, undefined],
            [true, undefined],
            [false, false],
            [false, false],
            [false, true],
        ]);
    });

    it("may give two tools schemas of the same $id", () => {
        const withIds = (definition: Definition) => {
            for (const { inputSchema } of definition.tools) inputSchema.$id = "https://contoso.example/arguments.json";
        };
        assert.deepEqual(problemsAfter(withIds), []);
    });

    const toolName = "it must be 1 to 128 letters, digits, underscores, hyphens and dots, for example get_order.";
    const table: Record<string, [change: (definition: Definition) => void, ...expected: string[]]> = {
        "a name that is not the file's": [
            (definition) => {
                definition.name = "order";
            },
            'stacks/servers/orders.yaml: name is "order"; it must be "orders", the name of the file.',
        ],
        "an unknown key": [
            (definition) => {
                definition.tools[1].ratelimit = 5;
            },
            "stacks/servers/orders.yaml: tools[1].ratelimit is not a known key; known here: name, title, description, inputSchema, outputSchema, annotations, scope, role, callsPerMinute, stepUp.",
        ],
        "a misspelt key": [
            (definition) => {
                definition.tools[4].annotations.destructivHint = true;
            },
            "stacks/servers/orders.yaml: tools[4].annotations.destructivHint is not a known key; did you mean destructiveHint?",
        ],
        "a classification that does not exist": [
            (definition) => {
                definition.dataClassification = "secret";
            },
            'stacks/servers/orders.yaml: dataClassification is "secret"; it must be one of public, internal, confidential, restricted.',
        ],
        "egress with a wildcard, a scheme, or no domain": [
            (definition) => {
                definition.egress = ["*.contoso.example", "https://contoso.example", "localhost"];
            },
            ...["*.contoso.example", "https://contoso.example", "localhost"].map(
                (host, i) =>
                    `stacks/servers/orders.yaml: egress[${i}] is "${host}"; it must be a full host name in lower case without wildcard, for example orders-api.contoso.example.`,
            ),
        ],
        "no tools": [
            (definition) => {
                definition.tools = [];
            },
            "stacks/servers/orders.yaml: tools is []; it must be a list of at least one tool.",
        ],
        "a tool's name that the protocol does not allow": [
            (definition) => {
                definition.tools[2].name = "create order";
            },
            `stacks/servers/orders.yaml: tools[2].name is "create order"; ${toolName}`,
        ],
        "two tools of one name": [
            (definition) => {
                definition.tools[2].name = "Get_order";
            },
            'stacks/servers/orders.yaml: tools[2].name is "Get_order", which tools[1] has too; it must differ in more than case.',
        ],
        "characters that the reviewer does not see": [
            (definition) => {
                definition.tools[1].description = "Returns an order.\u200b";
            },
            'stacks/servers/orders.yaml: tools[1].description is "Returns an order.\u200b"; it must be text of 1 to 2000 characters, all of them visible.',
        ],
        "such characters in a schema": [
            (definition) => {
                definition.tools[1].inputSchema.properties.orderId.description = "Order\u{e0041}";
            },
            `stacks/servers/orders.yaml: tools[1].inputSchema is not a JSON Schema 2020-12: it has invisible characters.`,
        ],
        "a schema with a wrong type": [
            (definition) => {
                definition.tools[1].inputSchema.properties.orderId.type = "text";
            },
            `stacks/servers/orders.yaml: tools[1].inputSchema is not a JSON Schema 2020-12: schema is invalid: data/properties/orderId/type must be equal to one of the allowed values, data/properties/orderId/type must be array, data/properties/orderId/type must match a schema in anyOf.`,
        ],
        "a schema with a misspelt keyword": [
            (definition) => {
                definition.tools[1].inputSchema.properties.orderId.maxLenght = 10;
            },
            `stacks/servers/orders.yaml: tools[1].inputSchema is not a JSON Schema 2020-12: unknown keyword: "maxLenght".`,
        ],
        "a schema that refers to another document": [
            (definition) => {
                definition.tools[1].inputSchema.properties.orderId = { $ref: "https://contoso.example/order.json" };
            },
            "stacks/servers/orders.yaml: tools[1].inputSchema is not a JSON Schema 2020-12: can't resolve reference https://contoso.example/order.json from id #.",
        ],
        "a schema of an older draft": [
            (definition) => {
                definition.tools[1].inputSchema.$schema = "http://json-schema.org/draft-07/schema#";
            },
            `stacks/servers/orders.yaml: tools[1].inputSchema is not a JSON Schema 2020-12: its $schema is "http://json-schema.org/draft-07/schema#" instead of "https://json-schema.org/draft/2020-12/schema".`,
        ],
        "a schema that accepts any argument": [
            (definition) => {
                delete definition.tools[1].inputSchema.additionalProperties;
            },
            "stacks/servers/orders.yaml: tools[1].inputSchema.additionalProperties is missing; it must be false, so that a call with an argument that is not declared is refused.",
        ],
        "a schema that accepts any argument explicitly": [
            (definition) => {
                definition.tools[1].inputSchema.additionalProperties = true;
            },
            "stacks/servers/orders.yaml: tools[1].inputSchema.additionalProperties is true; it must be false, so that a call with an argument that is not declared is refused.",
        ],
        "a tool that anyone may call": [
            (definition) => {
                delete definition.tools[0].scope;
            },
            "stacks/servers/orders.yaml: tools[0].scope is missing; it must be one of the scopes of the file, or the tool must have a role.",
        ],
        "a tool with a scope and a role": [
            (definition) => {
                definition.tools[4].scope = "orders.write";
            },
            'stacks/servers/orders.yaml: tools[4].role is "Orders.Manager", but the tool has a scope too; it must have exactly one of the two.',
        ],
        "rights that are not declared": [
            (definition) => {
                definition.tools[2].scope = "orders.execute";
                definition.tools[3].scope = "order.write";
                definition.tools[4].role = "Admin";
            },
            'stacks/servers/orders.yaml: tools[2].scope is "orders.execute"; it must be declared in scopes: known here: orders.read, orders.write.',
            'stacks/servers/orders.yaml: tools[3].scope is "order.write"; it must be declared in scopes: did you mean orders.write?',
            'stacks/servers/orders.yaml: tools[4].role is "Admin"; it must be declared in roles: known here: Orders.Manager.',
        ],
        "a scope that is no tool group": [
            (definition) => {
                definition.scopes.user_impersonation = definition.scopes["orders.read"];
            },
            'stacks/servers/orders.yaml: scopes has the key "user_impersonation"; it must be a tool group in lower-case letters, digits and hyphens other than mcp, then .read, .write or .execute, for example orders.read.',
        ],
        "the scope that every server has": [
            (definition) => {
                definition.scopes["mcp.read"] = definition.scopes["orders.read"];
            },
            'stacks/servers/orders.yaml: scopes has the key "mcp.read"; it must be a tool group in lower-case letters, digits and hyphens other than mcp, then .read, .write or .execute, for example orders.read.',
        ],
        "resources and prompts that anyone may have, or that are there twice": [
            (definition) => {
                const catalogue = { uri: "orders://catalogue", name: "Catalogue", scope: "orders.read" };
                definition.resources = [
                    catalogue,
                    { ...catalogue, uri: "orders://Catalogue" },
                    { ...catalogue, uri: "x" },
                ];
                definition.prompts = [{ name: "reply" }, { name: "refund", role: "Orders.Manger" }];
            },
            'stacks/servers/orders.yaml: resources[2].uri is "x"; it must be a URI with a scheme, for example orders://catalogue.',
            'stacks/servers/orders.yaml: resources[1].uri is "orders://Catalogue", which resources[0] has too; it must differ in more than case.',
            "stacks/servers/orders.yaml: prompts[0].scope is missing; it must be one of the scopes of the file, or the prompt must have a role.",
            'stacks/servers/orders.yaml: prompts[1].role is "Orders.Manger"; it must be declared in roles: did you mean Orders.Manager?',
        ],
        "a tool that writes with a read scope": [
            (definition) => {
                definition.tools[2].scope = "orders.read";
            },
            'stacks/servers/orders.yaml: tools[2].scope is "orders.read"; it must be a .write or .execute scope, because annotations.readOnlyHint is not true.',
        ],
        "a destructive tool without step-up": [
            (definition) => {
                delete definition.tools[4].stepUp;
            },
            "stacks/servers/orders.yaml: tools[4].stepUp is missing; it must be true, because the tool may destroy something: annotations.readOnlyHint is not true and annotations.destructiveHint is not false.",
        ],
        "a tool without hints, which may destroy something": [
            (definition) => {
                delete definition.tools[2].annotations;
            },
            "stacks/servers/orders.yaml: tools[2].stepUp is missing; it must be true, because the tool may destroy something: annotations.readOnlyHint is not true and annotations.destructiveHint is not false.",
        ],
        "a rate limit of nothing": [
            (definition) => {
                definition.tools[0].callsPerMinute = 0;
            },
            "stacks/servers/orders.yaml: tools[0].callsPerMinute is 0; it must be a whole number of calls per minute from 1 to 6000.",
        ],
    };
    for (const [what, [change, ...expected]] of Object.entries(table)) {
        it(`with ${what} is refused`, () => assert.deepEqual(problemsAfter(change), expected));
    }

    const texts: Record<string, [text: string, ...expected: string[]]> = {
        "that is empty": [
            "",
            "stacks/servers/orders.yaml is null; it must be a mapping with the keys name, title, dataClassification, egress, scopes, roles, tools, resources, prompts, wafExclusions, streaming, redactions, onBehalfOf.",
        ],
        "that is no YAML": [
            "name: orders\ntitle: [\n",
            "stacks/servers/orders.yaml:3 is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].",
        ],
        "with the same key twice": [
            `${orders}\ntitle: Orders again\n`,
            `stacks/servers/orders.yaml:${orders.split("\n").length + 1} is not valid YAML: Map keys must be unique.`,
        ],
        "with an alias that nothing defines": [
            "name: *orders\n",
            "stacks/servers/orders.yaml is not valid YAML: Unresolved alias (the anchor must be set before the alias): orders.",
        ],
        "with an alias that grows without end": [
            ["a: &a [x, x, x, x]", "b: &b [*a, *a, *a, *a]", "c: &c [*b, *b, *b, *b]", "d: [*c, *c, *c, *c]"].join(
                "\n",
            ),
            "stacks/servers/orders.yaml is not valid YAML: Excessive alias count indicates a resource exhaustion attack.",
        ],
        "with a tag that YAML does not know": [
            "name: !secret orders\n",
            "stacks/servers/orders.yaml:1 is not valid YAML: Unresolved tag: !secret.",
        ],
    };
    for (const [what, [text, ...expected]] of Object.entries(texts)) {
        it(`in a file ${what} is refused`, () => assert.deepEqual(problems(text), expected));
    }

    it("in a file of another kind is refused, not ignored", () => {
        assert.deepEqual(problems(orders, "stacks/servers/orders.yml"), [
            "stacks/servers/orders.yml is not a server definition; it must be named <server>.yaml or lie elsewhere.",
        ]);
    });
});

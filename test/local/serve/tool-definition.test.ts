import assert from "node:assert/strict";
import { messageSchema } from "../../../components/gateway/policy/tool-schema";
import { toolDefinition } from "../../../local/serve/tool-definition";

function backAndForth(inputSchema: object) {
    return toolDefinition(JSON.parse(JSON.stringify(messageSchema({ name: "find", inputSchema }))));
}

describe("The definition of a tool that is deployed", () => {
    it("has the arguments that the server defined", () => {
        const inputSchema = {
            type: "object",
            additionalProperties: false,
            properties: {
                customer: { $ref: "#/$defs/customer" },
                next: { $ref: "#" },
                place: { type: "array", prefixItems: [{ type: "number" }, { type: "number" }], items: false },
                lines: { type: "array", items: { type: "string", maxLength: 9 } },
                items: { type: "string" },
            },
            required: ["customer"],
            $defs: { customer: { type: "string", pattern: "^C-[0-9]{8}$" } },
        };
        const reference = ($ref: string) => ({ allOf: [{ $ref }] });
        assert.deepEqual(backAndForth(inputSchema), {
            name: "find",
            description: "find",
            inputSchema: {
                ...inputSchema,
                properties: {
                    ...inputSchema.properties,
                    customer: reference("#/$defs/customer"),
                    next: reference("#"),
                    place: { ...inputSchema.properties.place, items: { not: {} } },
                },
            },
        });
    });

    it("has no definitions where the server has none", () => {
        const inputSchema = { type: "object", additionalProperties: false, properties: {} };
        assert.deepEqual(backAndForth(inputSchema)?.inputSchema, inputSchema);
    });

    it("is none of a schema for something else", () => {
        assert.equal(toolDefinition({ type: "object", definitions: { arguments: {} } }), undefined);
        assert.equal(
            toolDefinition({ properties: { params: { properties: { name: { enum: ["find"] } } } } }),
            undefined,
        );
    });
});

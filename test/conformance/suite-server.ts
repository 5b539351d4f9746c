import type { PolicyPrompt, PolicyResource, PolicyServer, PolicyTool } from "../../components/gateway/policy/server";
import { sampleServer } from "../components/gateway/policy/sample-server";

const right = { scope: "orders.read" };

/** More than the suite asks for in a minute. */
const enough = 10_000;

/** The definition of a server with the tools, resources and prompts that the scenarios of the suite expect. */
export const suiteServer: PolicyServer = {
    ...sampleServer,
    tools: [
        tool("test_simple_text"),
        tool("test_image_content"),
        tool("test_audio_content"),
        tool("test_embedded_resource"),
        tool("test_multiple_content_types"),
        tool("test_tool_with_logging"),
        tool("test_error_handling"),
        tool("test_tool_with_progress"),
        tool("test_sampling", textArgument("prompt")),
        tool("test_elicitation", textArgument("message")),
        tool("test_elicitation_sep1034_defaults"),
        tool("test_elicitation_sep1330_enums"),
        tool("test_reconnection"),
        tool("json_schema_2020_12_tool", {
            $schema: "https://json-schema.org/draft/2020-12/schema",
            $defs: {
                address: { type: "object", properties: { street: { type: "string" }, city: { type: "string" } } },
            },
            properties: { name: { type: "string" }, address: { $ref: "#/$defs/address" } },
        }),
    ],
    resources: [
        resource("test://static-text", "text/plain"),
        resource("test://static-binary", "image/png"),
        resource("test://watched-resource", "text/plain"),
    ],
    prompts: [
        prompt("test_simple_prompt"),
        prompt("test_prompt_with_arguments", "arg1", "arg2"),
        prompt("test_prompt_with_embedded_resource", "resourceUri"),
        prompt("test_prompt_with_image"),
    ],
    limits: {
        ...sampleServer.limits,
        requestsPerAddress: enough,
        requestsPerUser: enough,
        requestsPerSession: enough,
    },
};

function tool(name: string, schema: object = {}): PolicyTool {
    return {
        name,
        description: `Answers as the suite expects of ${name}.`,
        inputSchema: { type: "object", additionalProperties: false, ...schema },
        right,
        callsPerMinute: enough,
        stepUp: false,
        schemaId: `suite-${name}`,
    };
}

function textArgument(name: string): object {
    return { properties: { [name]: { type: "string" } }, required: [name] };
}

function resource(uri: string, mimeType: string): PolicyResource {
    return { uri, name: new URL(uri).host, description: "Is read by the suite.", mimeType, right };
}

function prompt(name: string, ...names: string[]): PolicyPrompt {
    return {
        name,
        description: `Answers as the suite expects of ${name}.`,
        arguments: names.map((each) => ({ name: each, required: true })),
        right,
    };
}

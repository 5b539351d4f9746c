import { setTimeout as pause } from "node:timers/promises";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import type { Caller } from "./caller";
import type { McpServerDefinition, ObjectSchema, PromptDefinition, ToolDefinition } from "./definition";
import { sampleValue } from "./sample-value";

/** Reports of progress of a call on a server that streams. */
const steps = 3;

/** A call of a tool that has come. */
export interface ReceivedCall {
    tool: string;
    arguments: Record<string, unknown>;
    /** Version of the protocol. */
    version: string;
    caller: Caller;
    state: "running" | "answered" | "cancelled" | "failed";
}

/** What a handler of either version of the protocol knows of a request. */
export interface Asked {
    caller: Caller;
    version: string;
    signal: AbortSignal;
    /** Tells the client how far it is; absent when it has not asked to be told. */
    progress?(done: number, total: number): Promise<void>;
}

/** https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolresult */
export type ToolResult = {
    content: { type: "text"; text: string }[];
    structuredContent?: Record<string, unknown>;
    isError?: boolean;
};

interface Tool {
    isValid: ValidateFunction;
    answer(given: Record<string, unknown>): ToolResult;
}

/** Answers as a server with a definition could, the same to the same question, whatever version of the protocol it comes in. */
export class SampleServer {
    readonly calls: ReceivedCall[] = [];
    readonly #tools: ReadonlyMap<string, Tool>;

    /**
     * @param stepMilliseconds - What each step of a call takes on a server that streams.
     * @throws an error that names each tool whose schemas no sample is found for.
     */
    constructor(
        readonly definition: McpServerDefinition,
        private readonly stepMilliseconds: number,
    ) {
        this.#tools = new Map(definition.tools.map((tool) => [tool.name, sampleTool(tool)]));
    }

    /** What it says of itself, in either version. */
    get info(): { name: string; title: string; version: string } {
        const { name, title } = this.definition;
        return { name, title, version: "1.0.0" };
    }

    /** What it can do, in either version. */
    get capabilities(): { tools: object; resources?: object; prompts?: object } {
        const { resources, prompts } = this.definition;
        return {
            tools: {},
            ...(resources.length > 0 && { resources: {} }),
            ...(prompts.length > 0 && { prompts: {} }),
        };
    }

    /** The result of a tool; undefined when there is none of that name. Rejects when the call is cancelled. */
    async call(name: string, given: Record<string, unknown>, asked: Asked): Promise<ToolResult | undefined> {
        const tool = this.#tools.get(name);
        if (tool === undefined) return undefined;
        const { caller, version, signal } = asked;
        const call: ReceivedCall = { tool: name, arguments: given, version, caller, state: "running" };
        this.calls.push(call);
        try {
            const result = tool.isValid(given) ? await this.#answer(tool, given, asked) : invalid(tool.isValid);
            call.state = "answered";
            return result;
        } catch (error) {
            call.state = signal.aborted ? "cancelled" : "failed";
            throw error;
        }
    }

    async #answer(tool: Tool, given: Record<string, unknown>, asked: Asked): Promise<ToolResult> {
        if (this.definition.streaming) await this.#takeSteps(asked);
        return tool.answer(given);
    }

    async #takeSteps({ signal, progress }: Asked): Promise<void> {
        for (let step = 1; step <= steps; step++) {
            await progress?.(step, steps);
            await pause(this.stepMilliseconds, undefined, { signal });
        }
    }

    /** The contents of a resource; undefined when there is none of that URI. */
    read(uri: string): { contents: { uri: string; mimeType?: string; text: string }[] } | undefined {
        const resource = this.definition.resources.find((each) => each.uri === uri);
        if (resource === undefined) return undefined;
        const { mimeType, name, description = name } = resource;
        return { contents: [{ uri, ...(mimeType && { mimeType }), text: description }] };
    }

    /** The messages of a prompt; undefined when there is none of that name, or an argument that it needs is absent. */
    prompt(
        name: string,
        given: Record<string, string>,
    ): { messages: { role: "user"; content: { type: "text"; text: string } }[] } | undefined {
        const prompt = this.definition.prompts.find((each) => each.name === name);
        if (prompt === undefined || !hasArguments(prompt, given)) return undefined;
        const text = [prompt.description ?? name, ...Object.entries(given).map(([key, value]) => `${key}: ${value}`)];
        return { messages: [{ role: "user", content: { type: "text", text: text.join("\n") } }] };
    }
}

function hasArguments({ arguments: taken = [] }: PromptDefinition, given: Record<string, string>): boolean {
    return taken.every(({ name, required }) => required !== true || Object.hasOwn(given, name));
}

// one for all servers, as compiling the schema of schemas takes long; the format of a text is not judged
const ajv = new Ajv2020({ strict: false, validateFormats: false });

function sampleTool({ name, inputSchema, outputSchema }: ToolDefinition): Tool {
    const described = outputSchema ?? inputSchema;
    const isDescribed = compile(described);
    const usual = sampleValue(described);
    if (!isDescribed(usual)) {
        throw new Error(
            `No sample is found for ${outputSchema ? "outputSchema" : "inputSchema"} of the tool ${name}: ${ajv.errorsText(isDescribed.errors)}. Give the schema examples.`,
        );
    }
    return {
        isValid: compile(inputSchema),
        answer(given) {
            const about = sampleValue(described, given);
            const value = (isDescribed(about) ? about : usual) as Record<string, unknown>;
            return { ...textResult(JSON.stringify(value)), ...(outputSchema && { structuredContent: value }) };
        },
    };
}

function compile(schema: ObjectSchema): ValidateFunction {
    try {
        return ajv.compile(schema);
    } finally {
        // two tools may use the same $id
        ajv.removeSchema(schema);
    }
}

/** https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling */
function invalid({ errors }: ValidateFunction): ToolResult {
    return { ...textResult(`Invalid arguments: ${ajv.errorsText(errors)}`), isError: true };
}

function textResult(text: string): ToolResult {
    return { content: [{ type: "text", text }] };
}

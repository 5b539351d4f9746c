import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { LATEST_PROTOCOL_VERSION } from "@modelcontextprotocol/sdk/types.js";
import { decodeJwt } from "jose";
import type { ToolDefinition } from "../mcp-servers/definition";
import { sampleValue } from "../mcp-servers/sample-value";
import { messageOf } from "../report/failure";
import type { Fetch } from "../serve/local-fetch";
import { withAttack } from "./attack";
import { Program } from "./program";

/** Something that was done at the gateway, and what came of it. */
export interface Step {
    did: string;
    expected: string;
    happened: string;
    ok: boolean;
}

/** A server that is tried, and what is known of it besides what it answers. */
export interface Tried {
    endpoint: string;
    fetch: Fetch;
    tools: ToolDefinition[];
    /** Client id of the application that clients get tokens for. */
    audience: string;
    /** What the program is registered as in Entra. */
    registration: { clientId: string; redirectUri: string };
    user: { id: string; name: string };
    /** A valid token of the tenant that is for something else. */
    foreignToken: string;
    /** How many calls the server has got. */
    received(): number;
}

/** Calls of one tool that must not all pass. */
const mostCalls = 300;

/**
 * Does at an endpoint, with a client of the official SDK, what people and attackers do.
 *
 * @param began - Takes what is done next.
 */
export async function tryOut(tried: Tried, began: (did: string) => void): Promise<Step[]> {
    const { endpoint, fetch, tools, user } = tried;
    const program = new Program({ ...tried, user: user.id });
    const steps: Step[] = [];

    async function step(did: string, expected: string, act: () => Promise<[happened: string, ok: boolean]>) {
        began(did);
        const [happened, ok] = await act().catch((error): [string, boolean] => [messageOf(error), false]);
        steps.push({ did, expected, happened, ok });
    }

    function send(bearer?: string, params?: { name: string; arguments: unknown }): Promise<Response> {
        return fetch(endpoint, {
            method: "POST",
            headers: {
                "Content-Type": "application/json",
                Accept: "application/json, text/event-stream",
                "MCP-Protocol-Version": LATEST_PROTOCOL_VERSION,
                ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
            },
            body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: params ? "tools/call" : "tools/list", params }),
        });
    }

    try {
        await step("Call without a token", "401, and where to sign in", async () => {
            const { status, headers } = await send();
            const said = parameter(headers, "resource_metadata");
            return [`${status}${said === undefined ? "" : `, ${said}`}`, status === 401 && said !== undefined];
        });
        await step("Call with a token for another audience", "401", async () => {
            const { status } = await send(tried.foreignToken);
            return [String(status), status === 401];
        });
        await step(`Sign in as ${user.name}`, "a token for this server alone", async () => {
            await program.connect();
            const { aud, scp } = decodeJwt(program.accessToken);
            return [`a token with ${scp}`, aud === tried.audience];
        });

        let listed: string[] = [];
        await step("List the tools", `fewer than the ${tools.length} that there are`, async () => {
            listed = await program.toolNames();
            return [shown(listed), listed.length < tools.length];
        });

        // one that an injection can be tried at, if there is any
        const takesText = (tool: ToolDefinition) => Number(withAttack(tool.inputSchema) !== undefined);
        const byFreeText = [...tools].sort((one, other) => takesText(other) - takesText(one));
        let chosen: ToolDefinition | undefined;
        await step("Call a tool without its scope", "403, and which scope it needs", async () => {
            for (const tool of byFreeText) {
                const { status, headers } = await send(program.accessToken, {
                    name: tool.name,
                    arguments: sampleValue(tool.inputSchema),
                });
                if (status === 403 && parameter(headers, "error") === "insufficient_scope") {
                    chosen = tool;
                    return [`403 for ${tool.name}, ${parameter(headers, "scope")}`, true];
                }
            }
            return ["no tool asks for a scope", false];
        });
        if (chosen === undefined) return steps;
        const { name, inputSchema } = chosen;
        const sample = sampleValue(inputSchema) as Record<string, unknown>;

        await step(`Consent to it, and call ${name} again`, "an answer of the server", async () => {
            const before = tried.received();
            const isAnswered = await program.callTool(name, sample);
            const came = tried.received() - before;
            return [isAnswered ? "an answer" : "an error of the server", isAnswered && came === 1];
        });
        await step("List the tools once more", `also ${name}, and still not all`, async () => {
            const more = await program.toolNames();
            return [shown(more), more.includes(name) && more.length > listed.length && more.length < tools.length];
        });
        const attack = withAttack(inputSchema);
        if (attack !== undefined) {
            await step(`Inject a prompt into ${name}`, "403, and nothing reaches the server", async () => {
                const before = tried.received();
                const status = await refusal(program.callTool(name, attack));
                const came = tried.received() - before;
                return [`${status ?? "an answer"}, ${came} reached it`, status === 403 && came === 0];
            });
        }
        await step(`Call ${name} until its limit`, "429", async () => {
            for (let calls = 1; calls <= mostCalls; calls++) {
                const status = await refusal(program.callTool(name, sample));
                if (status !== undefined) return [`${status} at call ${calls}`, status === 429];
            }
            return [`${mostCalls} answers`, false];
        });
        return steps;
    } finally {
        await program.close();
    }
}

/** The status that a call is refused with; undefined when it is answered. */
async function refusal(call: Promise<unknown>): Promise<number | undefined> {
    try {
        await call;
        return undefined;
    } catch (error) {
        if (error instanceof StreamableHTTPError) return error.code;
        throw error;
    }
}

function parameter(headers: Headers, name: string): string | undefined {
    return new RegExp(`[ ,]${name}="([^"]*)"`).exec(headers.get("WWW-Authenticate") ?? "")?.[1];
}

function shown(names: string[]): string {
    return names.join(", ") || "none";
}

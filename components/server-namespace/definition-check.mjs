// Compares the tools that a server offers with those that were reviewed, again and again, and writes a line of JSON for
// each comparison. A changed description or schema is how a server that was taken over speaks to the model. The line
// has names and hashes, never what the server says about its tools: that could be written for whoever reads the log.
//
//   MCP_SERVER, MCP_URL       the server's name, and its endpoint
//   MCP_DEFINITIONS           file with the reviewed tools, as `tools/list` returns them
//   MCP_LAST_CHECK            file that is touched after each comparison
//   MCP_INTERVAL_SECONDS      seconds between two of them
//
// With the argument `alive`, it only says by its exit code whether the last one is less than two intervals ago.
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const { MCP_SERVER, MCP_URL, MCP_DEFINITIONS, MCP_LAST_CHECK, MCP_INTERVAL_SECONDS } = process.env;
const interval = Number(MCP_INTERVAL_SECONDS) * 1000;

// the bytes are those of all answers to one check, which fit into the memory of the container whatever JSON they are
const limits = {
    milliseconds: 30_000,
    bytes: 2 * 1024 * 1024,
    pages: 100,
    tools: 10_000,
    names: 100,
    nameLength: 128,
};

/** What a client's model or user sees of a tool. */
const shown = ["name", "title", "description", "inputSchema", "outputSchema", "annotations"];

const versions = { sessions: "2025-11-25", stateless: "2026-07-28" };
const client = { name: "definition-check", version: "1.0.0" };

if (process.argv[2] === "alive") {
    process.exit(Date.now() - statSync(MCP_LAST_CHECK).mtimeMs < 2 * interval ? 0 : 1);
}

/** Bytes of the answers to this check so far. */
let received = 0;

async function check(expected) {
    const expectedHash = overall(expected);
    received = 0;
    try {
        const offered = fingerprints(await listTools());
        const hash = overall(offered);
        return {
            outcome: hash === expectedHash ? "same" : "changed",
            hash,
            expectedHash,
            added: names(offered, (name) => !expected.has(name)),
            removed: names(expected, (name) => !offered.has(name)),
            changed: names(offered, (name) => expected.has(name) && expected.get(name) !== offered.get(name)),
        };
    } catch (error) {
        return { outcome: "unchecked", expectedHash, reason: reasonOf(error) };
    }
}

/** Hash of each tool by its name. */
function fingerprints(tools) {
    const entries = tools.map((tool) => [
        tool.name,
        hashOf(Object.fromEntries(shown.map((part) => [part, tool[part]]))),
    ]);
    const all = new Map(entries);
    if (!entries.every(([name]) => typeof name === "string") || all.size < entries.length) {
        throw new Refusal("two tools have one name, or a tool has none");
    }
    return all;
}

function overall(hashes) {
    return hashOf(Object.fromEntries(hashes));
}

function hashOf(value) {
    return createHash("sha256").update(canonical(value)).digest("hex");
}

/** JSON in which the order of properties does not matter. */
function canonical(value) {
    if (Array.isArray(value)) {
        return `[${value.map(canonical).join(",")}]`;
    }
    if (value === null || typeof value !== "object") {
        return JSON.stringify(value);
    }
    const properties = Object.keys(value)
        .filter((key) => value[key] !== undefined)
        .sort();
    return `{${properties.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

function names(hashes, wanted) {
    const found = [...hashes.keys()].filter(wanted).sort();
    return found.slice(0, limits.names).map((name) => name.slice(0, limits.nameLength));
}

/** An answer that is none. Its message is ours. */
class Refusal extends Error {}

/** Never a text of the server's. */
function reasonOf(error) {
    if (error instanceof Refusal) {
        return error.message;
    }
    return error.cause?.code ?? error.code ?? error.name;
}

/** All tools, from a server with sessions or, where it knows none, from one without. */
async function listTools() {
    const session = await openSession();
    if (session === undefined) {
        return pages((params) => stateless("tools/list", params));
    }
    const headers = { "MCP-Protocol-Version": session.version, ...(session.id && { "Mcp-Session-Id": session.id }) };
    try {
        await send({ jsonrpc: "2.0", method: "notifications/initialized" }, headers);
        return await pages((params) => ask("tools/list", params, headers));
    } finally {
        if (session.id) {
            await close(headers);
        }
    }
}

async function openSession() {
    const params = { protocolVersion: versions.sessions, capabilities: {}, clientInfo: client };
    const response = await request("initialize", params, {});
    if (response.error === undefined && typeof response.result?.protocolVersion === "string") {
        return { version: response.result.protocolVersion, id: response.sessionId };
    }
    return undefined;
}

function stateless(method, params) {
    const about = {
        "io.modelcontextprotocol/protocolVersion": versions.stateless,
        "io.modelcontextprotocol/clientInfo": client,
        "io.modelcontextprotocol/clientCapabilities": {},
    };
    const headers = { "MCP-Protocol-Version": versions.stateless, "Mcp-Method": method };
    return ask(method, { ...params, _meta: about }, headers);
}

async function pages(askFor) {
    const tools = [];
    let cursor;
    for (let page = 0; page < limits.pages; page++) {
        const result = await askFor(cursor === undefined ? {} : { cursor });
        if (!Array.isArray(result?.tools)) {
            throw new Refusal("the answer has no list of tools");
        }
        if (tools.length + result.tools.length > limits.tools) {
            throw new Refusal(`the list of tools has more than ${limits.tools} tools`);
        }
        tools.push(...result.tools);
        cursor = result.nextCursor;
        if (cursor === undefined || cursor === null) {
            return tools;
        }
    }
    throw new Refusal(`the list of tools has more than ${limits.pages} pages`);
}

async function ask(method, params, headers) {
    const { status, error, result } = await request(method, params, headers);
    if (error !== undefined) {
        throw new Refusal(
            `${method} was answered with ${Number.isInteger(error.code) ? error.code : `HTTP ${status}`}`,
        );
    }
    return result;
}

let lastId = 0;

/** The answer to a request, whatever its status: `error` is always there when it is none. */
async function request(method, params, headers) {
    const id = ++lastId;
    const response = await send({ jsonrpc: "2.0", id, method, params }, headers);
    const message = await answerTo(id, response);
    const error = message?.error ?? (response.ok && message !== undefined ? undefined : {});
    return {
        status: response.status,
        sessionId: response.headers.get("Mcp-Session-Id") ?? undefined,
        error,
        result: message?.result,
    };
}

function send(message, headers) {
    return fetch(MCP_URL, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream", ...headers },
        body: JSON.stringify(message),
        redirect: "error",
        signal: AbortSignal.timeout(limits.milliseconds),
    });
}

async function close(headers) {
    // a server need not let a session be closed
    await fetch(MCP_URL, { method: "DELETE", headers, signal: AbortSignal.timeout(limits.milliseconds) }).catch(
        () => {},
    );
}

/** The message with the id, from JSON or from a stream of events, which may have others before it. */
async function answerTo(id, response) {
    const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of response.body ?? []) {
        received += chunk.length;
        if (received > limits.bytes) {
            throw new Refusal(`the answers are longer than ${limits.bytes} bytes`);
        }
        rest += decoder.decode(chunk, { stream: true });
        const end = isStream ? rest.replaceAll("\r\n", "\n").lastIndexOf("\n\n") : -1;
        if (end === -1) {
            continue;
        }
        const complete = rest.replaceAll("\r\n", "\n");
        const message = complete
            .slice(0, end)
            .split("\n\n")
            .map(dataOf)
            .find((event) => event?.id === id);
        if (message !== undefined) {
            return message;
        }
        rest = complete.slice(end + 2);
    }
    const message = isStream ? undefined : parsed(rest);
    return message?.id === id || message?.error !== undefined ? message : undefined;
}

/** The message in an event. */
function dataOf(event) {
    const data = event.split("\n").filter((line) => line.startsWith("data:"));
    return parsed(data.map((line) => line.slice("data:".length)).join("\n"));
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

// the first process of a container ends on no signal that it does not handle
process.on("SIGTERM", () => process.exit(0));
const expected = fingerprints(JSON.parse(readFileSync(MCP_DEFINITIONS, "utf8")));
for (;;) {
    const line = {
        log: "tool-definitions",
        server: MCP_SERVER,
        time: new Date().toISOString(),
        ...(await check(expected)),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    writeFileSync(MCP_LAST_CHECK, "");
    await delay(interval);
}

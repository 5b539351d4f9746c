import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { json } from "node:stream/consumers";
import { listen } from "../../../../../../local/listen";
import { tools } from "../../../../server-namespace/sample-args";

const program = path.resolve(__dirname, "../../../../../../components/server-namespace/definition-check.mjs");

/** What the check beside a server writes about one that offers these tools, of which the reviewed ones are `tools`. */
export async function definitionLine(offered: object[]): Promise<string> {
    const folder = mkdtempSync(path.join(tmpdir(), "definition-line-"));
    const definitions = path.join(folder, "definitions.json");
    writeFileSync(definitions, JSON.stringify(tools));
    const server = await listen(
        createServer(async (request, response) => {
            const { id, method } = (await json(request)) as { id?: number; method: string };
            const result = method === "initialize" ? { protocolVersion: "2025-11-25" } : { tools: offered };
            if (id === undefined) response.writeHead(202).end();
            else
                response
                    .writeHead(200, { "Content-Type": "application/json" })
                    .end(JSON.stringify({ jsonrpc: "2.0", id, result }));
        }),
    );
    const check = spawn(process.execPath, [program], {
        env: {
            MCP_SERVER: "orders",
            MCP_URL: `${server.origin}/mcp`,
            MCP_DEFINITIONS: definitions,
            MCP_LAST_CHECK: path.join(folder, "last-check"),
            MCP_INTERVAL_SECONDS: "60",
        },
        stdio: ["ignore", "pipe", "inherit"],
    });
    try {
        return await firstLine(check);
    } finally {
        const ended = once(check, "exit");
        check.kill("SIGTERM");
        await Promise.all([ended, server.close()]);
        rmSync(folder, { recursive: true });
    }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
    for await (const line of createInterface(stdout ?? assert.fail("It has no output."))) return line;
    return assert.fail("It has written nothing.");
}

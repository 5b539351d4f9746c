import assert from "node:assert/strict";
import { clientSetup } from "../../../local/report/client-setup";

const url = "https://mcp.contoso.com/orders/mcp";
const lines = clientSetup({
    edges: [{ host: "mcp.contoso.com", port: 4001, certificateAuthority: "/home/edge.pem", endpoints: [url] }],
    entra: {
        host: "login.microsoftonline.com",
        port: 4002,
        certificateAuthority: "/home/entra.pem",
        signIn: "https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize",
    },
    tables: "/home/tables",
}).split("\n");

describe("The setup of a client", () => {
    it("leads each name to where it answers, each at an address of its own", () => {
        const text = lines.map((line) => line.trim());
        for (const [address, host, port] of [
            ["127.0.0.2", "mcp.contoso.com", 4001],
            ["127.0.0.3", "login.microsoftonline.com", 4002],
        ]) {
            assert.ok(text.includes(`${address} ${host}`), host?.toString());
            assert.ok(
                text.includes(`sudo socat TCP-LISTEN:443,bind=${address},fork,reuseaddr TCP:127.0.0.1:${port}`),
                host?.toString(),
            );
        }
        assert.ok(text.includes("NODE_EXTRA_CA_CERTS=/home/entra.pem"));
    });

    it("has a configuration to paste into Visual Studio Code", () => {
        const [begin, end] = [lines.indexOf("       {"), lines.indexOf("       }")];
        assert.deepEqual(JSON.parse(lines.slice(begin, end + 1).join("\n")), {
            servers: { orders: { type: "http", url } },
        });
    });

    it("has a command for Claude Code and one for MCP Inspector", () => {
        const text = lines.map((line) => line.trim());
        for (const command of [
            `claude mcp add --transport http --client-id <id> --callback-port <port> orders ${url}`,
            `npx @modelcontextprotocol/inspector --transport http --server-url ${url}`,
        ]) {
            assert.ok(text.includes(command), command);
        }
    });
});

import type { Served } from "../commands/serve";

/**
 * What somebody has to do so that their own client reaches what is served: the names and the port that clients know, whom
 * they trust, and what to paste.
 */
export function clientSetup({ edges, entra }: Served["description"]): string {
    // addresses of the loopback interface, as both hosts have the port 443
    const hosts = [...edges, entra].map((each, index) => ({ ...each, address: `127.0.0.${index + 2}` }));
    const servers = edges.flatMap(({ endpoints }) => endpoints.map((url) => [serverName(url), url] as const));
    const configuration = Object.fromEntries(servers.map(([name, url]) => [name, { type: "http", url }]));
    return [
        "For a client of your own, three things first:",
        "  1. Lines in the hosts file. While the last one is there, no program of this machine signs in to the real Entra.",
        ...hosts.map(({ address, host }) => `       ${address} ${host}`),
        "  2. The port 443, for example with socat (macOS also wants: sudo ifconfig lo0 alias <address>):",
        ...hosts.map(
            ({ address, port }) =>
                `       sudo socat TCP-LISTEN:443,bind=${address},fork,reuseaddr TCP:127.0.0.1:${port}`,
        ),
        "  3. In the environment of the client:",
        `       NODE_EXTRA_CA_CERTS=${entra.certificateAuthority}`,
        "Then, as its id must be among the stack's `clients`:",
        "  Visual Studio Code, .vscode/mcp.json:",
        ...JSON.stringify({ servers: configuration }, undefined, 2)
            .split("\n")
            .map((line) => `       ${line}`),
        "  Claude Code:",
        ...servers.map(
            ([name, url]) =>
                `       claude mcp add --transport http --client-id <id> --callback-port <port> ${name} ${url}`,
        ),
        "  MCP Inspector, on Node.js 22.19 or newer, with the client id of `inspector` in Server Settings, OAuth Settings:",
        ...servers.map(([, url]) => `       npx @modelcontextprotocol/inspector --transport http --server-url ${url}`),
    ].join("\n");
}

function serverName(url: string): string {
    return new URL(url).pathname.split("/")[1] ?? "";
}

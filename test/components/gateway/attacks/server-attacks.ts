import assert from "node:assert/strict";
import { startMcpServer } from "../../../../local/mcp-servers/start-mcp-server";
import { search } from "../served/calls";
import { gatewayPrincipalId, keys, type ServedServer } from "../served/served-server";
import { type Attack, outcome } from "./attack";
import { servedVictim, victim } from "./victim";

const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

/** Headers with which the gateway called the server. */
async function overheard(served: ServedServer): Promise<Record<string, string>> {
    await served.rpc("tools/call", search);
    const names = /^(?:authorization|accept|content-type|mcp-protocol-version|x-mcp-.*)$/;
    const headers = Object.entries(served.forwarded[0]?.headers ?? {}).filter(([name]) => names.test(name));
    return Object.fromEntries(headers.map(([name, value]) => [name, String(value)]));
}

/** An attack on the server behind the gateway, or on one that takes what comes. */
function onServer(
    description: Omit<Attack, "attempt" | "guards" | "practices">,
    headersOf: (served: ServedServer) => Promise<Record<string, string>>,
): Attack {
    return {
        ...description,
        guards: ["verification of the server"],
        practices: ["MUST-1", "MUST-2", "7.3", "ZT-1", "ZT-2"],
        async attempt(isGuarded) {
            const served = await servedVictim();
            const verifying = await startMcpServer({
                definition: {
                    name: victim.name,
                    title: victim.title,
                    tools: [],
                    resources: [],
                    prompts: [],
                    streaming: false,
                },
                trust: {
                    server: victim.name,
                    tenantId: victim.tenantId,
                    audience: `${victim.endpoint.url}/backend`,
                    issuedTo: { gatewayPrincipalId },
                    keys: served.signingKeys,
                    identityKeys: () => [keys.identity],
                    now: () => served.time,
                },
            });
            try {
                const call = async (origin: string, headers: Record<string, string>) =>
                    (await fetch(origin, { method: "POST", headers, body })).status;
                assert.notEqual(await call(verifying.origin, await overheard(served)), 401, "the gateway is refused");
                const origin = isGuarded ? verifying.origin : `http://127.0.0.1:${served.backendPort}`;
                return outcome((await call(origin, await headersOf(served))) !== 401);
            } finally {
                await verifying.close();
            }
        },
    };
}

/** On servers, by somebody who is in the network. */
export const serverAttacks: Attack[] = [
    onServer(
        { id: "W14", name: "calls the server around the gateway with their own token", source: "OWASP MCP07, MCP09" },
        async (served) => ({ Authorization: `Bearer ${await served.token()}` }),
    ),
    onServer(
        { id: "A50", name: "changes who calls between the gateway and the server", source: "RFC 9700 4.13" },
        async (served) => ({ ...(await overheard(served)), "x-mcp-user": "99999999-9999-4999-8999-999999999999" }),
    ),
    onServer(
        { id: "A51", name: "sends again what they overheard behind the gateway", source: "RFC 9700 4.10" },
        async (served) => {
            const headers = await overheard(served);
            served.time += 10 * 60_000;
            return headers;
        },
    ),
    onServer(
        { id: "A52", name: "says who calls with the key of another server", source: "OWASP MCP01" },
        async (served) => {
            served.namedValues.set(`mcp-${victim.name}-identity-key`, keys.current);
            served.forwarded.length = 0;
            return overheard(served);
        },
    ),
];

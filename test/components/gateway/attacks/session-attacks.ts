import { unwrapSession, wrapSession } from "../../../../components/gateway/policy/session";
import { beginSession } from "../served/calls";
import type { Call, ServedServer } from "../served/served-server";
import { type Attack, type Outcome, outcome } from "./attack";
import { onGateway, victim } from "./victim";
import { without } from "./weaken";

const serversId = "session-of-the-server";
const attacker = "99999999-9999-4999-8999-999999999999";
const hours = 60 * 60_000; // milliseconds

const weakened = without(unwrapSession(victim), wrapSession(victim));
const guards = ["session.ts"];

/** Whether a request with this id comes to the server as one of a session. */
async function enters(served: ServedServer, session: string, call: Call): Promise<Outcome> {
    const headers: [string, string][] = [["Mcp-Session-Id", session]];
    await served.rpc("ping", undefined, { ...call, headers });
    return outcome(served.forwarded.some((request) => request.headers["mcp-session-id"] === serversId));
}

/** On what the id of a session is good for. */
export const sessionAttacks: Attack[] = [
    onGateway({
        id: "W7",
        name: "takes over somebody's session with its id",
        source: "MCP best practices: session hijacking",
        guards,
        practices: ["MUST-2", "MUST-4", "8.2"],
        weakened,
        async attempt(served) {
            const session = await beginSession(served, serversId);
            return enters(served, session, { token: await served.token({ oid: attacker }) });
        },
    }),
    onGateway({
        id: "A8",
        name: "goes on with a user's session from another client",
        source: "MCP best practices: session hijacking",
        guards,
        practices: ["7.4", "8.2"],
        weakened,
        async attempt(served) {
            const session = await beginSession(served, serversId);
            return enters(served, session, { token: await served.token({ azp: victim.clientIds[1] }) });
        },
    }),
    onGateway({
        id: "A9",
        name: "guesses the server's id of a session",
        source: "MCP best practices: session hijacking; OWASP MCP07",
        guards,
        practices: ["MUST-4", "8.1"],
        weakened,
        attempt: (served) => enters(served, serversId, {}),
    }),
    onGateway({
        id: "A10",
        name: "keeps a session for days",
        source: "OWASP MCP01",
        guards,
        practices: ["8.3"],
        weakened,
        async attempt(served) {
            const session = await beginSession(served, serversId);
            served.time += 9 * hours;
            return enters(served, session, {});
        },
    }),
    onGateway({
        id: "A11",
        name: "goes on with a session after responders have ended all",
        source: "MCP best practices: session hijacking",
        guards,
        practices: ["8.3", "IR-2"],
        weakened,
        async attempt(served) {
            const session = await beginSession(served, serversId);
            served.namedValues.set("session-epoch", "2");
            return enters(served, session, {});
        },
    }),
    onGateway({
        id: "A12",
        name: "ends somebody's session",
        source: "MCP best practices: session hijacking",
        guards,
        practices: ["8.2"],
        weakened,
        async attempt(served) {
            const session = await beginSession(served, serversId);
            const token = await served.token({ oid: attacker });
            await served.call({ method: "DELETE", token, headers: [["Mcp-Session-Id", session]] });
            return outcome(served.forwarded.some(({ method }) => method === "DELETE"));
        },
    }),
];

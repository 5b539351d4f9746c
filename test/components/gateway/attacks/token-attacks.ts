import { authorize } from "../../../../components/gateway/policy/authorization";
import { signIn } from "../../../../components/gateway/policy/backend-credential";
import { expression, hasRequestHeader, stringLiteral } from "../../../../components/gateway/policy/csharp";
import { judgePrincipal } from "../../../../components/gateway/policy/principals";
import { choose, setVariable } from "../../../../components/gateway/policy/statements";
import { validateToken } from "../../../../components/gateway/policy/token";
import { guardTransport } from "../../../../components/gateway/policy/transport";
import { search } from "../served/calls";
import { type Call, type ServedServer, user } from "../served/served-server";
import { type Attack, type Outcome, outcome } from "./attack";
import { onGateway, passed, victim } from "./victim";
import { instead, without } from "./weaken";

const otherTenant = "11111111-1111-4111-8111-999999999999";
const otherAudience = "55555555-5555-4555-8555-999999999999";
const otherClient = "22222222-2222-4222-8222-999999999999";
const bypassHeader = "X-Skip-Authentication";

const clientIdValue = `mcp-${victim.name}-client-id`;

async function ping(served: ServedServer, call: Call): Promise<Outcome> {
    return passed(served, await served.rpc("ping", undefined, call));
}

// what a gateway takes somebody for that believes a token without judging it
const believed = [
    setVariable("oid", expression(stringLiteral(user))),
    setVariable("azp", expression(stringLiteral(otherClient))),
    setVariable("rights", expression(stringLiteral("scope:mcp.read scope:orders.read scope:orders.write"))),
];

const believing = instead(validateToken(victim), believed);

/** On whom tokens are issued to and for, and what becomes of them. */
export const tokenAttacks: Attack[] = [
    onGateway({
        id: "W4",
        name: "reads the client's token at the server, and uses it elsewhere",
        source: "MCP best practices: token passthrough; OWASP MCP01",
        guards: ["backend-credential.ts"],
        practices: ["MUST-1", "7.1"],
        weakened: without(signIn(victim)),
        async attempt(served) {
            const token = await served.token();
            await served.rpc("tools/call", search, { token });
            return outcome(JSON.stringify(served.forwarded).includes(token));
        },
    }),
    onGateway({
        id: "W5",
        name: "uses a token that another server of the tenant got",
        source: "RFC 9700 4.9, 4.10.2",
        guards: ["token.ts", "named value of the audience"],
        practices: ["MUST-1", "2.3", "7.2"],
        weakened: (service) => ({
            ...service,
            namedValues: new Map(service.namedValues).set(clientIdValue, otherAudience),
        }),
        attempt: async (served) => ping(served, { token: await served.token({ aud: otherAudience }) }),
    }),
    onGateway({
        id: "W6",
        name: "uses a token of a tenant of their own",
        source: "RFC 9068 4",
        guards: ["token.ts"],
        practices: ["MUST-1", "2.1"],
        weakened: instead(validateToken(victim), validateToken({ ...victim, tenantId: otherTenant })),
        attempt: async (served) => {
            const iss = `https://login.microsoftonline.com/${otherTenant}/v2.0`;
            return ping(served, { token: await served.token({ tid: otherTenant, iss }) });
        },
    }),
    onGateway({
        id: "W15",
        name: "finds the header with which developers skip the check of tokens",
        source: "OWASP MCP07",
        guards: ["token.ts"],
        practices: ["MUST-2", "ZT-1"],
        weakened: instead(validateToken(victim), [
            choose(
                { when: `!${hasRequestHeader(bypassHeader)}`, do: validateToken(victim) },
                { when: "true", do: believed },
            ),
        ]),
        attempt: (served) => ping(served, { token: null, headers: [[bypassHeader, "true"]] }),
    }),
    onGateway({
        id: "A1",
        name: "gets a token with a client of their own",
        source: "MCP best practices: confused deputy",
        guards: ["token.ts"],
        practices: ["MUST-1", "MUST-3", "2.1"],
        weakened: instead(validateToken(victim), validateToken({ ...victim, clientIds: [otherClient] })),
        attempt: async (served) => ping(served, { token: await served.token({ azp: otherClient }) }),
    }),
    onGateway({
        id: "A2",
        name: "writes a token and leaves out the signature",
        source: "RFC 8725 2.1; OWASP MCP07",
        guards: ["token.ts"],
        practices: ["MUST-1", "ZT-1"],
        weakened: believing,
        async attempt(served) {
            const [, claims] = (await served.token()).split(".");
            const header = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
            return ping(served, { token: `${header}.${claims}.` });
        },
    }),
    onGateway({
        id: "A3",
        name: "changes the claims of a token",
        source: "OWASP MCP02",
        guards: ["token.ts"],
        practices: ["MUST-1", "7.3"],
        weakened: believing,
        async attempt(served) {
            const [header, , signature] = (await served.token({ scp: "mcp.read" })).split(".");
            const [, claims] = (await served.token()).split(".");
            return ping(served, { token: `${header}.${claims}.${signature}` });
        },
    }),
    onGateway({
        id: "A4",
        name: "uses a token that has ended",
        source: "RFC 9700 4.10; OWASP MCP01",
        guards: ["token.ts"],
        practices: ["2.3"],
        weakened: believing,
        async attempt(served) {
            const token = await served.token();
            served.time += 2 * 60 * 60_000;
            return ping(served, { token });
        },
    }),
    onGateway({
        id: "A5",
        name: "calls without a token",
        source: "OWASP MCP07",
        guards: ["token.ts", "authorization.ts"],
        practices: ["MUST-2", "ZT-1"],
        weakened: without(validateToken(victim), authorize(victim)),
        attempt: (served) => ping(served, { token: null }),
    }),
    onGateway({
        id: "A6",
        name: "finds tokens in the URLs of proxies and logs",
        source: "RFC 9700 4.3.2",
        guards: ["transport.ts"],
        practices: ["7.1"],
        weakened: without(guardTransport(victim)),
        attempt: async (served) =>
            ping(served, { path: `/${victim.endpoint.path}?access_token=${await served.token()}` }),
    }),
    onGateway({
        id: "A7",
        name: "goes on with stolen tokens after responders have blocked the user",
        source: "RFC 9700 4.10",
        guards: ["principals.ts"],
        practices: ["ZT-3", "IR-2"],
        weakened: without(judgePrincipal()),
        async attempt(served) {
            served.namedValues.set("blocked-principals", user);
            return ping(served, {});
        },
    }),
];

import type { ServerResponse } from "node:http";
import { expression, requestHeader } from "../../../../components/gateway/policy/csharp";
import { setHeader } from "../../../../components/gateway/policy/statements";
import { element, render } from "../../../../components/gateway/policy/xml";
import { resulting } from "../served/calls";
import { send, sendJson } from "../served/served-server";
import { type Attack, type Outcome, outcome } from "./attack";
import { type Ask, askEdge, withEdge } from "./edge";
import { askEntra } from "./entra";
import { onGateway, servedVictim, victim } from "./victim";
import { type Change, inDocument, replaceOnce } from "./weaken";

const { host } = new URL(victim.endpoint.url);
const script = "<script>steal()</script>";

const paths = ["/authorize", "/consent", "/oauth/callback", "/register", "/token"];

/** An authorization server in the gateway, as some gateways have: its pages say what they were asked. */
const facade: Change = (service) => ({
    ...service,
    apis: service.apis.map((api) => ({
        ...api,
        operations: [
            ...api.operations,
            ...(api.path === "" ? paths : []).flatMap((path) =>
                ["GET", "POST"].map((method) => ({
                    name: `${method} ${path}`,
                    method,
                    urlTemplate: path,
                    policy: { id: `${method} ${path}`, text: page },
                })),
            ),
        ],
    })),
});

const base = element("base");
const page = render(
    element(
        "policies",
        {},
        element(
            "inbound",
            {},
            element(
                "return-response",
                {},
                element("set-status", { code: "200", reason: "OK" }),
                setHeader("Content-Type", "text/html"),
                element("set-body", {}, expression(requestHeader("Referer"))),
            ),
            base,
        ),
        element("backend", {}, base),
        element("outbound", {}, base),
        element("on-error", {}, base),
    ),
);

/** What the gateway, the edge and the local Entra answer at a path of an authorization server. */
async function answers(weakened: Change | undefined, ask: Ask): Promise<{ status: number; text: string }[]> {
    const served = await servedVictim(weakened);
    const atGateway = await served.call({
        ...ask,
        token: null,
        headers: Object.entries(ask.headers ?? {}),
        version: null,
    });
    const atEdge = await withEdge(served, (edge) => askEdge(edge, host, ask));
    return [atGateway, atEdge, await askEntra(ask)];
}

/** An attack on an endpoint that does not exist. */
function onFacade(
    description: Omit<Attack, "attempt" | "guards">,
    ask: Ask,
    succeeds: (answer: { status: number; text: string }) => boolean,
): Attack {
    return {
        ...description,
        guards: ["design without an authorization server"],
        async attempt(isGuarded) {
            const found = await answers(isGuarded ? undefined : facade, ask);
            return outcome(found.some(succeeds));
        },
    };
}

const answered = ({ status }: { status: number }) => ![404, 405].includes(status);

/** Requests of a user that the gateway of the tests forwards at the same time. */
const callsAtATime = 8;

const publicMetadata = `/.well-known/oauth-protected-resource/${victim.endpoint.path}`;

const metadataOfHost = render(
    element(
        "set-body",
        {},
        expression(`"{\\"resource\\":\\"https://" + ${requestHeader("X-Forwarded-Host")} + "/orders/mcp\\"}"`),
    ),
).trim();

/** On endpoints, metadata and networks. */
export const surfaceAttacks: Attack[] = [
    onFacade(
        {
            id: "W1",
            name: "has a consent of somebody else counted for their client",
            source: "MCP best practices: confused deputy",
            practices: ["MUST-3"],
        },
        { method: "POST", path: "/consent?client_id=attacker", headers: { Cookie: "consent=attacker" } },
        answered,
    ),
    onFacade(
        {
            id: "W2",
            name: "sends somebody a callback with a state that was used before",
            source: "RFC 9700 4.7",
            practices: ["MUST-3", "2.1"],
        },
        { path: "/oauth/callback?code=stolen&state=used" },
        answered,
    ),
    onFacade(
        {
            id: "W3",
            name: "registers a client with a redirect URI of their own",
            source: "MCP best practices: confused deputy",
            practices: ["MUST-3", "2.1"],
        },
        { method: "POST", path: "/register", headers: { "Content-Type": "application/json" }, body: "{}" },
        answered,
    ),
    onFacade(
        {
            id: "W10",
            name: "puts a script into a page of the gateway by a parameter",
            source: "OWASP A03:2021",
            practices: ["1.1", "1.4", "8.4"],
        },
        { path: `/authorize?client_id=${encodeURIComponent(script)}`, headers: { Referer: script } },
        ({ text }) => text.includes(script),
    ),
    onGateway({
        id: "W13",
        name: "has the metadata name a resource of theirs",
        source: "RFC 9728 7.3",
        guards: ["metadata-policy.ts"],
        practices: ["MUST-1", "2.1", "7.2"],
        weakened: inDocument("metadata GET", (text) =>
            replaceOnce(text, /<set-body>.*<\/set-body>/s.exec(text)?.[0] ?? "", metadataOfHost),
        ),
        async attempt(served) {
            const headers: [string, string][] = [["X-Forwarded-Host", "attacker.example"]];
            const { json } = await served.call({ method: "GET", path: publicMetadata, token: null, headers });
            return outcome(json.resource !== victim.endpoint.url);
        },
    }),
    onGateway({
        id: "A48",
        name: "calls the gateway from inside the network, past the edge",
        source: "RFC 9700 4.13",
        guards: ["global-policy.ts"],
        practices: ["ZT-1", "ZT-2"],
        weakened: inDocument("global", (text) =>
            replaceOnce(text, /<ip-filter.*<\/ip-filter>/s.exec(text)?.[0] ?? "", ""),
        ),
        async attempt(served): Promise<Outcome> {
            const { status } = await send(
                served.strangerPort,
                "POST",
                `/${victim.endpoint.path}`,
                [
                    ["Host", host],
                    ["Authorization", `Bearer ${await served.token()}`],
                    ["Accept", "application/json, text/event-stream"],
                    ["Content-Type", "application/json"],
                    ["MCP-Protocol-Version", "2025-11-25"],
                ],
                JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }),
            );
            return outcome(status === 200);
        },
    }),
    onGateway({
        id: "A60",
        name: "keeps all workers of the server busy with calls at the same time",
        source: "OWASP API4:2023",
        guards: ["global-policy.ts"],
        practices: ["4.1", "4.3"],
        weakened: inDocument("global", (text) =>
            replaceOnce(
                text,
                /<limit-concurrency.*<\/limit-concurrency>/s.exec(text)?.[0] ?? "",
                /<forward-request[^>]*>/.exec(text)?.[0] ?? "",
            ),
        ),
        async attempt(served) {
            const held: ServerResponse[] = [];
            const allHeld = new Promise<Outcome>((resolve) => {
                served.backend = (_request, response) => {
                    held.push(response);
                    if (held.length > callsAtATime) resolve("succeeded");
                };
            });
            const calls = Array.from({ length: callsAtATime + 1 }, () => served.rpc("ping"));
            // none is answered by the server before all are there
            const reached = await Promise.race([allHeld, ...calls.map((call) => call.then(() => "failed" as const))]);
            for (const response of held) sendJson(response, { jsonrpc: "2.0", id: 1, result: {} });
            served.backend = resulting({});
            await Promise.all(calls);
            return reached;
        },
    }),
    {
        id: "A49",
        name: "gets a fresh limit with each address that they claim",
        source: "RFC 9700 4.13; OWASP API4:2023",
        guards: ["edge"],
        practices: ["4.1", "ZT-1"],
        async attempt(isGuarded) {
            const served = await servedVictim();
            const attempts = victim.limits.requestsPerAddress + 1;
            const ask = (index: number): Ask => ({
                method: "POST",
                path: `/${victim.endpoint.path}`,
                headers: {
                    "X-MCP-Client-Address": `203.0.113.${index}`,
                    "X-Forwarded-For": `203.0.113.${index}`,
                    Accept: "application/json, text/event-stream",
                    "Content-Type": "application/json",
                    Authorization: `Bearer guess-${index}`,
                },
                body: "{}",
            });
            const tryAll = async (send: (ask: Ask) => Promise<{ status: number }>) => {
                const statuses: number[] = [];
                for (let index = 0; index < attempts; index++) statuses.push((await send(ask(index))).status);
                return outcome(statuses.every((status) => status === 401));
            };
            if (isGuarded) return withEdge(served, (edge) => tryAll((each) => askEdge(edge, host, each)));
            return tryAll(({ headers = {}, ...each }) => served.call({ ...each, headers: Object.entries(headers) }));
        },
    },
];

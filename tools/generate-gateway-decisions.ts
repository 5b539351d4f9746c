// Writes docs/gateway-decisions.md from the policies that are generated; with --check it only says whether it is fresh.
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { serverPolicy } from "../components/gateway/policy/document";
import type { PolicyServer } from "../components/gateway/policy/server";
import { endpointOf } from "../components/shared/endpoint";
import { writeOrCheck } from "./generated-files";

/** What is not forwarded, by the reason in the log, in the order of the policy. */
const cases: Record<string, string> = {
    "not-the-edge": "a caller that is not the edge",
    "http-method": "another method than POST; before 2026-07-28 also not DELETE, and GET where the server streams",
    query: "a URL with a query, where tokens do not belong",
    "authorization-header": "`Authorization` that is not one bearer token",
    origin: "a page of an origin that is not allowed",
    "content-type": "a body that is not `application/json` in UTF-8",
    "content-encoding": "a compressed body",
    "content-length": "a `Content-Length` that is no number",
    "declared-size": "a body that says that it is too long",
    accept: "`Accept` without the forms in which an answer may come",
    token: "no token, or one that is not for this server, this tenant and an allowed client, or that has ended",
    "no-principal": "a token without object id or client",
    "blocked-principal": "somebody whom a responder has blocked",
    limit: "more requests than a limit allows: of an address, a user, a session, a tool, or at the same time",
    "unexpected-body": "a body with DELETE or GET",
    size: "a body that is too long",
    "no-strict-json":
        "a body that is not one strict JSON object: a batch, repeated members, another encoding, too deep",
    "no-valid-message": "JSON that is no message of the protocol, or that parsers could read differently",
    "header-mismatch": "headers that say something else than the message, or that are missing",
    "protocol-version": "a version of the protocol that is not allowed",
    "unknown-session": "a session of somebody else, another client, an ended epoch or more than eight hours ago",
    method: "a method of the protocol that the definition gives no meaning to",
    scope: "a caller whose client lacks the scope that this call needs",
    "not-defined": "a tool, resource or prompt that is not in the definition",
    role: "a caller who lacks the role that this call needs",
    subscription: "a wish to be told of changes of resources",
    "step-up": "a tool with step-up, and a sign-in that was not strong enough",
    "answered-from-definition": "nothing: a list is answered with what the caller may use",
    cursor: "another page of a list that has one",
    arguments: "arguments that do not satisfy the schema of the tool",
    "long-arguments": "arguments with more text than can be checked",
    "harmful-arguments": "arguments in which Content Safety finds an attack or harm",
    "unchecked-arguments": "arguments that Content Safety did not check: an error, a time-out, half an answer",
    "on-behalf-of-refused": "a user for whom Entra issues no token for the server",
    "on-behalf-of-failed": "an error of Entra while the gateway asked for such a token",
    "server-unreachable": "a server that does not answer within 240 seconds, or whose certificate is wrong",
    "server-405": "a method that the server does not have",
    "server-404": "a session or method that the server does not know",
    "server-400": "a message that the server does not take",
    "server-status": "any other error of the server",
    "server-session-id": "an id of a session that the protocol does not allow",
    "server-sent-events": "server-sent events of a server that must not stream",
    "server-content-type": "an answer that is not JSON",
    "server-json": "an answer that is no message of the protocol, or too large",
    "long-result": "a result that is too long even after its text was cut",
    "harmful-result": "a result in which Content Safety finds an attack or harm",
    "unchecked-result": "a result that Content Safety did not check",
    "client-gone": "a client that goes before it has its answer, or whose body breaks off",
    "gateway-error": "any other error of the gateway",
};

interface Decision {
    reason: string;
    status: string;
    code: string;
    message: string;
    challenge: string;
}

const tool = {
    name: "cancel_order",
    description: "Cancels an order.",
    inputSchema: { type: "object", additionalProperties: false },
    right: { scope: "orders.write" },
    callsPerMinute: 5,
    stepUp: true,
    schemaId: "orders-cancel",
};

const server: PolicyServer = {
    name: "orders",
    title: "Orders",
    endpoint: endpointOf("mcp.contoso.example", "orders"),
    tenantId: "00000000-0000-0000-0000-000000000000",
    clientIds: ["00000000-0000-0000-0000-000000000001"],
    allowedOrigins: [],
    scopes: ["mcp.read", "orders.write"],
    roles: ["Orders.Manager"],
    authenticationContext: "c1",
    tools: [tool, { ...tool, name: "refund_order", schemaId: "orders-refund", right: { role: "Orders.Manager" } }],
    resources: [{ uri: "orders://catalogue", name: "Catalogue", right: { scope: "mcp.read" } }],
    prompts: [],
    streaming: false,
    redactions: [],
    backendIdentity: "onBehalfOf",
    limits: { requestsPerAddress: 600, requestsPerUser: 300, requestsPerSession: 120, resultCharacters: 10_000 },
};

// no policy has all of them: some are only where the server streams, and some only where it does not
const documents = [server, { ...server, streaming: true }].map(serverPolicy);
const order = Object.keys(cases);
const decisions = decisionsIn(documents).sort((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason));

const page = `<!-- Generated by tools/generate-gateway-decisions.ts; do not edit. -->

# Decisions of the gateway

What is refused, in the order of the policy, and how; what is not refused is forwarded, or answered from the definition.
\`reason\` is in the log of the gateway (\`ApiManagementGatewayLogs\`, \`TraceRecords\`). Every answer is a JSON-RPC error
with this code and message and, where it could be read, the id of the request; none has \`data\` of the server. A reason
that stands twice has different messages. Behind them the client finds the way on in a header:

- *sign in*: \`WWW-Authenticate: Bearer resource_metadata="...", scope="<endpoint>/mcp.read"\`
- *ask for the scope*: \`error="insufficient_scope", scope="<endpoint>/<the one scope>"\`, and the metadata
- *sign in more strongly*: \`error="insufficient_claims", claims="<authentication context>"\`, and the metadata
- *wait*: \`Retry-After\` in seconds

[gateway.md](gateway.md) has the course of a call.

| reason | what is refused | status | code | message | way on |
| --- | --- | --- | --- | --- | --- |
${decisions.map(row).join("\n")}
`;

checkCases();
writeOrCheck("tools/generate-gateway-decisions.ts", { files: { "docs/gateway-decisions.md": page } });

function row({ reason, status, code, message, challenge }: Decision): string {
    return `| \`${reason}\` | ${cases[reason]} | ${status} | ${code} | ${message} | ${challenge} |`;
}

function checkCases(): void {
    const reasons = decisions.map(({ reason }) => reason);
    const wrong = [
        ...reasons.filter((reason) => cases[reason] === undefined).map((reason) => `"${reason}" has no words`),
        ...Object.keys(cases)
            .filter((reason) => !reasons.includes(reason))
            .map((reason) => `no policy refuses for "${reason}"`),
    ];
    if (wrong.length > 0)
        throw new Error(`The cases of tools/generate-gateway-decisions.ts are wrong: ${wrong.join("; ")}.`);
}

function decisionsIn(documents: string[]): Decision[] {
    const found = documents
        .flatMap((document) => elementsIn(parseXml(document).root))
        .flatMap((element) => [...decisionOfCase(element), ...decisionOfAnswer(element)]);
    return [...new Map(found.map((decision) => [JSON.stringify(decision), decision])).values()];
}

/** One of several refusals that share an answer. */
function decisionOfCase(element: XmlElement): Decision[] {
    const values = Object.fromEntries(
        childrenOf(element, "set-variable").map(({ attributes }) => [attributes.name, attributes.value]),
    );
    const { refusalReason: reason, refusalStatus: status, refusalError: error } = values;
    if (reason === undefined || status === undefined || error === undefined) return [];
    return [{ reason, status, ...errorIn(error), challenge: "" }];
}

/** A refusal with an answer of its own: its trace stands before it. */
function decisionOfAnswer(element: XmlElement): Decision[] {
    const [answer] = childrenOf(element, "return-response");
    const [trace] = childrenOf(element, "trace");
    if (answer === undefined || trace === undefined) return [];
    const reason = literal(trace, "reason");
    const status = childrenOf(answer, "set-status")[0]?.attributes.code ?? "";
    if (reason === undefined || !/^[0-9]+$/.test(status)) return [];
    const headers = childrenOf(answer, "set-header").map(({ attributes, text }) => [attributes.name, text]);
    return [
        {
            reason,
            status,
            ...errorIn(childrenOf(answer, "set-body")[0]?.text ?? ""),
            challenge: challengeOf(Object.fromEntries(headers)),
        },
    ];
}

function literal(trace: XmlElement, name: string): string | undefined {
    const metadata = childrenOf(trace, "metadata").find(({ attributes }) => attributes.name === name);
    return /^@\("([a-z0-9-]+)"\)$/.exec(metadata?.attributes.value ?? "")?.[1];
}

function errorIn(code: string): { code: string; message: string } {
    const [, number = "", message = ""] =
        /\\"code\\":(-?\d+),\\"message\\":\\"((?:[^"\\]|\\u[0-9a-f]{4})*)\\"/.exec(code) ?? [];
    return { code: number, message };
}

function challengeOf(headers: Record<string, string>): string {
    const { "WWW-Authenticate": challenge, "Retry-After": wait } = headers;
    if (challenge?.includes("insufficient_scope")) return "ask for the scope";
    if (challenge?.includes("insufficient_claims")) return "sign in more strongly";
    if (challenge !== undefined) return "sign in";
    return wait === undefined ? "" : "wait";
}

function elementsIn(element: XmlElement | null): XmlElement[] {
    if (element === null) return [];
    return [element, ...element.children.flatMap((child) => (child instanceof XmlElement ? elementsIn(child) : []))];
}

function childrenOf(element: XmlElement, name: string): XmlElement[] {
    return element.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);
}

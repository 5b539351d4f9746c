import { validateArguments } from "../../../../components/gateway/policy/arguments";
import { expression, stringLiteral, variable } from "../../../../components/gateway/policy/csharp";
import { checkHeaders } from "../../../../components/gateway/policy/header-agreement";
import { scrubHeaders } from "../../../../components/gateway/policy/headers";
import { message, parameters, readMessage } from "../../../../components/gateway/policy/message";
import { setVariable } from "../../../../components/gateway/policy/statements";
import { guardTransport } from "../../../../components/gateway/policy/transport";
import { goodArguments, modern, resulting } from "../served/calls";
import { type Attack, outcome } from "./attack";
import { onGateway, passed, victim } from "./victim";
import { instead, without } from "./weaken";

// what a gateway does that trusts its parser
const trustingParser = instead(readMessage(victim), [
    setVariable("rpcText", expression("context.Request.Body.As<string>(preserveContent: true)")),
    setVariable("rpc", expression(`JObject.Parse(${variable("rpcText")})`)),
    setVariable("rpcId", "1"),
    setVariable("rpcMethod", expression(`(string)${message}["method"] ?? ""`)),
    setVariable("rpcName", expression(`(string)(${parameters}["name"] ?? ${parameters}["uri"]) ?? ""`)),
    setVariable("rpcVersion", expression(stringLiteral(""))),
]);

const schemaOf = (name: string) => victim.tools.find((tool) => tool.name === name)?.schemaId ?? "";

/** On what two programs could read differently, and on what arguments may be. */
export const requestAttacks: Attack[] = [
    onGateway({
        id: "W17",
        name: "tells those who decide by headers another tool than the message",
        source: "MCP 2026-07-28: server validation",
        guards: ["header-agreement.ts"],
        practices: ["1.1", "3.4"],
        weakened: without(checkHeaders()),
        attempt: async (served) =>
            passed(
                served,
                await modern(
                    served,
                    "tools/call",
                    { name: "create_order", arguments: goodArguments.create_order },
                    { headers: [["Mcp-Name", "search_orders"]] },
                ),
            ),
    }),
    onGateway({
        id: "W18",
        name: "names two tools, of which the gateway judges one and the server runs the other",
        source: "RFC 8259 4; OWASP MCP05",
        guards: ["message.ts"],
        practices: ["1.1", "1.2"],
        weakened: trustingParser,
        async attempt(served) {
            const call = `"arguments":${JSON.stringify(goodArguments.search_orders)},"name":"search_orders"`;
            const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"cancel_order",${call}}}`;
            return passed(served, await served.call({ body, token: await served.token({ roles: [] }) }));
        },
    }),
    onGateway({
        id: "A13",
        name: "names a second prompt in capitals, for servers that ignore case",
        source: "OWASP MCP05",
        guards: ["message.ts"],
        practices: ["1.1"],
        weakened: trustingParser,
        attempt: async (served) =>
            passed(served, await served.rpc("prompts/get", { name: "complaint", Name: "other" })),
    }),
    onGateway({
        id: "A14",
        name: "hides text in JSON that only lenient parsers read",
        source: "RFC 8259 9",
        guards: ["message.ts"],
        practices: ["1.1"],
        weakened: trustingParser,
        async attempt(served) {
            served.backend = resulting({});
            return passed(served, await served.call({ body: "{'jsonrpc':'2.0','id':1,/* hidden */'method':'ping'}" }));
        },
    }),
    onGateway({
        id: "A15",
        name: "exhausts the parser of the server with depth",
        source: "RFC 8259 9",
        guards: ["message.ts"],
        practices: ["1.1", "4.3"],
        weakened: trustingParser,
        async attempt(served) {
            const deep = `${"[".repeat(60)}${"]".repeat(60)}`;
            const body = `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"deep":${deep}}}`;
            return passed(served, await served.call({ body }));
        },
    }),
    onGateway({
        id: "A16",
        name: "keeps the server busy with messages of any length",
        source: "OWASP API4:2023",
        guards: ["transport.ts", "message.ts"],
        practices: ["1.1", "4.3"],
        weakened: (service) => trustingParser(without(guardTransport(victim))(service)),
        attempt: async (served) => passed(served, await served.rpc("ping", { long: "x".repeat(200_000) })),
    }),
    onGateway({
        id: "A17",
        name: "speaks a version of the protocol that nobody checks",
        source: "MCP 2025-11-25: protocol version header",
        guards: ["header-agreement.ts"],
        practices: ["3.4"],
        weakened: without(checkHeaders()),
        attempt: async (served) => passed(served, await served.rpc("ping", undefined, { version: "2024-11-05" })),
    }),
    onGateway({
        id: "A18",
        name: "says one version in the header and another in the message",
        source: "MCP 2026-07-28: server validation",
        guards: ["header-agreement.ts"],
        practices: ["1.1", "3.4"],
        weakened: without(checkHeaders()),
        attempt: async (served) =>
            passed(
                served,
                await served.rpc("ping", { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } }),
            ),
    }),
    onGateway({
        id: "A19",
        name: "tells the server in a header of other gateways who calls",
        source: "RFC 9700 4.13; OWASP MCP07",
        guards: ["headers.ts"],
        practices: ["MUST-2", "7.3", "ZT-1"],
        weakened: without(scrubHeaders()),
        async attempt(served) {
            await served.rpc("ping", undefined, { headers: [["X-MS-CLIENT-PRINCIPAL-NAME", "admin"]] });
            return outcome(served.forwarded.some(({ headers }) => headers["x-ms-client-principal-name"] === "admin"));
        },
    }),
    onGateway({
        id: "A20",
        name: "has the server run another path than the one that was judged",
        source: "RFC 9700 4.13",
        guards: ["headers.ts"],
        practices: ["1.1"],
        weakened: without(scrubHeaders()),
        async attempt(served) {
            await served.rpc("ping", undefined, { headers: [["X-Original-URL", "/admin"]] });
            return outcome(served.forwarded.some(({ headers }) => headers["x-original-url"] !== undefined));
        },
    }),
    onGateway({
        id: "A21",
        name: "calls from a page of theirs that has got a name of the server by DNS rebinding",
        source: "MCP 2025-11-25: security warning of transports",
        guards: ["transport.ts"],
        practices: ["8.4"],
        weakened: without(guardTransport(victim)),
        attempt: async (served) =>
            passed(served, await served.rpc("ping", undefined, { headers: [["Origin", "https://attacker.example"]] })),
    }),
    onGateway({
        id: "A22",
        name: "sends the form of a page, for which browsers ask nobody",
        source: "RFC 9700 4.7",
        guards: ["transport.ts"],
        practices: ["1.1", "8.4"],
        weakened: without(guardTransport(victim)),
        attempt: async (served) =>
            passed(served, await served.rpc("ping", undefined, { headers: [["Content-Type", "text/plain"]] })),
    }),
    onGateway({
        id: "A23",
        name: "puts SQL in an argument",
        source: "OWASP MCP05",
        guards: ["arguments.ts", "tool-schema.ts"],
        practices: ["1.1", "1.2"],
        weakened: without(validateArguments(victim)),
        attempt: async (served) =>
            passed(
                served,
                await served.rpc("tools/call", {
                    name: "search_orders",
                    arguments: { customerId: "C-00000001' OR '1'='1" },
                }),
            ),
    }),
    onGateway({
        id: "A24",
        name: "gives an argument that the tool has, but its definition does not",
        source: "OWASP MCP05",
        guards: ["tool-schema.ts"],
        practices: ["1.2"],
        weakened: (service) => ({
            ...service,
            schemas: new Map(service.schemas).set(schemaOf("create_order"), { type: "object" }),
        }),
        attempt: async (served) =>
            passed(
                served,
                await served.rpc("tools/call", {
                    name: "create_order",
                    arguments: { ...goodArguments.create_order, price: 0 },
                }),
            ),
    }),
    onGateway({
        id: "A25",
        name: "names two methods, of which the gateway judges one and the server runs the other",
        source: "OWASP MCP05",
        guards: ["message.ts"],
        practices: ["1.1"],
        weakened: trustingParser,
        async attempt(served) {
            const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
            const hidden = `{"method":"tools/call",${body.slice(1)}`;
            return passed(served, await served.call({ body: hidden }));
        },
    }),
];

import { shownTool } from "../mcp-definition";
import { rightWord } from "./authorization";
import { block, type Code, expression, isOneOf, jsonLiteral, stringLiteral, variable, words } from "./csharp";
import { parameters } from "./message";
import { refuse } from "./refusal";
import type { PolicyServer, Right } from "./server";
import { choose, setHeader, setVariable } from "./statements";
import { trace } from "./trace";
import { type Element, element } from "./xml";

const freshFor = 300_000; // milliseconds

/** A list of the protocol, with the member of its result and what it may show. */
interface List {
    method: string;
    member: string;
    items: { shown: object; right: Right }[];
}

/**
 * Answers lists from the definition, without asking the server: whoever changes the server cannot change what a model reads
 * about its tools. The caller sees what it may use, in the order of the definition. Every item is the JSON of the
 * definition, byte for byte. There is one page, so every cursor is refused.
 *
 * Caches may keep a result for the caller only: https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/caching
 * Serves practices 2.2, 9.2, 9.4 and PP-1.
 */
export function answerLists(server: PolicyServer): Element[] {
    const lists = listsOf(server);
    const isListed = isOneOf(
        variable("rpcMethod"),
        lists.map(({ method }) => method),
    );
    return [
        choose(
            {
                when: `${isListed} && ${parameters}["cursor"] != null`,
                do: refuse({ status: 400, reason: "cursor", code: -32602, message: "Invalid cursor" }),
            },
            ...lists.map(({ method, member, items }) => ({
                when: `${variable("rpcMethod")} == ${stringLiteral(method)}`,
                do: [setVariable("listMember", member), setVariable("listItems", filterItems(items))],
            })),
        ),
        choose({ when: isListed, do: answer }),
    ];
}

function listsOf({ tools, resources, prompts }: PolicyServer): List[] {
    return [
        {
            method: "tools/list",
            member: "tools",
            items: tools.map((tool) => ({ shown: shownTool(tool), right: tool.right })),
        },
        ...(resources.length === 0
            ? []
            : [
                  {
                      method: "resources/list",
                      member: "resources",
                      items: resources.map(({ uri, name, title, description, mimeType, right }) => ({
                          shown: { uri, name, title, description, mimeType },
                          right,
                      })),
                  },
                  { method: "resources/templates/list", member: "resourceTemplates", items: [] },
              ]),
        ...(prompts.length === 0
            ? []
            : [
                  {
                      method: "prompts/list",
                      member: "prompts",
                      items: prompts.map(({ name, title, description, arguments: taken, right }) => ({
                          shown: { name, title, description, arguments: taken },
                          right,
                      })),
                  },
              ]),
    ];
}

function filterItems(items: List["items"]): string {
    return block(
        `var rights = ${words("rights")};`,
        'var list = "";',
        ...items.map(
            ({ shown, right }) =>
                `if (rights.Contains(${stringLiteral(rightWord(right))})) { list = list + (list == "" ? "" : ",") + ${jsonLiteral(shown)}; }`,
        ),
        "return list;",
    );
}

const ifModern = (json: string): Code => `(${variable("era")} == "2026" ? ${stringLiteral(json)} : "")`;

const body: Code = [
    stringLiteral('{"jsonrpc":"2.0","id":'),
    variable("rpcId"),
    stringLiteral(',"result":{'),
    ifModern('"resultType":"complete",'),
    stringLiteral('"'),
    variable("listMember"),
    stringLiteral('":['),
    variable("listItems"),
    stringLiteral("]"),
    ifModern(`,"ttlMs":${freshFor},"cacheScope":"private"`),
    stringLiteral("}}"),
].join(" + ");

const answer: Element[] = [
    trace("allowed", stringLiteral("answered-from-definition"), stringLiteral("200")),
    element(
        "return-response",
        {},
        element("set-status", { code: "200", reason: "OK" }),
        setHeader("Content-Type", "application/json"),
        setHeader("Cache-Control", "no-store"),
        element("set-body", {}, expression(body)),
    ),
];

import { type Code, expression, stringLiteral, variable } from "./csharp";
import { choose, setHeader, setVariable } from "./statements";
import { trace } from "./trace";
import { type Element, element } from "./xml";

/** How a request ends that the gateway does not forward. */
export interface Refusal {
    status: 400 | 401 | 403 | 404 | 405 | 406 | 413 | 415 | 429 | 500 | 502 | 503;
    /** Why, in words of our own for the log: lower case with hyphens, never something that the client sent. */
    reason: string;
    /**
     * Code of the JSON-RPC error, where the protocol has one: https://www.jsonrpc.org/specification#error_object
     * Default: the status, which lies outside of the range that JSON-RPC reserves.
     */
    code?: number;
    /** What the client is told: a constant that reveals nothing of what lies behind the gateway. */
    message: string;
    /** `data` of the JSON-RPC error, as code that gives JSON. Default: none. */
    data?: Code;
    /** Headers by name, as code that gives their value. Default: none. */
    headers?: Record<string, Code>;
}

/** A reason to refuse, and when it holds. */
export interface Case {
    when: Code;
    refusal: Omit<Refusal, "headers">;
}

const reasonPhrases: Record<Refusal["status"], string> = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
};

/**
 * Traces the decision and answers in the place of the server, with a JSON-RPC error that has the id of the request, by
 * which clients find what failed. MCP leaves the id out where it could not be read.
 */
export function refuse(refusal: Refusal): Element[] {
    const { status, reason, headers = {} } = refusal;
    return [
        trace("refused", stringLiteral(reason), stringLiteral(String(status))),
        answer({ code: String(status), reason: reasonPhrases[status] }, errorOf(refusal), headers),
    ];
}

/**
 * Refuses a request for the first reason that holds. One trace and one answer serve all of them, because the size of a
 * policy document is limited.
 */
export function refuseFirst(...cases: Case[]): Element[] {
    return [
        choose(
            ...cases.map(({ when, refusal }) => ({
                when,
                do: [
                    setVariable("refusalStatus", String(refusal.status)),
                    setVariable("refusalReason", refusal.reason),
                    setVariable("refusalError", expression(errorOf(refusal))),
                ],
            })),
        ),
        choose({
            when: 'context.Variables.ContainsKey("refusalReason")',
            do: [
                trace("refused", variable("refusalReason"), variable("refusalStatus")),
                answer(
                    { code: expression(`int.Parse(${variable("refusalStatus")})`), reason: "Refused" },
                    variable("refusalError"),
                    {},
                ),
            ],
        }),
    ];
}

/** The JSON of the error, as code. */
function errorOf({ status, code = status, message, data }: Refusal): Code {
    const error = `{"code":${code},"message":${JSON.stringify(message)}`;
    return data === undefined
        ? stringLiteral(`${error}}`)
        : `${stringLiteral(`${error},"data":`)} + ${data} + ${stringLiteral("}")}`;
}

function answer(status: { code: string; reason: string }, error: Code, headers: Record<string, Code>): Element {
    const rpcId = variable("rpcId");
    const body = [
        stringLiteral('{"jsonrpc":"2.0",'),
        `(${rpcId} == "null" ? "" : ${stringLiteral('"id":')} + ${rpcId} + ",")`,
        stringLiteral('"error":'),
        error,
        stringLiteral("}"),
    ].join(" + ");
    return element(
        "return-response",
        {},
        element("set-status", status),
        setHeader("Content-Type", "application/json"),
        setHeader("Cache-Control", "no-store"),
        ...Object.entries(headers).map(([name, value]) => setHeader(name, expression(value))),
        element("set-body", {}, expression(body)),
    );
}

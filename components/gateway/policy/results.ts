import { block, expression, isOneOf, responseHeader, stringLiteral, variable } from "./csharp";
import { isJsonType } from "./json-type";
import { isText, parseLossless, textMark, writeLossless } from "./lossless-json";
import { type Refusal, refuse, refuseFirst } from "./refusal";
import { answer, cutTexts, spotlightTexts, wordsOfResult } from "./result-text";
import { checkSafety } from "./safety-check";
import { anySecret } from "./secret-patterns";
import type { PolicyServer } from "./server";
import { choose, deleteHeader, setHeader, setVariable } from "./statements";
import { type Element, element } from "./xml";

/** Characters and levels that an answer may have, images included. */
const largestAnswer = { characters: 1_000_000, levels: 32 };

/** Headers that say how the cluster works, or that would act for the gateway in a browser. */
const serverHeaders = [
    "Set-Cookie",
    "WWW-Authenticate",
    "Via",
    "Location",
    "X-Envoy-Upstream-Service-Time",
    "X-Envoy-Decorator-Operation",
    "X-Envoy-Attempt-Count",
];

const status = "context.Response.StatusCode";
const method = "context.Request.Method";
const isStream = `${responseHeader("Content-Type")}.ToLowerInvariant().StartsWith("text/event-stream", StringComparison.Ordinal)`;

/**
 * Lets an answer of the server pass only in one of the forms that the protocol has. What JSON says is read, cleaned of
 * credentials and, where a model reads it, checked, cut and marked as data. A stream is never read, for that would hold
 * it up; it passes only when the definition says that the server streams. Whatever else comes is an error of the server,
 * of which the client learns nothing more. Serves practices 1.3, 1.4, 3.3, 8.4 and ZT-2.
 */
export function filterResult(server: PolicyServer): Element[] {
    return [
        ...serverHeaders.map(deleteHeader),
        choose({
            when: `${status} == 405`,
            do: refuse({
                status: 405,
                reason: "server-405",
                message: "Method not allowed",
                headers: { Allow: stringLiteral("POST") },
            }),
        }),
        ...refuseFirst(
            {
                when: `${status} == 404 && ${variable("era")} == "2026"`,
                refusal: { status: 404, reason: "server-404", code: -32601, message: "Method not found" },
            },
            {
                when: `${status} == 404`,
                refusal: { status: 404, reason: "server-404", message: "Session not found" },
            },
            {
                // the gateway has checked the request: it is no news for the client
                when: `${status} == 400`,
                refusal: { status: 400, reason: "server-400", message: "The server refused the request" },
            },
            {
                when: `${status} != 200 && ${status} != 202 && ${status} != 204`,
                refusal: serverError("server-status"),
            },
            ...(server.streaming ? [] : [{ when: isStream, refusal: serverError("server-sent-events") }]),
            {
                when: `!${isEmpty} && !${isStream} && !(${method} == "POST" && ${isPlainJson})`,
                refusal: serverError("server-content-type"),
            },
        ),
        choose(
            {
                when: isEmpty,
                do: [deleteHeader("Content-Type"), element("set-body", {}, expression('""'))],
            },
            {
                // https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http
                when: isStream,
                do: [setHeader("X-Accel-Buffering", "no")],
            },
            { when: "true", do: filterJson(server) },
        ),
    ];
}

// accepted notifications and ended sessions
const isEmpty = `(${status} != 200 || ${method} == "DELETE")`;

const isPlainJson = [
    isJsonType(responseHeader("Content-Type")),
    '!context.Response.Headers.ContainsKey("Content-Encoding")',
    `Regex.IsMatch(context.Response.Headers.GetValueOrDefault("Content-Length", "0"), ${stringLiteral("^[0-9]{1,7}\\z")})`,
].join(" && ");

function filterJson(server: PolicyServer): Element[] {
    const body = "context.Response.Body.As<string>(preserveContent: true)";
    const unreadable = { when: `${answer}.Count == 0`, refusal: serverError("server-json") };
    return [
        setVariable("answerText", expression(body)),
        setVariable("answer", parseLossless("answerText", largestAnswer)),
        ...refuseFirst(unreadable),
        setVariable("answer", clean(server)),
        ...refuseFirst(unreadable),
        choose({
            when: `${answer}["result"] != null && ${isOneOf(variable("rpcMethod"), ["tools/call", "resources/read"])}`,
            do: checkResult(server),
        }),
        setHeader("Content-Type", "application/json"),
        element("set-body", {}, expression(writeLossless(answer))),
    ];
}

/**
 * Expression of the answer without what the client must not learn: credentials, what an error says besides its code, and
 * instructions for the model, which nobody has reviewed. It has no members when the name of one would tell.
 */
function clean({ redactions }: PolicyServer): string {
    const code = `^\ue000-?[0-9]{1,9}\ue001\\z`;
    return block(
        "try",
        "{",
        // made once: a result may have many texts
        `    var patterns = new [] { ${[anySecret, ...redactions].map((pattern) => `new Regex(${stringLiteral(pattern)})`).join(", ")} };`,
        `    var answer = ${answer};`,
        '    var result = answer["result"] as JObject;',
        '    var error = answer["error"] as JObject;',
        "    if ((result == null) == (error == null)) { return new JObject(); }",
        '    if (answer["result"] != null && answer["error"] != null) { return new JObject(); }',
        '    if (result != null) { result.Remove("instructions"); }',
        `    if (error != null && !Regex.IsMatch((string)error["code"], ${stringLiteral(code)})) { return new JObject(); }`,
        `    if (error != null) { answer["error"] = new JObject(new JProperty("code", error["code"]), new JProperty("message", ${textMark} + "The server reported an error")); }`,
        // a name that was changed could be that of another member
        '    if (answer.Descendants().OfType<JProperty>().Any(member => patterns.Any(hidden => hidden.Replace(member.Name, "") != member.Name))) { return new JObject(); }',
        `    foreach (var text in answer.Descendants().OfType<JValue>().Where(text => ${isText("text")}).ToList())`,
        "    {",
        "        var words = ((string)text).Substring(2);",
        '        foreach (var hidden in patterns) { words = hidden.Replace(words, "[redacted]"); }',
        `        text.Value = ${textMark} + words;`,
        "    }",
        "    return answer;",
        "}",
        "catch (Exception)",
        "{",
        "    return new JObject();",
        "}",
    );
}

function checkResult({ limits: { resultCharacters } }: PolicyServer): Element[] {
    const length = `(${variable("resultWords")}).Length`;
    const isCall = `${variable("rpcMethod")} == "tools/call"`;
    const words = setVariable("resultWords", wordsOfResult());
    return [
        words,
        choose({
            when: `${isCall} && ${length} > ${resultCharacters}`,
            do: [setVariable("answer", cutTexts("resultWords", resultCharacters)), words],
        }),
        ...refuseFirst({ when: `${length} > ${resultCharacters}`, refusal: serverError("long-result") }),
        ...checkSafety({
            text: "resultWords",
            longest: resultCharacters,
            roles: ["documents"],
            what: "result",
            refusal: { status: 502, message: "The result was withheld" },
        }),
        choose({ when: isCall, do: [setVariable("answer", spotlightTexts())] }),
    ];
}

function serverError(reason: string): Refusal {
    return { status: 502, reason, message: "The server gave no valid answer" };
}

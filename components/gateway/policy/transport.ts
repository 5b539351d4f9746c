import { type Code, hasRequestHeader, isOneOf, requestHeader, stringLiteral, variable } from "./csharp";
import { isJsonType } from "./json-type";
import { type Case, refuse, refuseFirst } from "./refusal";
import type { PolicyServer } from "./server";
import { largestMessage } from "./size-limit";
import { choose } from "./statements";
import type { Element } from "./xml";

const method = "context.Request.Method";

/**
 * Refuses what no client of the protocol sends, by method, URL and headers alone: other methods than the era has, a query,
 * which could hold a token, anything but one bearer token, pages of other origins, bodies that are not plain UTF-8 JSON of
 * a limited size, and clients that do not take the forms of an answer.
 * Serves practices 1.1, 3.4, 7.1 and 8.4.
 */
export function guardTransport(server: PolicyServer): Element[] {
    const methods = allowedMethods(server);
    const isPost = `${method} == "POST"`;
    return [
        choose({
            when: `!${methods.allowed}`,
            do: refuse({
                status: 405,
                reason: "http-method",
                message: "Method not allowed",
                headers: { Allow: methods.header },
            }),
        }),
        ...refuseFirst(
            {
                when: "context.Request.Url.Query.Count > 0",
                refusal: {
                    status: 400,
                    reason: "query",
                    message: "The endpoint takes no query; a token belongs in the Authorization header",
                },
            },
            {
                // several values are joined by commas, which no token has
                when: `${hasRequestHeader("Authorization")} && !${matches("Authorization", "^[Bb]earer +[A-Za-z0-9._~+/=-]+$")}`,
                refusal: {
                    status: 400,
                    reason: "authorization-header",
                    message: "Authorization must be one bearer token",
                },
            },
            {
                // https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
                when: `${hasRequestHeader("Origin")} && !${isOneOf(requestHeader("Origin"), server.allowedOrigins)}`,
                refusal: { status: 403, reason: "origin", message: "Origin not allowed" },
            },
            {
                when: `${isPost} && !${isJsonType(requestHeader("Content-Type"))}`,
                refusal: { status: 415, reason: "content-type", message: "The body must be application/json in UTF-8" },
            },
            {
                when: hasRequestHeader("Content-Encoding"),
                refusal: { status: 415, reason: "content-encoding", message: "The body must not be compressed" },
            },
            {
                when: `${hasRequestHeader("Content-Length")} && !${matches("Content-Length", "^[0-9]{1,9}$")}`,
                refusal: { status: 400, reason: "content-length", message: "Content-Length must be one number" },
            },
            {
                when: `${hasRequestHeader("Content-Length")} && int.Parse(${requestHeader("Content-Length")}) > ${largestMessage}`,
                refusal: {
                    status: 413,
                    reason: "declared-size",
                    message: `The body must have at most ${largestMessage} bytes`,
                },
            },
            {
                when: `${isPost} && !(${accepts("application/json")} && ${accepts("text/event-stream")})`,
                refusal: {
                    status: 406,
                    reason: "accept",
                    message: "Accept must list application/json and text/event-stream",
                },
            },
            ...(server.streaming ? [streamNotTaken] : []),
        ),
    ];
}

// GET opens a stream and DELETE ends a session, which exist before 2026-07-28 only
function allowedMethods({ streaming }: PolicyServer): { allowed: Code; header: Code } {
    const ofSessions = streaming ? ["GET", "DELETE"] : ["DELETE"];
    const hasSessions = `${variable("era")} == "2025"`;
    return {
        allowed: `(${method} == "POST" || (${hasSessions} && ${isOneOf(method, ofSessions)}))`,
        header: `${hasSessions} ? ${stringLiteral(["POST", ...ofSessions].join(", "))} : "POST"`,
    };
}

const streamNotTaken: Case = {
    when: `${method} == "GET" && !${accepts("text/event-stream")}`,
    refusal: { status: 406, reason: "accept", message: "Accept must list text/event-stream" },
};

function accepts(mediaType: string): Code {
    return `${requestHeader("Accept")}.ToLowerInvariant().Contains("${mediaType}")`;
}

function matches(header: string, pattern: string): Code {
    return `Regex.IsMatch(${requestHeader(header)}, ${stringLiteral(pattern)})`;
}

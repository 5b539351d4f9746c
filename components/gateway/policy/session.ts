import {
    block,
    type Code,
    expression,
    hasRequestHeader,
    requestHeader,
    responseHeader,
    stringLiteral,
    variable,
} from "./csharp";
import { base64Url, fromBase64Url, macLength, setMac } from "./hmac";
import { refuse } from "./refusal";
import type { PolicyServer } from "./server";
import { choose, deleteHeader, setHeader, setToNamedValue, setVariable } from "./statements";
import type { Element } from "./xml";

/** https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management */
const header = "Mcp-Session-Id";

/** Seconds that a session lives at most, however much it is used: a working day. */
const lifetime = 8 * 60 * 60;

const hasSessions = `${variable("era")} == "2025"`;

/**
 * Lets the session of the server pass only to the user and the client that began it: the client holds the server's id
 * together with the time and a signature over both, the user, the client and the epoch, which responders change to end
 * all sessions. Whatever else comes gets 404, upon which clients begin a new session. A session is no credential: the
 * token was checked before. Serves practices MUST-2, MUST-4, 7.4, 8.1, 8.2, 8.3 and IR-2.
 */
export function unwrapSession(server: PolicyServer): Element[] {
    return [
        ...setToNamedValue("sessionKeyCurrent", "session-key-current"),
        ...setToNamedValue("sessionKeyPrevious", "session-key-previous"),
        ...setToNamedValue("sessionEpoch", "session-epoch"),
        choose(
            { when: `!(${hasSessions})`, do: [deleteHeader(header)] },
            {
                when: hasRequestHeader(header),
                do: [
                    setVariable("sessionId", verified(server, "sessionKeyCurrent")),
                    // the key may have been rotated since the session began
                    choose({
                        when: `${variable("sessionId")} == ""`,
                        do: [setVariable("sessionId", verified(server, "sessionKeyPrevious"))],
                    }),
                    choose({
                        when: `${variable("sessionId")} == ""`,
                        do: refuse({ status: 404, reason: "unknown-session", message: "Session not found" }),
                    }),
                    setVariable("sessionFingerprint", fingerprint(variable("sessionId"))),
                    setHeader(header, expression(variable("sessionId"))),
                ],
            },
        ),
    ];
}

/**
 * Wraps the id of the session that an `initialize` begins. No other answer may carry one: it would begin the life of the
 * session anew. Serves practices MUST-4, 8.1, 8.2 and 8.3.
 */
export function wrapSession(server: PolicyServer): Element[] {
    const id = responseHeader(header);
    return [
        choose(
            { when: `!(${hasSessions} && ${variable("rpcMethod")} == "initialize")`, do: [deleteHeader(header)] },
            {
                when: `context.Response.Headers.ContainsKey("${header}")`,
                do: [
                    choose({
                        when: `!Regex.IsMatch(${id}, ${stringLiteral("^[\\x21-\\x7e]{1,1024}\\z")})`,
                        do: refuse({
                            status: 502,
                            reason: "server-session-id",
                            message: "The server gave no valid answer",
                        }),
                    }),
                    setVariable("sessionFingerprint", fingerprint(id)),
                    setHeader(header, wrapped(server, id)),
                ],
            },
        ),
    ];
}

/** Expression of the server's id in the header when the signature is right and not too old, else of "". */
function verified(server: PolicyServer, key: string): string {
    return block(
        `var parts = ${requestHeader(header)}.Split('.');`,
        `if (parts.Length != 3 || parts[2].Length != ${macLength}) { return ""; }`,
        ...setMac(variable(key), ...signedTexts(server, "parts[0]", "parts[1]")),
        // every character is compared, so that the time tells nothing
        "var difference = 0;",
        "for (var i = 0; i < mac.Length; i++) { difference = difference | (mac[i] ^ parts[2][i]); }",
        'if (difference != 0) { return ""; }',
        `var age = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(parts[1]);`,
        `return age > ${lifetime} ? "" : Encoding.UTF8.GetString(${fromBase64Url("parts[0]")});`,
    );
}

function wrapped(server: PolicyServer, id: Code): string {
    return block(
        `var id = ${base64Url(`Encoding.UTF8.GetBytes(${id})`)};`,
        "var issuedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();",
        ...setMac(variable("sessionKeyCurrent"), ...signedTexts(server, "id", "issuedAt")),
        'return id + "." + issuedAt + "." + mac;',
    );
}

function signedTexts({ name }: PolicyServer, id: Code, issuedAt: Code): Code[] {
    const bound = ["oid", "azp", "sessionEpoch"].map(variable);
    return [stringLiteral("session"), stringLiteral(name), ...bound, issuedAt, id];
}

/** Expression of what the log says of a session: enough to find its requests, too little to use it. */
function fingerprint(id: Code): string {
    return expression(
        `BitConverter.ToString(SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes(${id})), 0, 8).Replace("-", "")`,
    );
}

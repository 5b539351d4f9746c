import { Headers } from "../context";

// https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1, and Expect, which the server has answered
const hopByHop = [
    "Connection",
    "Expect",
    "Keep-Alive",
    "Proxy-Connection",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
];

/** A copy without the headers that concern only the connection on which they came. */
export function withoutHopByHop(headers: Headers): Headers {
    const kept = new Headers(headers.raw());
    const named = (headers.get("Connection") ?? "").split(",").map((name) => name.trim());
    for (const name of [...hopByHop, ...named]) kept.delete(name);
    return kept;
}

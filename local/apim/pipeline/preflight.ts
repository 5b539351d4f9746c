import { Headers, type ResponseMessage } from "../context";
import type { Preflight } from "../statements/cors";
import type { CompiledPolicy } from "./compile";

/** The method that a script of a page wants to use, when a request asks for that: https://fetch.spec.whatwg.org/#cors-preflight-request */
export function requestedMethod(method: string, headers: Headers): string | undefined {
    return method === "OPTIONS" && headers.has("Origin") ? headers.get("Access-Control-Request-Method") : undefined;
}

/**
 * The answer to a preflight: that of the first `cors` in the order of the policies that allows it, else an empty 200.
 * Undefined without any `cors`. Nothing else of the policies runs.
 * https://learn.microsoft.com/azure/api-management/cors-policy#usage-notes
 */
export function answerPreflight(request: Headers, policies: readonly CompiledPolicy[]): ResponseMessage | undefined {
    const preflights = preflightsOf(policies);
    if (preflights.length === 0) return undefined;
    const [headers = new Headers()] = preflights.map((answer) => answer(request)).filter((each) => each !== undefined);
    return { statusCode: 200, reason: "OK", headers, body: null };
}

function preflightsOf([policy, ...above]: readonly CompiledPolicy[]): Preflight[] {
    return (policy?.preflights ?? []).flatMap((each) => (each === "base" ? preflightsOf(above) : [each]));
}

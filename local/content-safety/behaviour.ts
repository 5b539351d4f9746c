import { type Answer, errorAnswer } from "./answer";

/** How the service is at the moment. */
export type Behaviour =
    /** It answers as it should. */
    | { kind: "well" }
    /** It answers as it should, later. */
    | { kind: "slow"; milliseconds: number }
    /** It refuses every request, whoever asks. */
    | { kind: "failing"; status: number }
    /** Its good answers are not what the API defines. */
    | { kind: "malformed"; how: Malformation };

/** No JSON at all, texts in the place of numbers and truth values, or nothing in the answer. */
export type Malformation = "no-json" | "wrong-types" | "missing-members";

/** https://learn.microsoft.com/azure/ai-services/content-safety/concepts/response-codes */
const codes: Readonly<Record<number, string>> = { 429: "TooManyRequests", 500: "InternalError", 503: "ServerBusy" };

/** What the service answers while it fails. */
export function failure(status: number): Answer {
    const answer = errorAnswer(status, codes[status] ?? String(status), "The service is made to fail.");
    return status === 429 ? { ...answer, headers: { ...answer.headers, "Retry-After": "1" } } : answer;
}

/** A good answer, spoilt. */
export function malformed(body: object, how: Malformation): string {
    const text = JSON.stringify(body);
    const spoilt: Record<Malformation, () => string> = {
        "no-json": () => text.slice(0, -1),
        "wrong-types": () =>
            JSON.stringify(body, (_, value) =>
                typeof value === "number" || typeof value === "boolean" ? String(value) : value,
            ),
        "missing-members": () => "{}",
    };
    return spoilt[how]();
}

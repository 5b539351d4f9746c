import { GraphError } from "../entra/graph-error";
import { resourceTypes, typeOf } from "../entra/registry";
import { deletionFailed, listed, updateFailed } from "../entra/terraform-words";
import { Refusal } from "../provider/provider";
import type { Service } from "./service";

/** How often the client of Microsoft Graph repeats a request, and the longest of its growing pauses (go-azure-sdk). */
const [repetitions, longestPause] = [16, 61];

/** Microsoft Graph, asked by the azuread provider. */
export const entraService: Service = {
    name: "azuread",
    types: resourceTypes.map(({ token }) => token),

    problem: (type, operation) =>
        operation === "update" && typeOf(type).update === undefined
            ? "is never updated, every change replaces it: give create or delete"
            : undefined,

    nameOf: ({ inputs: { displayName } }) => (typeof displayName === "string" ? displayName : undefined),

    throttled: { status: 429, code: "TooManyRequests", message: "Too many requests." },

    pauseAfter: ({ status, retryAfter }, attempts) =>
        (status === 429 || (status >= 500 && status !== 501)) && attempts <= repetitions
            ? (retryAfter ?? Math.min(2 ** (attempts - 1), longestPause))
            : undefined,

    refusal(request, { status, code, message }) {
        const { message: words } = new GraphError(status, code, message);
        switch (request.operation) {
            case "create":
                return new Refusal(listed(words));
            case "read":
                return new Refusal(`refreshing ${request.urn}: ${listed(words)}`);
            case "update":
                return updateFailed(typeOf(request.type), request, words);
            case "delete":
                return deletionFailed(request.urn, words);
        }
    },

    failedLater: ({ operation, urn }, code, message) =>
        `${operation === "update" ? `updating ${urn}: ` : ""}${listed(`${code}: ${message}`)}`,

    patience: (type, operation) => 60 * (typeOf(type).minutes[operation] ?? 0),

    usualSeconds: (type, operation) => (operation === "read" ? 0 : typeOf(type).seconds[operation]),
};

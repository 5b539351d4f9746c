import { ApiError } from "../kubernetes/api-error";
import { apiVersionOf, kindOf, nameOf, parseId } from "../kubernetes/object";
import { creationRefused, notLive, notLiveYet, updateRefused } from "../kubernetes/refusals";
import { kindOfToken } from "../kubernetes/type-token";
import { Refusal } from "../provider/provider";
import type { Service } from "./service";

/** How often the provider's client repeats what the API server asks it to repeat (client-go). */
const repetitions = 10;

/** The API server, asked by the Kubernetes provider. */
export const kubernetesService: Service = {
    name: "kubernetes",

    problem(type) {
        try {
            kindOfToken(type);
            return undefined;
        } catch {
            return "is no type of the Kubernetes API, for example kubernetes:core/v1:ConfigMap";
        }
    },

    nameOf: ({ id, inputs }) => (id === "" ? nameOf(inputs) : parseId(id).name),

    throttled: {
        status: 429,
        code: "TooManyRequests",
        message: "the server has received too many requests and has asked us to try again later",
        retryAfter: 1,
    },

    pauseAfter: ({ status, retryAfter }, attempts) =>
        (status === 429 || status >= 500) && attempts <= repetitions ? retryAfter : undefined,

    refusal({ operation, urn, inputs }, { status, code, message }) {
        switch (operation) {
            case "create": {
                const error = new ApiError(status, { reason: code, message });
                return creationRefused(urn, `${apiVersionOf(inputs)}/${kindOf(inputs)}`, error, "") as Refusal;
            }
            case "update":
                return updateRefused(urn, message);
            default:
                return new Refusal(message);
        }
    },

    failedLater: ({ operation, urn, id }, code, message) =>
        operation === "create" ? notLiveYet(urn, `[${code}] ${message}`) : notLive(id, `[${code}] ${message}`),

    patience: () => 10 * 60,

    // a real API server takes the time that it takes
    usualSeconds: () => undefined,
};

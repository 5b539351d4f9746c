import { ArmError } from "../azure/arm-error";
import { lastSegment } from "../azure/arm-id";
import { nameParameter } from "../azure/names";
import { resourceTypes, typeOf } from "../azure/registry";
import { pauseAfter } from "../azure/retries";
import type { RefusedAnswer, Service } from "./service";

const types = resourceTypes.map(({ token }) => token);

/** Azure Resource Manager, asked by the azure-native provider. */
export const azureService: Service = {
    name: "azure-native",
    types,

    problem: () => undefined,

    nameOf({ type, id, inputs }) {
        const name = inputs[nameParameter(typeOf(type).path) ?? ""];
        return id !== "" ? lastSegment(id) : typeof name === "string" ? name : undefined;
    },

    throttled: {
        status: 429,
        code: "TooManyRequests",
        message: "The request is being throttled as the limit has been reached for operation type.",
    },

    pauseAfter: (answer, attempts) => pauseAfter(asError(answer), attempts),

    refusal: (_request, answer) => asError(answer),

    // the poll that learns of the failure is answered itself
    failedLater: (_request, code, message) => new ArmError(200, code, message).message,

    patience: () => 120 * 60,

    usualSeconds: (type, operation) => (operation === "read" ? 0 : typeOf(type).seconds[operation]),
};

function asError({ status, code, message, retryAfter }: RefusedAnswer): ArmError {
    return new ArmError(status, code, message, retryAfter);
}

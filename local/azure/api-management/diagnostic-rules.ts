import { boolean, integer, limited, number, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { type Fields, list } from "../schema";
import { childNames, entityName, referredTo, validationError, versionIsTooOld } from "./service-of";

export const diagnosticTypes = ["Diagnostic", "ApiDiagnostic"].map((name) => `azure-native:apimanagement:${name}`);

const masks = list(object({ mode: oneOf("Mask", "Hide"), value: string }));
const message = object({
    body: object({ bytes: limited(integer, { maximum: 8192 }) }),
    dataMasking: object({ headers: masks, queryParams: masks }),
    headers: list(string),
});
const pipeline = object({ request: message, response: message });

/** What the diagnostics of a service and of one API have in common. */
export function diagnosticAt(names: Fields): Omit<ResourceType, "token" | "path"> {
    return {
        apiVersion: "2024-05-01",
        names: childNames({ ...names, diagnosticId: entityName }),
        properties: {
            alwaysLog: oneOf("allErrors"),
            backend: pipeline,
            frontend: pipeline,
            httpCorrelationProtocol: oneOf("None", "Legacy", "W3C"),
            logClientIp: boolean,
            loggerId: required(string),
            metrics: boolean,
            operationNameFormat: oneOf("Name", "Url"),
            sampling: object({
                percentage: limited(number, { minimum: 0, maximum: 100 }),
                samplingType: oneOf("fixed"),
            }),
            verbosity: oneOf("verbose", "information", "error"),
            ...readOnly("name", "type"),
        },
        // no published figures; one record
        seconds: { create: 4, update: 4, delete: 4 },
        outputs: ({ inputs }) => ({
            logClientIp: inputs.logClientIp ?? false,
            verbosity: inputs.verbosity ?? "information",
        }),
        refuse: [versionIsTooOld, loggerIsWrong],
    };
}

/** Kind of the logger that the diagnostic of each name writes to: https://learn.microsoft.com/azure/api-management/diagnostic-logs-reference */
const loggerTypes: Record<string, string> = {
    applicationinsights: "applicationInsights",
    azuremonitor: "azureMonitor",
};

function loggerIsWrong(put: Put): ArmError | undefined {
    const { name, inputs } = put;
    const wanted = loggerTypes[name];
    if (wanted === undefined) {
        return validationError(
            `A diagnostic has one of the names ${Object.keys(loggerTypes).join(", ")}, not '${name}': set diagnosticId.`,
        );
    }
    const loggerId = textAt(inputs, "loggerId") ?? "";
    const logger = referredTo(loggerId, "loggers", put);
    if (!logger) {
        return validationError(`Logger with id '${loggerId}' could not be found.`);
    }
    const kind = textAt(logger.body, "loggerType") ?? "";
    return sameId(kind, wanted)
        ? undefined
        : validationError(`The diagnostic ${name} needs a logger of the type ${wanted}, ${loggerId} is ${kind}.`);
}

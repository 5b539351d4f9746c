import { boolean, limited, map, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { diagnosticTypes } from "./diagnostic-rules";
import { inUse, policiesNaming } from "./in-use";
import {
    childNames,
    entitiesOf,
    longEntityName,
    referredTo,
    serviceIdOf,
    validationError,
    versionIsTooOld,
} from "./service-of";

/** Microsoft.ApiManagement/service/loggers: where diagnostics write to. */
export const logger: ResourceType = {
    token: "azure-native:apimanagement:Logger",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/loggers/{loggerId}",
    names: childNames({ loggerId: longEntityName }),
    properties: {
        credentials: map(string),
        description: limited(string, { maxLength: 256 }),
        isBuffered: boolean,
        loggerType: required(oneOf("azureEventHub", "applicationInsights", "azureMonitor")),
        resourceId: string,
        ...readOnly("name", "type"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    outputs: ({ inputs }) => ({ isBuffered: inputs.isBuffered ?? true }),
    refuse: [versionIsTooOld, kindIsWrong],
    refuseDelete: [
        (removal) => {
            const { id, name, cloud } = removal;
            const diagnostics = entitiesOf(serviceIdOf(id), cloud, ...diagnosticTypes).filter((diagnostic) => {
                const reference = textAt(diagnostic.body, "loggerId") ?? "";
                return sameId(referredTo(reference, "loggers", { id: diagnostic.id, cloud })?.id ?? "", id);
            });
            return inUse("Logger", name, [
                ...diagnostics.map((each) => each.id),
                ...policiesNaming(removal, "loggers"),
            ]);
        },
    ],
};

/** Others need a connection string, which Azure keeps in a named value that it makes. */
function kindIsWrong({ inputs }: Put): ArmError | undefined {
    const kind = textAt(inputs, "loggerType") ?? "";
    if (!sameId(kind, "azureMonitor")) {
        return validationError(
            `A logger of the type ${kind} is not modelled by the local cloud: azureMonitor needs no credentials.`,
        );
    }
    return inputs.credentials === undefined
        ? undefined
        : validationError("A logger of the type azureMonitor has no credentials.");
}

import { boolean, each, limited, object, oneOf, required, string } from "../../provider/schema";
import { objectsAt, textAt, valueAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put } from "../resource-type";
import type { GenericType } from "../resources/generic-type";
import { list } from "../schema";
import { oneWriteAtATime, pathIsTaken } from "./apis";
import { callIsTooOld, referredTo, validationError } from "./service-of";

/**
 * Microsoft.ApiManagement/service/apis of the type MCP, which no version of the SDK's own type has.
 * https://learn.microsoft.com/azure/api-management/manage-mcp-servers-rest-api
 */
export const mcpApi: GenericType = {
    armType: "Microsoft.ApiManagement/service/apis",
    apiVersion: "2025-09-01-preview",
    properties: {
        type: required(oneOf("mcp")),
        ...each(string, "backendId", "description"),
        displayName: required(limited(string, { minLength: 1, maxLength: 300 })),
        path: required(limited(string, { maxLength: 400 })),
        protocols: list(oneOf("http", "https")),
        serviceUrl: limited(string, { maxLength: 2000 }),
        subscriptionRequired: boolean,
        mcpProperties: object({
            transportType: oneOf("streamable", "sse"),
            endpoints: list(
                object({
                    name: required(limited(string, { minLength: 1, maxLength: 300 })),
                    uriTemplate: limited(string, { pattern: "^/" }),
                }),
            ),
        }),
    },
    ...oneWriteAtATime,
    refuse: [
        (put) => callIsTooOld(put, mcpApi.apiVersion),
        (put) => pathIsTaken(put, textAt(put.inputs, "properties.path") ?? ""),
        backendIsWrong,
        ({ inputs }) =>
            objectsAt(inputs, "properties.mcpProperties.endpoints").length === 0
                ? validationError("An API of the type mcp needs mcpProperties.endpoints.")
                : undefined,
    ],
};

function backendIsWrong(put: Put): ArmError | undefined {
    const backend = valueAt(put.inputs, "properties.backendId");
    if (backend === undefined) {
        return textAt(put.inputs, "properties.serviceUrl") === undefined
            ? validationError("An API of the type mcp needs a backendId or a serviceUrl.")
            : undefined;
    }
    return referredTo(String(backend), "backends", put)
        ? undefined
        : validationError(`Backend with id '${backend}' could not be found.`);
}

import { oneOf, required, string } from "../../provider/schema";
import { isObject, valueAt } from "../../provider/values";
import type { GenericType } from "../resources/generic-type";
import { inUse, policiesNaming } from "./in-use";
import { callIsTooOld, validationError } from "./service-of";

/** Microsoft.ApiManagement/service/schemas in JSON, which the SDK's own type cannot describe. */
export const jsonSchema: GenericType = {
    armType: "Microsoft.ApiManagement/service/schemas",
    apiVersion: "2024-05-01",
    properties: {
        description: string,
        schemaType: required(oneOf("json")),
        document: required({ type: "any" }),
    },
    refuse: [
        (put) => callIsTooOld(put, jsonSchema.apiVersion),
        ({ inputs }) =>
            isObject(valueAt(inputs, "properties.document"))
                ? undefined
                : validationError("The document of a JSON schema must be an object."),
    ],
    refuseDelete: [(removal) => inUse("Schema", removal.name, policiesNaming(removal, "schemas"))],
};

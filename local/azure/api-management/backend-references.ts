import type { Value } from "../../provider/provider";
import { isObject, valueAt } from "../../provider/values";
import type { Cloud } from "../cloud";
import { namedValuesIn } from "./policy-references";
import { entitiesOf } from "./service-of";

/** Display names of the named values that the credentials of a backend have. */
export function namedValuesOf(credentials: Value | undefined): string[] {
    if (typeof credentials === "string") {
        return namedValuesIn(credentials);
    }
    return Array.isArray(credentials)
        ? credentials.flatMap(namedValuesOf)
        : isObject(credentials)
          ? Object.values(credentials).flatMap(namedValuesOf)
          : [];
}

/** Ids of the backends of a service whose credentials have a named value. */
export function backendsWith(serviceId: string, displayName: string, cloud: Cloud): string[] {
    return entitiesOf(serviceId, cloud, "azure-native:apimanagement:Backend")
        .filter(({ body }) => namedValuesOf(valueAt(body, "credentials")).includes(displayName))
        .map(({ id }) => id);
}

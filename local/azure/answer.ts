import type { Properties, Value } from "../provider/provider";
import { isObject, merge } from "../provider/values";
import { armTypeOf } from "./arm-id";
import { normalLocation } from "./locations";
import { identityAnswer } from "./managed-identity/identity";
import { bodyOf, type Put } from "./resource-type";
import type { Field } from "./schema";

/** What ARM answers to a request that it has carried out. */
export function answer(put: Put): Properties {
    const { type, inputs, before } = put;
    if (before && type.neverUpdated) {
        return before;
    }
    const hidden = type.hides?.(inputs) ?? [];
    const shown = Object.fromEntries(Object.entries(inputs).filter(([name]) => !hidden.includes(name)));
    return merge(merge(echo(bodyOf(type), shown, before ?? {}), standard(put)), type.outputs?.(put) ?? {});
}

/** The inputs that come back, and lists of sub-resources that the request left alone. */
function echo(field: Field, inputs: Properties, before: Properties): Properties {
    const result: Properties = {};
    for (const [name, inner] of Object.entries(field.properties ?? {})) {
        if (inner.readOnly || inner.writeOnly) {
            continue;
        }
        const value = inputs[name] ?? (inner.kept ? (before[name] ?? []) : undefined);
        if (value !== undefined) {
            result[name] = echoValue(inner, value, before[name]);
        }
    }
    return result;
}

function echoValue(field: Field, value: Value, before: Value | undefined): Value {
    if (isObject(value) && field.properties) {
        return echo(field, value, isObject(before) ? before : {});
    }
    return Array.isArray(value) && field.items?.properties
        ? value.map((item) => (isObject(item) && field.items ? echo(field.items, item, {}) : item))
        : value;
}

/** Properties that mean the same in every type that has them. */
function standard(put: Put): Properties {
    const { type, id, name, inputs, before, cloud } = put;
    const { client } = cloud.seed;
    const now = cloud.timestamp();
    const author = { lastModifiedAt: now, lastModifiedBy: client.clientId, lastModifiedByType: "Application" };
    const created = isObject(before?.systemData)
        ? before.systemData
        : { createdAt: now, createdBy: client.clientId, createdByType: "Application" };
    const values: Properties = {
        name,
        type: armTypeOf(id),
        ...(typeof inputs.location === "string" && { location: normalLocation(inputs.location) }),
        etag: `W/"${cloud.newGuid(id, "etag")}"`,
        ...(isObject(inputs.identity) && { identity: identityAnswer(put) }),
        provisioningState: "Succeeded",
        resourceGuid: before?.resourceGuid ?? cloud.newGuid(id, "resourceGuid"),
        systemData: { ...created, ...author },
    };
    return Object.fromEntries(
        Object.entries(values).filter(([property]) => {
            const field = type.properties[property];
            return (
                field?.readOnly || (field && property === "location") || (field?.properties && property === "identity")
            );
        }),
    );
}

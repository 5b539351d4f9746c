import type { Properties, Value } from "../../local/provider/provider";

/** What is another value each time: times, what the cloud or the engine draws, and addresses, by who came first. */
const drawn = new Set([
    "ciphertext",
    "created",
    "createdAt",
    "createdDate",
    "createdOn",
    "customerId",
    "etag",
    "instanceId",
    "ipAddresses",
    "keyUriWithVersion",
    "lastModifiedAt",
    "lastSkuUpdate",
    "modifiedDate",
    "resourceGuid",
    "secretUriWithVersion",
    "updated",
    "updatedOn",
]);

/** Lists whose order depends on what was ready first. */
const unordered = new Set(["dependencies", "propertyDependencies"]);

/** The state of a stack or the content of the cloud without what legitimately differs from one deployment to the next. */
export function normalForm<T>(value: T): T {
    return normal(value as Value) as T;
}

function normal(value: Value, isUnordered = false): Value {
    if (Array.isArray(value)) {
        const items = value.map((item) => normal(item, isUnordered));
        return isUnordered ? items.sort() : items;
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(
            Object.entries(value).map(([name, inner]) => [
                name,
                drawn.has(name) ? "<drawn>" : normal(inner, isUnordered || unordered.has(name)),
            ]),
        ) as Properties;
    }
    // a network interface in its id, and the id of a provider in a reference to it
    return typeof value === "string"
        ? value.replace(/(?<=nic\.|::)[0-9a-f]{8}(-[0-9a-f]{4,12}){4}$/, "<drawn>")
        : value;
}

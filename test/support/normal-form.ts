import type { Properties, Value } from "../../local/provider/provider";

/** What is another value each time: what the cloud or the engine draws, and addresses, by who came first. Times are, too. */
const drawn = new Set([
    "accessEndpoint",
    "ciphertext",
    "correlationId",
    "created",
    "customerId",
    "dataExportId",
    "defaultDomain",
    "eTag",
    "etag",
    "eventStreamEndpoint",
    "immutableId",
    "infrastructureResourceGroup",
    "instanceId",
    "internalId",
    "ipAddresses",
    "keyUriWithVersion",
    "resourceGuid",
    "revision",
    "secretUriWithVersion",
    "startDate",
    "targetResourceGuid",
    "updated",
    "watchlistId",
]);

/** What a GET works out from the resources that refer to it: the state has what there were when it was read last. */
const derived = new Set([
    "applicationGateways",
    "childPolicies",
    "firewalls",
    "ipConfiguration",
    "numberOfRecordSets",
    "numberOfVirtualNetworkLinks",
    "numberOfVirtualNetworkLinksWithRegistration",
    "publicIPAddresses",
    "ruleCollectionGroups",
    "subnets",
    "virtualNetworks",
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
            Object.entries(value)
                .filter(([name]) => !derived.has(name))
                .map(([name, inner]) => [
                    name,
                    drawn.has(name) ? "<drawn>" : normal(inner, isUnordered || unordered.has(name)),
                ]),
        ) as Properties;
    }
    // as RFC 3339 has it, or in milliseconds since the epoch
    if (typeof value === "string" && /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|\d{13})$/.test(value)) {
        return "<time>";
    }
    // a network interface in its id, and the id of a provider in a reference to it
    return typeof value === "string"
        ? value.replace(/(?<=nic\.|::)[0-9a-f]{8}(-[0-9a-f]{4,12}){4}$/, "<drawn>")
        : value;
}

import type { Properties } from "../../provider/provider";
import { boolean, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { doing } from "../graph-error";
import { namedLocationIds } from "../ids";
import { completed } from "../plan";
import type { ResourceType } from "../resource-type";
import { defaulted, type Field, list, replaces } from "../schema";
import { nonEmpty } from "../texts";

/** Conditional Access takes no range that is larger than a /8. */
const range: Field = {
    ...string,
    problems: (value, key) => {
        const length = /^[0-9a-fA-F.:]+\/(\d{1,3})$/.exec(value)?.[1];
        if (length === undefined) {
            return [`expected "${key}" to be a valid CIDR Value, got ${value}`];
        }
        return Number(length) < 8 ? [`expected "${key}" to have a prefix length of at least 8, got ${value}`] : [];
    },
};

/** Addresses or countries that a Conditional Access policy refers to. */
export const namedLocation: ResourceType = {
    token: "azuread:index/namedLocation:NamedLocation",
    fields: {
        displayName: required(nonEmpty),
        ip: replaces(object({ ipRanges: required(list(range)), trusted: boolean })),
        country: replaces(
            object({
                countriesAndRegions: required(list(nonEmpty)),
                countryLookupMethod: defaulted(oneOf("authenticatorAppGps", "clientIpAddress"), "clientIpAddress"),
                includeUnknownCountriesAndRegions: boolean,
            }),
        ),
        ...readOnly("objectId"),
    },
    combinations: [{ kind: "exactly-one", names: ["country", "ip"] }],
    schemaVersion: 1,
    minutes: { create: 5, read: 5, update: 5, delete: 5 },
    // the provider waits 15 seconds first; then it sees the location five times, or five times not, 5 seconds apart
    seconds: { create: 35, update: 20, delete: 40 },

    async create({ inputs, graph }) {
        const id = namedLocationIds.format(graph.newGuid("namedLocation"));
        await graph.put(id, bodyOf(inputs));
        return id;
    },

    read(id, graph) {
        const [objectId] = namedLocationIds.parse(id);
        const body = graph.find(namedLocationIds.format(objectId));
        return body && { ...body, objectId };
    },

    async update({ inputs, graph, id }) {
        await doing(`Updating ${describe(id)}`, async () => {
            graph.get(id);
            await graph.put(id, bodyOf(inputs));
        });
    },

    async remove({ graph, id }) {
        await graph.remove(graph.find(id) ? [id] : []);
    },
};

function bodyOf(inputs: Properties): Properties {
    return completed(namedLocation.fields, inputs);
}

function describe(id: string): string {
    return `Identity Conditional Access Named Location (Named Location: "${namedLocationIds.parse(id)[0]}")`;
}

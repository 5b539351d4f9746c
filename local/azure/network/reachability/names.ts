import { objectsAt, textAt, textsAt } from "../../../provider/values";
import { lastSegment, parentOf, sameId } from "../../arm-id";
import type { Stored } from "../../cloud";
import { privateName } from "../../private-dns/private-names";
import { type RecordSet, recordSetsIn } from "../../private-dns/record-sets";
import type { ResourceType } from "../../resource-type";
import type { Resources } from "./places";
import { publicRecord } from "./public-names";
import { addressNumber } from "./ranges";
import { platformAddress, publicAddress } from "./service-tags";

/** Who has answered when none of the cloud's own zones did. */
export const publicDns = "public DNS";

/** What a name stands for, or why there is no answer. */
export type Answer = { address: number; by: string } | { nothing: string };

/**
 * What the resolver of a network answers, or the public DNS for somebody outside. The public name of a service with a
 * private endpoint leads to a private zone, and without a link to that zone back to the service's public address.
 *
 * @param networkId - The network whose links to private zones count; undefined outside.
 */
export function resolved(fqdn: string, networkId: string | undefined, resources: Resources): Answer {
    const seen = new Set<string>();
    let name = fqdn.toLowerCase();
    let publicName = name;
    while (!seen.has(name)) {
        seen.add(name);
        const zone = zoneFor(name, networkId, resources);
        const lead = hasEndpoint(name, resources) ? privateName(name) : undefined;
        if (zone) {
            const origin = lastSegment(zone.id).toLowerCase();
            const label = name === origin ? "@" : name.slice(0, -origin.length - 1);
            const record = recordOf(label, zone, resources);
            const [value = ""] = record?.values ?? [];
            if (record?.type === "A") {
                return { address: addressNumber(value), by: `${origin}/${record.name}` };
            }
            if (!record && !zone.fallsBack) {
                return { nothing: `${origin}: no record ${label}` };
            }
            if (!record) {
                return { address: publicAddress(publicName), by: publicDns };
            }
            name = value.toLowerCase().replace(/\.$/, "");
            publicName = name;
        } else if (lead) {
            name = `${lead.record}.${lead.zone}`;
        } else {
            const record = publicRecord(publicName, resources);
            if (!record || "address" in record) {
                return record ?? { address: publicAddress(publicName), by: publicDns };
            }
            name = record.alias;
            publicName = name;
        }
    }
    return { nothing: `${name} is an alias of itself` };
}

/** The resource that has a public name for its private link. */
export function ownerOf(
    fqdn: string,
    resources: Stored[],
    { all }: Resources,
    typeOf: (token: string) => ResourceType | undefined,
): Stored | undefined {
    const isName = (name: string) => name.toLowerCase() === fqdn.toLowerCase();
    return resources.find(({ type, id, body }) =>
        Object.values(typeOf(type)?.privateLink ?? {}).some((names) =>
            names(lastSegment(id), { id, body, all }).some(isName),
        ),
    );
}

function hasEndpoint(fqdn: string, { all }: Resources): boolean {
    return all("azure-native:network:PrivateEndpoint").some(({ body }) =>
        objectsAt(body, "customDnsConfigs").some((config) => textAt(config, "fqdn")?.toLowerCase() === fqdn),
    );
}

/** The linked zone with the longest name that the name ends with. */
function zoneFor(name: string, networkId: string | undefined, { all }: Resources) {
    const [zone] = all("azure-native:privatedns:VirtualNetworkLink")
        .filter(({ body }) => networkId !== undefined && sameId(textAt(body, "virtualNetwork.id") ?? "", networkId))
        .map(({ id, body }) => ({ id: parentOf(id), fallsBack: body.resolutionPolicy === "NxDomainRedirect" }))
        .filter(({ id }) => `.${name}`.endsWith(`.${lastSegment(id).toLowerCase()}`))
        .toSorted((one, other) => lastSegment(other.id).length - lastSegment(one.id).length);
    return zone;
}

function recordOf(label: string, zone: { id: string }, { all }: Resources): RecordSet | undefined {
    const records = recordSetsIn(zone.id, all).filter(({ type }) => type === "A" || type === "CNAME");
    return records.find(({ name }) => sameId(name, label)) ?? records.find(({ name }) => name === "*");
}

/** The server that a network asks instead of Azure's own. */
export function dnsServer(network: Stored): string | undefined {
    const [server] = textsAt(network.body, "dhcpOptions.dnsServers");
    return server === platformAddress ? undefined : server;
}

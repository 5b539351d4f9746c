import { Unreachable } from "../apim/surroundings";
import { lastSegment } from "../azure/arm-id";
import type { Stored } from "../azure/cloud";
import { networkModel, publicDns, type Reach } from "../azure/network/reachability";
import type { ResourceType } from "../azure/resource-type";

/**
 * The origin of the server on this machine that stands for the host of a URL.
 *
 * @param from - Id of the subnet of the caller; undefined for one outside of the networks.
 * @throws Unreachable when the network lets nobody from there to the host, or nobody here stands for it.
 */
export type OriginOf = (from: string | undefined, url: URL) => string;

/**
 * Who stands for which host, as long as the resources stay as they are.
 *
 * @param resources - Everything that exists in Azure.
 * @param hosts - Origins by host, as `URL.host` has it. Hosts may come and go.
 */
export function originsIn(
    resources: Stored[],
    typeOf: (token: string) => ResourceType | undefined,
    hosts: ReadonlyMap<string, string>,
): OriginOf {
    const model = networkModel(resources, typeOf);
    const known = new Map<string, Reach>();
    // what the public DNS has for a name of theirs is not what stands for it here
    const zones = resources
        .filter(({ type }) => type === "azure-native:privatedns:PrivateZone")
        .map(({ id }) => lastSegment(id).toLowerCase());

    // a question takes milliseconds, which each request to a host would take again
    function reach(from: string, to: string, port: number): Reach {
        const question = JSON.stringify([from, to, port]);
        const answer = known.get(question) ?? model.reach({ from, to, protocol: "Tcp", port });
        known.set(question, answer);
        return answer;
    }

    return (from, url) => {
        const { allowed, by } = reach(from ?? "Internet", url.hostname, portOf(url));
        const zone = zones.find((name) => `.${url.hostname}`.endsWith(`.${name}`));
        if (by.includes(publicDns) && zone !== undefined) {
            throw new Unreachable(
                `${url.host} is a name of the private zone ${zone}, which nobody asks from ${from ?? "the internet"}.`,
            );
        }
        if (!allowed) {
            throw new Unreachable(`${url.host} cannot be reached from ${from ?? "the internet"}: ${by.join(", ")}.`);
        }
        const origin = hosts.get(url.host);
        if (origin === undefined) {
            throw new Unreachable(`Nobody on this machine stands for ${url.host}.`);
        }
        return origin;
    };
}

/** A URL has no port when it is that of its scheme. */
function portOf({ port, protocol }: URL): number {
    return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

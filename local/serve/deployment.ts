import type { DeployedService } from "../apim/deployed";
import { readDeployed } from "../apim/read-deployed";
import { namedValueText } from "../azure/api-management/named-value-text";
import type { Cloud, Stored } from "../azure/cloud";
import { firstUsable } from "../azure/network/address-range";
import { readOnlyCloud } from "../azure/read-only-cloud";
import { typeOf } from "../azure/registry";
import type { Records } from "../cloud/records";
import type { DeployedEdge } from "../edge/deployed";
import { readEdge } from "../edge/read-edge";
import { type OriginOf, originsIn } from "../network/origins";
import { textAt } from "../provider/values";

/** What answers requests, as it is deployed at one moment. */
export interface Deployment {
    records: Records;
    cloud: Cloud;
    /** Everything in Azure. */
    resources: Stored[];
    services: DeployedService[];
    edges: EdgeInNetwork[];
    /** Accounts of Azure AI Content Safety. */
    contentSafety: { id: string; host: string }[];
    originOf: OriginOf;
}

/** An edge, and where it lies. */
export interface EdgeInNetwork {
    edge: DeployedEdge;
    subnetId: string;
    /** Address that its requests come from. */
    address: string;
}

/**
 * @param home - Folder of the cloud that the records are of.
 * @param hosts - Origins on this machine by host.
 * @throws an error that names what is deployed and cannot be served.
 */
export function readDeployment(records: Records, home: string, hosts: ReadonlyMap<string, string>): Deployment {
    const cloud = readOnlyCloud(records, home);
    const resources = [...cloud.all(), ...cloud.seed.resources];
    const ofType = (type: string) => resources.filter((each) => each.type === `azure-native:${type}`);
    return {
        records,
        cloud,
        resources,
        services: readDeployed(resources, (namedValue) => {
            const answer = namedValueText(namedValue, cloud);
            return "value" in answer ? answer.value : undefined;
        }),
        edges: ofType("network:ApplicationGateway").map((each) => edgeInNetwork(each, cloud)),
        contentSafety: ofType("cognitiveservices:Account")
            .filter(({ body }) => body.kind === "ContentSafety")
            .map(({ id, body }) => ({ id, host: new URL(textAt(body, "properties.endpoint") ?? "").host })),
        originOf: originsIn(resources, typeOf, hosts),
    };
}

function edgeInNetwork(gateway: Stored, cloud: Cloud): EdgeInNetwork {
    const edge = readEdge(gateway, (id) => cloud.find(id));
    const [configuration] = Array.isArray(gateway.body.gatewayIPConfigurations)
        ? gateway.body.gatewayIPConfigurations
        : [];
    const subnetId = textAt(configuration, "subnet.id") ?? "";
    const range = textAt(cloud.find(subnetId)?.body, "addressPrefix");
    const address = range === undefined ? undefined : firstUsable(range);
    if (address === undefined) throw new Error(`${gateway.id} lies in no subnet that has an address for it.`);
    return { edge, subnetId, address };
}

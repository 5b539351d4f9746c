import type { Properties } from "../../provider/provider";
import { isObject, objectsAt, textAt } from "../../provider/values";
import { answer } from "../answer";
import { ArmError } from "../arm-error";
import { ancestorsOf, isBelow, lastSegment, parentOf, sameId } from "../arm-id";
import type { Cloud, Stored } from "../cloud";
import { normalLocation } from "../locations";
import { userAssignedIdentity } from "../managed-identity/user-assigned-identity";
import { freeAddress } from "../network/address-range";
import { rangesOf } from "../network/placement";
import { privateRecordSet } from "../private-dns/private-record-set";
import { privateZone } from "../private-dns/private-zone";
import { virtualNetworkLink } from "../private-dns/virtual-network-link";
import type { Put, ResourceType, Rule } from "../resource-type";
import { resourceGroup } from "../resources/resource-group";
import { invalidParameter } from "./cluster-error";
import { apiServerSubnet } from "./cluster-network";

/** https://learn.microsoft.com/azure/aks/faq */
const longestName = 80;

/** Name of the group of what AKS makes for a cluster: nodes, disks, load balancers, identities. */
export function nodeGroupName({ id, name, inputs, before }: Put): string {
    const group = /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? "";
    const usual = `MC_${group}_${name}_${normalLocation(String(inputs.location))}`.slice(0, longestName);
    return textAt(inputs, "nodeResourceGroup") ?? textAt(before, "nodeResourceGroup") ?? usual;
}

export function nodeGroupId(put: Put): string {
    return `/subscriptions/${put.cloud.seed.subscriptionId}/resourceGroups/${nodeGroupName(put)}`;
}

export function nodeGroupIsWrong(put: Put): ArmError | undefined {
    const name = nodeGroupName(put);
    if (name.length > longestName) {
        return invalidParameter(
            "nodeResourceGroup",
            `'${name}' has ${name.length} characters, and ${longestName} are the most`,
        );
    }
    const existing = put.cloud.find(nodeGroupId(put));
    return existing && !sameId(textAt(existing.body, "managedBy") ?? "", put.id)
        ? new ArmError(
              409,
              "NodeResourceGroupAlreadyExists",
              `The node resource group ${name} of ${put.id} exists already, and must be the cluster's alone.`,
          )
        : undefined;
}

/** The group, and what matters of the things that AKS makes there. */
export function nodeGroup(put: Put, body: Properties): Stored[] {
    const location = normalLocation(String(put.inputs.location));
    return [
        made(resourceGroup, nodeGroupId(put), { location, managedBy: put.id }, put),
        ...madeIdentities(put, body),
        ...nameOfApiServer(put, body),
    ];
}

/** A resource as it is answered after AKS has made it. */
function made(type: ResourceType, id: string, inputs: Properties, { cloud }: Put, before?: Properties): Stored {
    const existing = cloud.find(id)?.body ?? before;
    return { type: type.token, id, body: answer({ type, id, name: lastSegment(id), inputs, before: existing, cloud }) };
}

function madeIdentities(put: Put, body: Properties): Stored[] {
    const addOns = Object.values(isObject(body.addonProfiles) ? body.addonProfiles : {});
    const profiles = [
        ...Object.values(isObject(body.identityProfile) ? body.identityProfile : {}),
        ...addOns.flatMap((addOn) => (isObject(addOn) && isObject(addOn.identity) ? addOn.identity : [])),
    ].filter(isObject);
    return profiles
        .filter((profile) => isBelow(textAt(profile, "resourceId") ?? "", nodeGroupId(put)))
        .map(({ resourceId, clientId = "", objectId = "" }) => {
            const location = normalLocation(String(put.inputs.location));
            return made(userAssignedIdentity, String(resourceId), { location }, put, {
                clientId,
                principalId: objectId,
            });
        });
}

/** The zone that AKS makes for the name of a private API server, linked to the network of the cluster. */
function nameOfApiServer(put: Put, body: Properties): Stored[] {
    const { cloud, inputs } = put;
    const fqdn = textAt(body, "privateFQDN");
    const subnetId = apiServerSubnet(inputs);
    const [range] = rangesOf(cloud.find(subnetId ?? "")?.body ?? {});
    const isSystem = textAt(body, "apiServerAccessProfile.privateDNSZone") === "system";
    if (fqdn === undefined || subnetId === undefined || range === undefined || !isSystem) {
        return [];
    }
    const [label = "", ...rest] = fqdn.split(".");
    const zone = `${nodeGroupId(put)}/providers/Microsoft.Network/privateDnsZones/${rest.join(".")}`;
    const record = `${zone}/A/${label}`;
    const address = addressIn(cloud.find(record)?.body) ?? freeAddress(range, usedAddresses(cloud)) ?? "";
    const location = "global";
    return [
        made(privateZone, zone, { location }, put),
        made(privateRecordSet, record, { ttl: 300, aRecords: [{ ipv4Address: address }] }, put),
        made(
            virtualNetworkLink,
            `${zone}/virtualNetworkLinks/${label}`,
            { location, registrationEnabled: false, virtualNetwork: { id: parentOf(subnetId) } },
            put,
        ),
    ];
}

function usedAddresses(cloud: Cloud): string[] {
    return cloud.all(privateRecordSet.token).flatMap(({ body }) => addressIn(body) ?? []);
}

function addressIn(record: Properties | undefined): string | undefined {
    const [first] = objectsAt(record, "aRecords");
    return textAt(first, "ipv4Address");
}

/**
 * A change in the group of the nodes of a cluster that keeps it to itself, by anybody but AKS:
 * https://learn.microsoft.com/azure/aks/node-resource-group-lockdown
 */
export function isLockedDown(verb: "write" | "delete"): Rule<{ id: string; cloud: Cloud }> {
    return ({ id, cloud }) => {
        const group = cloud.find([id, ...ancestorsOf(id)].find((each) => /\/resourceGroups\/[^/]+$/i.test(each)) ?? "");
        const owner = cloud.find(textAt(group?.body, "managedBy") ?? "");
        const { objectId } = cloud.seed.client;
        return group && textAt(owner?.body, "nodeResourceGroupProfile.restrictionLevel") === "ReadOnly"
            ? new ArmError(
                  403,
                  "DenyAssignmentAuthorizationFailed",
                  `The client '${objectId}' with object id '${objectId}' has permission to perform ${verb} on scope '${id}'; however, the access is denied because of the deny assignment with name 'AKS-NRG-Lockdown' at scope '${group.id}'.`,
              )
            : undefined;
    };
}

import type { Properties, Value } from "../../provider/provider";
import { isObject, merge, objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { lastSegment } from "../arm-id";
import { normalLocation } from "../locations";
import type { Put } from "../resource-type";
import { hasPublicName, isPrivate, ownZone } from "./cluster-access";
import { usualRevision } from "./cluster-add-ons";
import { isOverlay, usualRanges } from "./cluster-network";
import { kubeletIdentity } from "./cluster-permissions";
import { defaultVersion, settledVersion } from "./kubernetes-versions";
import { nodeGroupId, nodeGroupName } from "./node-group";
import { poolAnswer } from "./pool-answer";

/** Version of the control plane, with its patch. A request without a version keeps what runs. */
export function controlPlaneVersion({ inputs, before }: Pick<Put, "inputs" | "before">): string {
    const running = textAt(before, "currentKubernetesVersion");
    return settledVersion(textAt(inputs, "kubernetesVersion") ?? running ?? defaultVersion, running);
}

/** What AKS answers besides, or has chosen. */
export function clusterOutputs(put: Put): Properties {
    const { id, inputs, before, cloud } = put;
    const version = textAt(inputs, "kubernetesVersion") ?? textAt(before, "kubernetesVersion") ?? defaultVersion;
    const controlPlane = controlPlaneVersion(put);
    return {
        ...names(put),
        addonProfiles: addOns(put),
        agentPoolProfiles: objectsAt(inputs, "agentPoolProfiles").map((pool) =>
            poolAnswer(pool, {
                id: `${id}/agentPools/${pool.name}`,
                controlPlane,
                isOverlay: isOverlay(inputs),
                before: objectsAt(before, "agentPoolProfiles").find(({ name }) => name === pool.name),
                cloud,
            }),
        ),
        currentKubernetesVersion: controlPlane,
        disableLocalAccounts: inputs.disableLocalAccounts ?? false,
        eTag: cloud.newGuid(id, "etag"),
        enableRBAC: inputs.enableRBAC ?? true,
        identityProfile: identities(put),
        kubernetesVersion: version,
        maxAgentPools: 100,
        networkProfile: network(inputs),
        nodeProvisioningProfile: merge(
            { mode: "Manual", defaultNodePools: "Auto" },
            given(inputs, "nodeProvisioningProfile"),
        ),
        nodeResourceGroup: nodeGroupName(put),
        nodeResourceGroupProfile: merge(
            { restrictionLevel: "Unrestricted" },
            given(inputs, "nodeResourceGroupProfile"),
        ),
        oidcIssuerProfile: issuer(put),
        powerState: { code: "Running" },
        resourceUID: before?.resourceUID ?? cloud.newGuid(id, "resourceUID").replaceAll("-", "").slice(0, 24),
        sku: merge({ name: "Base", tier: "Free" }, given(inputs, "sku")),
        storageProfile: merge(
            {
                diskCSIDriver: { enabled: true },
                fileCSIDriver: { enabled: true },
                snapshotController: { enabled: true },
            },
            given(inputs, "storageProfile"),
        ),
        supportPlan: inputs.supportPlan ?? "KubernetesOfficial",
        ...mesh(put, version),
    };
}

function given(inputs: Properties, name: string): Properties {
    const value = inputs[name];
    return isObject(value) ? value : {};
}

/** https://learn.microsoft.com/azure/aks/private-clusters#options-for-connecting-to-the-private-cluster */
function names({ id, inputs, before, cloud }: Put): Properties {
    const region = normalLocation(String(inputs.location));
    const hash = cloud.newGuid(id, "fqdn").slice(0, 8);
    const label = textAt(inputs, "fqdnSubdomain") ?? `${textAt(inputs, "dnsPrefix")}-${hash}`;
    const zone = ownZone(inputs);
    const isIntegrated = valueAt(inputs, "apiServerAccessProfile.enableVnetIntegration") === true;
    const systemZone = `${cloud.newGuid(id, "zone")}.${isIntegrated ? "private" : "privatelink"}.${region}.azmk8s.io`;
    const publicName = textAt(before, "fqdn") ?? `${label}.hcp.${region}.azmk8s.io`;
    return {
        azurePortalFQDN: textAt(before, "azurePortalFQDN") ?? `${label}.portal.hcp.${region}.azmk8s.io`,
        ...(hasPublicName(inputs) && { fqdn: publicName }),
        ...(isPrivate(inputs) && {
            privateFQDN: textAt(before, "privateFQDN") ?? `${label}.${zone ? lastSegment(zone) : systemZone}`,
            apiServerAccessProfile: {
                privateDNSZone: zone ?? textAt(inputs, "apiServerAccessProfile.privateDNSZone") ?? "system",
                enablePrivateClusterPublicFQDN: hasPublicName(inputs),
            },
        }),
    };
}

/** https://learn.microsoft.com/azure/aks/use-oidc-issuer: the same as long as the cluster exists. */
function issuer({ id, inputs, before, cloud }: Put): Properties {
    const region = normalLocation(String(inputs.location));
    const isOn = valueAt(inputs, "oidcIssuerProfile.enabled") === true;
    const url = `https://${region}.oic.prod-aks.azure.com/${cloud.seed.tenantId}/${cloud.newGuid(id, "issuer")}/`;
    return {
        enabled: isOn,
        ...(isOn && { issuerURL: textAt(before, "oidcIssuerProfile.issuerURL") ?? url }),
    };
}

function network(inputs: Properties): Properties {
    const profile = given(inputs, "networkProfile");
    const services = profile.serviceCidr ?? usualRanges.serviceCidr;
    const pods = profile.podCidr ?? usualRanges.podCidr;
    return merge(
        {
            dnsServiceIP: usualRanges.dnsServiceIP,
            ipFamilies: ["IPv4"],
            loadBalancerSku: "standard",
            networkDataplane: "azure",
            networkPlugin: "azure",
            networkPolicy: "none",
            outboundType: "loadBalancer",
            serviceCidr: services,
            serviceCidrs: [services],
            ...(isOverlay(inputs) && { podCidr: pods, podCidrs: [pods] }),
        },
        profile,
    );
}

/** A mesh keeps its revisions when a request says nothing of them: https://github.com/Azure/ARO-HCP/pull/6236 */
function mesh({ inputs, before }: Put, version: string): Properties {
    const profile = given(inputs, "serviceMeshProfile");
    if (profile.mode !== "Istio" || textsAt(profile, "istio.revisions").length > 0) {
        return {};
    }
    const running = textsAt(before, "serviceMeshProfile.istio.revisions");
    const revisions = running.length > 0 ? running : [usualRevision(version) ?? []].flat();
    return revisions.length > 0 ? { serviceMeshProfile: { istio: { revisions } } } : {};
}

/** The identity that nodes act as: the one that was given, or one that AKS makes. */
function identities(put: Put): Properties {
    const resourceId = kubeletIdentity(put);
    return {
        kubeletidentity: resourceId === undefined ? madeIdentity(put, "agentpool") : givenIdentity(resourceId, put),
    };
}

function givenIdentity(resourceId: string, { cloud }: Put): Properties {
    const { clientId = "", principalId = "" } = cloud.find(resourceId)?.body ?? {};
    return { resourceId, clientId, objectId: principalId };
}

/** An identity that AKS makes in the group of the nodes; the same as long as it is there. */
function madeIdentity(put: Put, suffix: string): Properties {
    const { id, name, cloud } = put;
    const identityName = suffix === "agentpool" ? `${name}-agentpool` : `${suffix.toLowerCase()}-${name}`;
    const resourceId = `${nodeGroupId(put)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${identityName}`;
    const existing = cloud.find(resourceId);
    return existing
        ? givenIdentity(resourceId, put)
        : {
              resourceId,
              clientId: cloud.newGuid(id, suffix, "clientId"),
              objectId: cloud.newGuid(id, suffix, "principalId"),
          };
}

/** Add-ons act as identities of their own. */
function addOns(put: Put): Value {
    return Object.fromEntries(
        Object.entries(given(put.inputs, "addonProfiles")).map(([name, profile]) => [
            name,
            isObject(profile) && profile.enabled === true ? { ...profile, identity: madeIdentity(put, name) } : profile,
        ]),
    );
}

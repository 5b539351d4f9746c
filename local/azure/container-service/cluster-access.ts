import type { Properties } from "../../provider/provider";
import { isGuid, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, isArmId, lastSegment, sameId } from "../arm-id";
import { normalLocation } from "../locations";
import type { Put } from "../resource-type";
import { changeNotAllowed, invalidParameter } from "./cluster-error";

export function isPrivate(body: Properties): boolean {
    return valueAt(body, "apiServerAccessProfile.enablePrivateCluster") === true;
}

/** A private cluster has a public name, too, unless it says otherwise. */
export function hasPublicName(body: Properties): boolean {
    return !isPrivate(body) || valueAt(body, "apiServerAccessProfile.enablePrivateClusterPublicFQDN") !== false;
}

/** Id of the zone that was given for the name of the API server. */
export function ownZone(body: Properties): string | undefined {
    const zone = textAt(body, "apiServerAccessProfile.privateDNSZone") ?? "system";
    return isArmId(zone) ? zone : undefined;
}

/** https://learn.microsoft.com/azure/aks/private-clusters */
export function privateAccessIsWrong({ inputs, before }: Put): ArmError | undefined {
    const profile = (name: string) => valueAt(inputs, `apiServerAccessProfile.${name}`);
    const zone = textAt(inputs, "apiServerAccessProfile.privateDNSZone");
    if (!isPrivate(inputs)) {
        const useless = ["privateDNSZone", "enablePrivateClusterPublicFQDN"].find(
            (name) => profile(name) !== undefined,
        );
        if (useless !== undefined) {
            return invalidParameter(`apiServerAccessProfile.${useless}`, "it needs enablePrivateCluster");
        }
    } else if (textsAt(inputs, "apiServerAccessProfile.authorizedIPRanges").length > 0) {
        return invalidParameter(
            "apiServerAccessProfile.authorizedIPRanges",
            "ranges cannot be authorized for a private cluster",
        );
    }
    if (zone === "none" && !hasPublicName(inputs)) {
        return new ArmError(
            400,
            "NonePrivateDNSZonePublicFQDNDisabledError",
            "Private cluster with private DNS zone mode none cannot have its public FQDN disabled.",
        );
    }
    const isIntegrated = profile("enableVnetIntegration") === true;
    return before && isPrivate(before) !== isPrivate(inputs) && !isIntegrated
        ? changeNotAllowed("properties.apiServerAccessProfile.enablePrivateCluster")
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/private-clusters#configure-a-private-dns-zone */
export function zoneIsWrong({ inputs, before }: Put): ArmError | undefined {
    const given = textAt(inputs, "apiServerAccessProfile.privateDNSZone") ?? "system";
    const zone = ownZone(inputs);
    const at = "apiServerAccessProfile.privateDNSZone";
    if (zone === undefined) {
        return ["system", "none"].includes(given)
            ? undefined
            : invalidParameter(at, `'${given}' must be system, none or the id of a private DNS zone`);
    }
    const region = normalLocation(String(inputs.location));
    const isNamed = new RegExp(`^([a-z0-9-]{1,32}\\.)?(privatelink|private)\\.${region}\\.azmk8s\\.io$`, "i");
    if (!sameId(armTypeOf(zone), "Microsoft.Network/privateDnsZones") || !isNamed.test(lastSegment(zone))) {
        return new ArmError(
            400,
            "InvalidPrivateDNSZoneResourceID",
            `${zone} is no private DNS zone named private.${region}.azmk8s.io or privatelink.${region}.azmk8s.io, or one below.`,
        );
    }
    if (textAt(inputs, "identity.type") !== "UserAssigned") {
        return new ArmError(
            400,
            "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone",
            "System-assigned managed identity is not supported for custom private DNS zone. Use a user-assigned identity.",
        );
    }
    return before && ownZone(before) !== undefined && !sameId(ownZone(before) ?? "", zone)
        ? changeNotAllowed("properties.apiServerAccessProfile.privateDNSZone")
        : undefined;
}

const longestLabel = 54;

/** One of both makes the name of the API server; a subdomain is of one's own zone. */
export function nameIsWrong({ inputs }: Put): ArmError | undefined {
    const names = (["dnsPrefix", "fqdnSubdomain"] as const).filter((name) => inputs[name] !== undefined);
    const [name] = names;
    if (names.length !== 1 || name === undefined) {
        return invalidParameter(
            "dnsPrefix",
            `exactly one of dnsPrefix and fqdnSubdomain is needed, not ${names.length}`,
        );
    }
    const label = textAt(inputs, name) ?? "";
    if (label.length > longestLabel || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(label)) {
        return invalidParameter(
            name,
            `'${label}' must have 1 to ${longestLabel} letters, digits and dashes, and begin and end with a letter or digit`,
        );
    }
    return name === "fqdnSubdomain" && !(isPrivate(inputs) && ownZone(inputs) !== undefined)
        ? invalidParameter(name, "it needs a private cluster with the id of a private DNS zone")
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad, https://learn.microsoft.com/azure/aks/manage-azure-rbac */
export function directoryIsWrong({ inputs, before, cloud }: Put): ArmError | undefined {
    const isManaged = (body: Properties | undefined) => valueAt(body, "aadProfile.managed") === true;
    if (inputs.disableLocalAccounts === true && !isManaged(inputs)) {
        return invalidParameter("disableLocalAccounts", "it needs aadProfile.managed, or nobody could use the cluster");
    }
    if (isManaged(before) && !isManaged(inputs)) {
        return invalidParameter("aadProfile.managed", "it cannot be disabled once it is enabled");
    }
    if (inputs.aadProfile === undefined) {
        return undefined;
    }
    if (inputs.enableRBAC === false) {
        return invalidParameter("enableRBAC", "aadProfile needs it");
    }
    if (valueAt(inputs, "aadProfile.enableAzureRBAC") === true && !isManaged(inputs)) {
        return invalidParameter("aadProfile.enableAzureRBAC", "it needs aadProfile.managed");
    }
    const wrong = textsAt(inputs, "aadProfile.adminGroupObjectIDs").find((id) => !isGuid(id));
    if (wrong !== undefined) {
        return invalidParameter("aadProfile.adminGroupObjectIDs", `'${wrong}' is no object id`);
    }
    const tenant = textAt(inputs, "aadProfile.tenantID") ?? cloud.seed.tenantId;
    return valueAt(inputs, "aadProfile.enableAzureRBAC") === true && tenant !== cloud.seed.tenantId
        ? invalidParameter("aadProfile.tenantID", "Azure RBAC needs the tenant of the subscription")
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/use-oidc-issuer, https://learn.microsoft.com/azure/aks/workload-identity-overview */
export function issuerIsWrong({ inputs, before }: Put): ArmError | undefined {
    const hasIssuer = (body: Properties | undefined) => valueAt(body, "oidcIssuerProfile.enabled") === true;
    if (hasIssuer(before) && !hasIssuer(inputs)) {
        return new ArmError(400, "OIDCIssuerFeatureCannotBeDisabled", "The OIDC issuer feature cannot be disabled.");
    }
    return valueAt(inputs, "securityProfile.workloadIdentity.enabled") === true && !hasIssuer(inputs)
        ? invalidParameter("securityProfile.workloadIdentity.enabled", "it needs oidcIssuerProfile.enabled")
        : undefined;
}

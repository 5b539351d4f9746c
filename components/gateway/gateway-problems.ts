import {
    armIdProblem,
    DdosProtection,
    ipv4RangeProblem,
    listed,
    PrivateLinkService,
    placementProblems,
    privateNetworkProblems,
    rangeProblem,
    roleProblem,
    secretProblems,
} from "../shared";
import { isHostName } from "../shared/endpoint";
import { certificateAuthorityProblem } from "./certificate-authority";
import { EdgeAccess, type GatewayArgs, GatewayTier, unitsOf, zonesOf } from "./gateway-args";
import { publicZoneProblem } from "./host-record";
import { contentSafetyEndpointProblem } from "./named-values";
import { exclusionProblems } from "./waf-exclusion";

/** Problems in the arguments, as sentences; empty when there are none. */
export function gatewayProblems(name: string, args: GatewayArgs): string[] {
    return listed(
        ...placementProblems(name, args),
        ...serviceProblems(args),
        ...edgeProblems(args),
        ...idProblems(args),
        domainProblem(args.hostName, "hostName"),
        domainProblem(args.internalDomain, "internalDomain"),
        args.hostName === args.internalDomain || args.hostName.endsWith(`.${args.internalDomain}`)
            ? `internalDomain is "${args.internalDomain}", which hides hostName ${args.hostName} in the network; choose another domain.`
            : undefined,
        ...secretProblems(args.certificate, "certificate"),
        ...(args.certificateNetwork === undefined
            ? []
            : privateNetworkProblems(args.certificateNetwork, PrivateLinkService.Vault)),
        ...sessionKeyProblems(args),
        typeof args.contentSafetyEndpoint === "string"
            ? contentSafetyEndpointProblem(args.contentSafetyEndpoint)
            : undefined,
        ...authorityProblems(args),
    );
}

function sessionKeyProblems({ sessionKeys, signingSessionKey }: GatewayArgs): (string | undefined)[] {
    const names = Object.keys(sessionKeys);
    return [
        names.length === 1 || names.length === 2
            ? undefined
            : `sessionKeys has ${names.length} keys; it must have one or two.`,
        names.includes(signingSessionKey)
            ? undefined
            : `signingSessionKey is "${signingSessionKey}"; it must be one of sessionKeys: ${names.join(", ") || "there are none"}.`,
        ...Object.entries(sessionKeys).flatMap(([key, reference]) => [
            roleProblem(key, `The name of sessionKeys.${key}`),
            ...secretProblems(reference, `sessionKeys.${key}`),
        ]),
    ];
}

function serviceProblems(args: GatewayArgs): (string | undefined)[] {
    const { publisherName, publisherEmail, tier } = args;
    const tiers: string[] = Object.values(GatewayTier);
    return [
        publisherName.trim() !== "" && publisherName.length <= 100
            ? undefined
            : `publisherName is "${publisherName}"; it must be text of 1 to 100 characters.`,
        /^[^\s@;]+@[^\s@;]+\.[^\s@;]+$/.test(publisherEmail)
            ? undefined
            : `publisherEmail is "${publisherEmail}"; it must be an email address.`,
        tiers.includes(tier) ? undefined : `tier is "${tier}"; it must be one of ${tiers.join(", ")}.`,
        ...zonesOf(args).map((zone, index) =>
            /^[123]$/.test(zone) ? undefined : `availabilityZones[${index}] is "${zone}"; it must be 1, 2 or 3.`,
        ),
        unitsProblem(args),
    ];
}

// https://learn.microsoft.com/azure/api-management/enable-availability-zone-support
function unitsProblem(args: GatewayArgs): string | undefined {
    const units = unitsOf(args);
    if (args.tier === GatewayTier.Developer) {
        return units === 1
            ? undefined
            : `units is ${units}; tier Developer has one unit. Remove it, or choose Premium.`;
    }
    if (args.tier !== GatewayTier.Premium) return undefined;
    const zones = zonesOf(args).length;
    return (
        rangeProblem(units, "units", { min: 1, max: 31, unit: "units" }) ??
        (zones === 0 || units % zones === 0
            ? undefined
            : `units is ${units}; it must be a multiple of ${zones}, the number of availabilityZones, which get the same number each.`)
    );
}

function edgeProblems(args: GatewayArgs): (string | undefined)[] {
    const { access = EdgeAccess.Public, edgeInstances, ddosProtection = DdosProtection.Address } = args;
    const accesses: string[] = Object.values(EdgeAccess);
    const protections: string[] = Object.values(DdosProtection);
    const { minimum, maximum } = edgeInstances ?? { minimum: 2, maximum: 10 };
    return [
        accesses.includes(access) ? undefined : `access is "${access}"; it must be one of ${accesses.join(", ")}.`,
        protections.includes(ddosProtection)
            ? undefined
            : `ddosProtection is "${ddosProtection}"; it must be one of ${protections.join(", ")}.`,
        // https://learn.microsoft.com/azure/application-gateway/application-gateway-autoscaling-zone-redundant
        rangeProblem(minimum, "edgeInstances.minimum", { min: 0, max: 125, unit: "instances" }),
        rangeProblem(maximum, "edgeInstances.maximum", { min: 2, max: 125, unit: "instances" }),
        minimum > maximum
            ? `edgeInstances.minimum is ${minimum}, more than edgeInstances.maximum, which is ${maximum}; make it less.`
            : undefined,
        rangeProblem(args.requestsPerMinute ?? 1000, "requestsPerMinute", { min: 1, max: 5000, unit: "requests" }),
        rangeProblem(args.concurrentRequestsPerUser ?? 8, "concurrentRequestsPerUser", {
            min: 1,
            max: 100,
            unit: "requests",
        }),
        ...Object.entries(args.wafExclusions ?? {}).flatMap(([exclusion, settings]) => [
            roleProblem(exclusion, `The name of wafExclusions.${exclusion}`),
            ...exclusionProblems(settings, `wafExclusions.${exclusion}`),
        ]),
        access === EdgeAccess.Private && args.publicDnsZoneId !== undefined
            ? "publicDnsZoneId is given for a private edge, whose host is a private zone; remove it, or make the edge public."
            : undefined,
    ];
}

function idProblems(args: GatewayArgs): (string | undefined)[] {
    const subnet = "Microsoft.Network/virtualNetworks/subnets";
    const types = {
        workspaceId: "Microsoft.OperationalInsights/workspaces",
        gatewaySubnetId: subnet,
        edgeSubnetId: subnet,
        virtualNetworkId: "Microsoft.Network/virtualNetworks",
        contentSafetyAccountId: "Microsoft.CognitiveServices/accounts",
    } as const;
    const { edgeRange, publicDnsZoneId } = args;
    return [
        ...Object.entries(types).map(([argument, type]) => {
            const id = args[argument as keyof typeof types];
            return typeof id === "string" ? armIdProblem(id, argument, type) : undefined;
        }),
        typeof edgeRange === "string" ? ipv4RangeProblem(edgeRange, "edgeRange") : undefined,
        typeof publicDnsZoneId === "string" ? publicZoneProblem(publicDnsZoneId, args) : undefined,
    ];
}

function domainProblem(domain: string, argument: string): string | undefined {
    return isHostName(domain)
        ? undefined
        : `${argument} is "${domain}"; it must be a domain name in lower case, for example "mcp.contoso.example".`;
}

function authorityProblems({ internalCertificateAuthorities: authorities = [] }: GatewayArgs): (string | undefined)[] {
    return [
        authorities.length > 10
            ? `internalCertificateAuthorities has ${authorities.length} certificates; API Management takes 10 at most.`
            : undefined,
        ...authorities.map((authority, index) =>
            certificateAuthorityProblem(authority, `internalCertificateAuthorities[${index}]`),
        ),
    ];
}

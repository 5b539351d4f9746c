import type * as pulumi from "@pulumi/pulumi";
import {
    armIdProblem,
    DdosProtection,
    ipv4RangeProblem,
    listed,
    type PlacementArgs,
    PrivateLinkService,
    type PrivateNetwork,
    placementProblems,
    privateNetworkProblems,
    rangeProblem,
    roleProblem,
} from "../shared";
import { certificateAuthorityProblem } from "./certificate-authority";
import { publicZoneProblem } from "./host-record";
import { contentSafetyEndpointProblem } from "./named-values";
import { type SecretReference, secretProblems } from "./secret-reference";
import { exclusionProblems, type WafExclusion } from "./waf-exclusion";

/** Classic tiers of API Management, which are the ones that can be put into a network as a whole. */
export const GatewayTier = {
    /** One unit, without a promise of availability. */
    Developer: "Developer",
    /** Any number of units, spread over availability zones. */
    Premium: "Premium",
} as const;
export type GatewayTier = (typeof GatewayTier)[keyof typeof GatewayTier];

/** From where clients reach the edge. */
export const EdgeAccess = {
    /** From the internet, by a public address; the network says from which ranges. */
    Public: "public",
    /** From the network, and what is connected to it, only. */
    Private: "private",
} as const;
export type EdgeAccess = (typeof EdgeAccess)[keyof typeof EdgeAccess];

/** How many instances the edge has. */
export interface EdgeInstances {
    /** Required. The least, 0 to 125; 0 costs the least and makes the first calls wait. */
    minimum: number;
    /** Required. The most, 2 to 125. */
    maximum: number;
}

/** Arguments of `Gateway`. */
export interface GatewayArgs extends PlacementArgs {
    /** Required. ARM id of the workspace that receives the logs. */
    workspaceId: pulumi.Input<string>;
    /** Required. Who runs the gateway, in messages of API Management: 1 to 100 characters. */
    publisherName: string;
    /** Required. Address that API Management sends messages to. */
    publisherEmail: string;
    /** Required. Tier of API Management. */
    tier: GatewayTier;
    /**
     * Optional. Units of API Management, 1 to 31, a multiple of the number of availability zones; one in tier Developer.
     * Default: one for each zone, or one.
     */
    units?: number;
    /**
     * Optional. Availability zones of the edge, its address and API Management in tier Premium; empty in a region
     * without. Default: 1, 2 and 3.
     */
    availabilityZones?: string[];
    /** Required. ARM id of a subnet for API Management, with the flows and routes of docs/flow-matrix.md. */
    gatewaySubnetId: pulumi.Input<string>;
    /** Required. ARM id of a subnet for the edge alone. */
    edgeSubnetId: pulumi.Input<string>;
    /** Required. Range of that subnet in CIDR notation: API Management answers nobody else. */
    edgeRange: pulumi.Input<string>;
    /** Required. ARM id of the virtual network whose resolver is asked by both, which private DNS zones are linked to. */
    virtualNetworkId: pulumi.Input<string>;
    /** Required. Host that clients call, in a domain that is verified in the tenant. */
    hostName: string;
    /**
     * Required. Certificate of the host, in a vault that exists. The edge's identity gets the role Key Vault Secrets User
     * on it.
     */
    certificate: SecretReference;
    /**
     * Optional. Subnet and DNS zone of a private endpoint to that vault. Default: the network reaches the vault already.
     */
    certificateNetwork?: PrivateNetwork;
    /** Optional. From where clients reach the edge. Default: public. */
    access?: EdgeAccess;
    /** Optional. Instances of the edge. Default: 2 to 10. */
    edgeInstances?: EdgeInstances;
    /** Optional. How the public address is protected against floods of traffic, as that of the network. Default: address. */
    ddosProtection?: DdosProtection;
    /** Optional. Requests of one client address in a minute, 1 to 5000; more are blocked. Default: 1000. Serves practice 4.1. */
    requestsPerMinute?: number;
    /** Optional. Reviewed exceptions from rules of the web application firewall, by a short name. Default: none. */
    wafExclusions?: Record<string, WafExclusion>;
    /**
     * Optional. ARM id of the public DNS zone of the host, in the same subscription, to write its record into; only with
     * a public edge. Default: somebody else writes it.
     */
    publicDnsZoneId?: pulumi.Input<string>;
    /**
     * Optional. Whether to register the feature EnableApplicationGatewayNetworkIsolation, without which Azure refuses the
     * edge. A subscription has one registration, so one of its environments makes it. Default: false; it is registered.
     */
    registerNetworkIsolation?: boolean;
    /**
     * Optional. Requests of one user at the same time, 1 to 100, over all servers; more are refused. Default: 8. Serves
     * practice 4.1.
     */
    concurrentRequestsPerUser?: number;
    /**
     * Required. Keys that session ids are signed with, by short names, one or two: each the base64 of 32 bytes or more.
     * Signatures of both count. API Management's system identity gets the role Key Vault Secrets User on them.
     */
    sessionKeys: Record<string, SecretReference>;
    /** Required. Name of the session key that signs, one of `sessionKeys`. */
    signingSessionKey: string;
    /** Required. Address of the account of Azure AI Content Safety that checks arguments and results. */
    contentSafetyEndpoint: pulumi.Input<string>;
    /** Required. ARM id of that account, on which the gateway's identity gets the role Cognitive Services User. */
    contentSafetyAccountId: pulumi.Input<string>;
    /** Required. Domain of the servers in the cluster, a private DNS zone that is created: a server is `<name>.<domain>`. */
    internalDomain: string;
    /**
     * Optional. Roots that the certificate of the cluster's ingress comes from, up to 10, as PEM or its base64; they are
     * public. Default: public certificate authorities.
     */
    internalCertificateAuthorities?: string[];
}

/** Availability zones of what has any. */
export function zonesOf({ availabilityZones }: GatewayArgs): string[] {
    return availabilityZones ?? ["1", "2", "3"];
}

/** Units of API Management. */
export function unitsOf(args: GatewayArgs): number {
    return args.units ?? (args.tier === GatewayTier.Premium ? Math.max(1, zonesOf(args).length) : 1);
}

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
    const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    return domain.length <= 253 && new RegExp(`^(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`).test(domain)
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

import type * as pulumi from "@pulumi/pulumi";
import type { DdosProtection, PlacementArgs, PrivateNetwork, SecretReference } from "../shared";
import type { WafExclusion } from "./waf-exclusion";

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

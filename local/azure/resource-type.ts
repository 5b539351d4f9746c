import type { Properties } from "../provider/provider";
import type { ArmError } from "./arm-error";
import type { Cloud, Stored } from "./cloud";
import type { Field, Fields } from "./schema";
import type { Sealed } from "./sealed-records";

/** A request to create or update a resource, as ARM sees it. */
export interface Put {
    type: ResourceType;
    id: string;
    /** Last part of the id. */
    name: string;
    inputs: Properties;
    /** The resource as it is now; undefined when it is new. */
    before: Properties | undefined;
    cloud: Cloud;
}

/** A request to delete a resource. */
export interface Removal {
    id: string;
    name: string;
    body: Properties;
    cloud: Cloud;
}

/** How a request went that ARM had accepted. */
export interface CarriedOut {
    /** What it answers besides. */
    outputs: Properties;
    /** Why it has failed, or why nobody waited for it; empty when it went well. The resource is there in any case. */
    reasons: string[];
}

/** A reason for ARM to refuse a request. */
export type Rule<Request> = (request: Request) => ArmError | undefined;

/** The resource that a private endpoint leads to, and others that its names depend on. */
export interface LinkTarget {
    id: string;
    body: Properties;
    /** Every resource of a type. */
    all(token: string): Stored[];
}

/** What a service wants of the subnet that it has addresses in. */
export interface Placement {
    /** Ids of its subnets. */
    subnetIds(body: Properties): string[];
    /** The name that the subnet must have. */
    subnetName?: string;
    /** The service that the subnet must be delegated to; a delegated subnet takes nothing else. */
    delegatedTo?: string;
    /** A service that the subnet may be delegated to, and need not. */
    acceptsDelegationTo?: string;
    /** The subnet holds nothing of another type. */
    dedicated?: true;
    /** Length of the longest prefix that leaves it enough addresses. */
    longestPrefix?: number;
}

/** One type of Azure resource: what it accepts, answers and refuses, and how long it takes. */
export interface ResourceType {
    /** Token of the azure-native SDK. */
    token: string;
    /** Version of the REST API that the SDK uses by default. */
    apiVersion: string;
    /** Path of the resource in the casing that Azure answers with. */
    path: string;
    /** Azure answers with the id of the resource that it belongs to in lower case. */
    lowerCasesScope?: boolean;
    /** Limits of path parameters, where the specification has them. */
    names?: Fields;
    /** Body of the resource, as the SDK shows it. */
    properties: Fields;
    /** Properties besides the path parameters whose change needs a new resource (the provider's force-new list). */
    replacedBy?: string[];
    /** Seconds that Azure takes; orders of magnitude, see the source at each type. */
    seconds: { create: number; update: number; delete: number };
    /** ARM type of the ancestor (or itself) that takes one write at a time. */
    serializedBy?: string;
    /** What another write is told meanwhile; by default in words that the provider waits and tries again for. */
    busy?(holder: string): ArmError;
    /** Regions that are not those of the subscription. */
    locations?: string[];
    /** Azure takes it without a region. */
    optionalLocation?: true;
    /** Azure answers a PUT of an existing one with the existing one. */
    neverUpdated?: boolean;
    /** What Azure adds to the inputs, or answers differently. */
    outputs?(put: Put): Properties;
    /** Names of inputs that go into this one and never come out. */
    hides?(inputs: Properties): string[];
    /** What goes into it and never comes out, and is needed later. */
    seals?(put: Put, body: Properties): Sealed[];
    /** What Azure makes besides the resource, which is left when it is deleted, unless it lies in it or a group of it. */
    leaves?(put: Put, body: Properties): Stored[];
    /** What ARM does between accepting a request and answering it. */
    carryOut?(put: Put, signal: AbortSignal): Promise<CarriedOut>;
    /** What a GET works out from the resources that refer to it. */
    derived?(resource: Stored, cloud: Cloud): Properties;
    placement?: Placement;
    /** Ids of the public addresses that it holds. */
    publicAddressIds?(body: Properties): string[];
    refuse?: Rule<Put>[];
    refuseDelete?: Rule<Removal>[];
    /** A deleted one keeps its name for some days. */
    softDelete?: {
        days(removal: Removal): number;
        /** The provider recovers a deleted one instead of failing when it is created again. */
        recovered?: boolean;
    };
    /** Public names that a private endpoint of each group gives an address to, each its own. */
    privateLink?: Record<string, (name: string, target: LinkTarget) => string[]>;
    /** Why one of this kind cannot have a private endpoint. */
    refuseEndpoint?(target: Stored): ArmError | undefined;
    /** What a diagnostic setting of it may select. */
    diagnostics?: {
        logs: string[];
        groups: string[];
        metrics: string[];
        /** Its logs have no tables of their own in a workspace: all go to AzureDiagnostics. */
        sharedTable?: true;
    };
}

/** Fields of a whole request or answer. */
export function bodyOf(type: ResourceType): Field {
    return { type: "object", properties: type.properties };
}

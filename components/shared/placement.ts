import type * as pulumi from "@pulumi/pulumi";

/**
 * How sensitive the data is that a resource holds. Written to the tag `data-classification`, where rules read it.
 *
 * Serves practice 6.4.
 */
export const DataClassification = {
    /** May be published. */
    Public: "public",
    /** For members of the organisation. */
    Internal: "internal",
    /** For named groups only. */
    Confidential: "confidential",
    /** For named persons only; disclosure does serious harm. */
    Restricted: "restricted",
} as const;
export type DataClassification = (typeof DataClassification)[keyof typeof DataClassification];

/** What the names of all Azure resources of an environment are made of. */
export interface Naming {
    /** Required. Short name of the organisation: lower-case letters and digits. Part of every name that is unique in all of Azure. */
    organisation: string;
    /** Required. Short name of the workload: lower-case letters and digits. */
    workload: string;
    /** Required. Short name of the environment, for example `dev`: lower-case letters and digits, a letter first. */
    environment: string;
    /**
     * Optional. One to three digits that set copies of an environment apart, and that give new names when the old
     * ones are still soft-deleted. Default: none.
     */
    instance?: string;
}

/** Who answers for a resource. Written to its tags. */
export interface Ownership {
    /** Required. Team or address that answers for the resource. */
    owner: string;
    /** Required. Where its cost is booked. */
    costCenter: string;
    /** Required. How sensitive the data is that it holds. */
    dataClassification: DataClassification;
}

/** Where in a subscription a component goes, what its resources are called, and who owns them. */
export interface SubscriptionPlacementArgs {
    /** Required. Id of the Azure subscription, a GUID. It must be the one of the provider that the component uses. */
    subscriptionId: string;
    /** Required. Azure region, for example `westeurope`. */
    location: string;
    /** Required. What the names of the Azure resources are made of. */
    naming: Naming;
    /** Required. Who answers for the resources. */
    ownership: Ownership;
    /**
     * Optional. Whether Pulumi refuses to delete or replace what holds state: groups, vaults, keys, workspaces.
     * Default: true.
     */
    protect?: boolean;
}

/** Where a component goes that lives in a resource group. */
export interface PlacementArgs extends SubscriptionPlacementArgs {
    /** Required. Name of the resource group that holds the resources. */
    resourceGroupName: pulumi.Input<string>;
}

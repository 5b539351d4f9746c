import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
    knownAfter,
    listed,
    placementProblems,
    protection,
    resourceName,
    type SubscriptionPlacementArgs,
    tags,
    validate,
} from "../shared";

/** Arguments of `ResourceGroup`. */
export interface ResourceGroupArgs extends SubscriptionPlacementArgs {
    /** Optional. Name of an existing group to use as it is; nothing is created then. Default: a new group. */
    existingResourceGroupName?: string;
}

/**
 * The resource group of an environment, new or adopted.
 *
 * Serves practice 6.4: every resource of the environment has one owner and one data classification.
 *
 * @throws one error that lists all problems of the arguments.
 */
export class ResourceGroup extends pulumi.ComponentResource {
    /** Name of the group. */
    readonly resourceGroupName: pulumi.Output<string>;
    /** ARM id of the group. */
    readonly resourceGroupId: pulumi.Output<string>;

    constructor(name: string, args: ResourceGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:ResourceGroup", name, {}, opts);
        validate(this, name, resourceGroupProblems(name, args));

        this.resourceGroupName = useOrCreateGroup(name, args, this);
        this.resourceGroupId = pulumi.interpolate`/subscriptions/${args.subscriptionId}/resourceGroups/${this.resourceGroupName}`;
        this.registerOutputs({ resourceGroupName: this.resourceGroupName, resourceGroupId: this.resourceGroupId });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function resourceGroupProblems(name: string, args: ResourceGroupArgs): string[] {
    const existing = args.existingResourceGroupName;
    return listed(
        ...placementProblems(name, args),
        // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
        existing === undefined || /^[\w().-]{0,89}[\w()-]$/.test(existing)
            ? undefined
            : `existingResourceGroupName is "${existing}"; it must be 1 to 90 letters, digits, "_", "(", ")", "-" and ".", with no "." at the end.`,
    );
}

function useOrCreateGroup(name: string, args: ResourceGroupArgs, parent: pulumi.Resource): pulumi.Output<string> {
    if (args.existingResourceGroupName !== undefined) return pulumi.output(args.existingResourceGroupName);
    const resourceGroupName = resourceName("Microsoft.Resources/resourceGroups", args.naming, name);
    const group = new resources.ResourceGroup(
        `${name}-group`,
        { resourceGroupName, location: args.location, tags: tags(args, "resource-group") },
        { parent, ...protection("Microsoft.Resources/resourceGroups", args) },
    );
    return knownAfter(group, resourceGroupName);
}

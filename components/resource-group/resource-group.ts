import * as authorization from "@pulumi/azure-native/authorization";
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
    /** Optional. Name of an existing group to use; only the benchmark is assigned to it then. Default: a new group. */
    existingResourceGroupName?: string;
}

/**
 * The resource group of an environment, new or adopted, in which Azure judges every resource by the Microsoft cloud
 * security benchmark, whenever it changes and once a day.
 *
 * The benchmark reports and stops nothing. It is assigned to the group and not to the subscription, so that two
 * environments in one subscription do not fight over it.
 *
 * Serves practices 6.4 and ZT-4: every resource of the environment has one owner and one data classification, and its
 * risk is assessed continuously.
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
        assignBenchmark(name, this.resourceGroupId, args, this);
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

/**
 * Azure never changes what an assignment assigns: another benchmark needs an assignment of another name.
 *
 * https://learn.microsoft.com/azure/governance/policy/samples/azure-security-benchmark
 */
const benchmark = "/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8";

/**
 * Without identity and parameters: by default, every policy of the benchmark has the effect Audit, AuditIfNotExists or
 * Disabled, and an identity is for policies that deploy or modify:
 * https://github.com/Azure/azure-policy/blob/master/built-in-policies/policySetDefinitions/Security%20Center/AzureSecurityCenter.json
 */
function assignBenchmark(
    name: string,
    scope: pulumi.Output<string>,
    args: ResourceGroupArgs,
    parent: pulumi.Resource,
): void {
    new authorization.PolicyAssignment(
        `${name}-benchmark`,
        {
            policyAssignmentName: resourceName(
                "Microsoft.Authorization/policyAssignments",
                args.naming,
                `${name}-benchmark`,
            ),
            scope,
            policyDefinitionId: benchmark,
            enforcementMode: "Default",
            notScopes: [],
            displayName: "Microsoft cloud security benchmark",
            description:
                "Reports how the resources of the group compare with the benchmark; stops and changes nothing.",
        },
        { parent },
    );
}

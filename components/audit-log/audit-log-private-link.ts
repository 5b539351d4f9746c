import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import {
    checkedArmId,
    createPrivateEndpoint,
    knownAfter,
    type PlacementArgs,
    type PrivateNetwork,
    placementProblems,
    privateNetworkProblems,
    resourceId,
    resourceName,
    tags,
    validate,
} from "../shared";

/** Arguments of `AuditLogPrivateLink`. */
export interface AuditLogPrivateLinkArgs extends PlacementArgs {
    /** Required. Subnet and the five DNS zones of Azure Monitor. */
    network: PrivateNetwork;
    /** Required. ARM id of the workspace that the network reaches. */
    workspaceId: pulumi.Input<string>;
    /** Required. ARM id of the data collection endpoint that the network reaches. */
    dataCollectionEndpointId: pulumi.Input<string>;
}

/**
 * The way from the network to its audit log: a private endpoint through which workspace and collection endpoint are
 * reached, and no others of Azure Monitor, so that nobody inside carries logs to a workspace of their own.
 *
 * That holds for queries, too, also where the workspace admits them from the internet. One private link scope serves all
 * networks that share DNS zones: where such a scope exists, connect the workspace and the endpoint to that one instead.
 *
 * Serves practices ZT-2 and 5.1.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class AuditLogPrivateLink extends pulumi.ComponentResource {
    /** ARM id of the private link scope; waits until the network resolves it. */
    readonly privateLinkScopeId: pulumi.Output<string>;

    constructor(name: string, args: AuditLogPrivateLinkArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:AuditLogPrivateLink", name, {}, opts);
        validate(this, name, auditLogPrivateLinkProblems(name, args));

        const type = "Microsoft.Insights/privateLinkScopes";
        const scopeName = resourceName(type, args.naming, name);
        const scopeId = resourceId(args, type, scopeName);
        const scope = createScope(name, scopeName, args, this);

        // Azure changes a scope once at a time: https://github.com/hashicorp/terraform-provider-azurerm/issues/22236
        const linked = { "collection-endpoint": collectionEndpointOf(args), workspace: workspaceOf(args) };
        let last: pulumi.Resource = scope;
        for (const [what, linkedResourceId] of Object.entries(linked)) {
            last = link(`${name}-${what}`, what, linkedResourceId, knownAfter(last, scopeName), args, this);
        }
        const target = {
            service: "monitor",
            resourceId: knownAfter(last, scopeId),
            network: args.network,
        } as const;
        const endpoint = createPrivateEndpoint(name, args, { ...target, component: "audit-log" }, this);

        this.privateLinkScopeId = knownAfter([scope, endpoint], scopeId);
        this.registerOutputs({ privateLinkScopeId: this.privateLinkScopeId });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function auditLogPrivateLinkProblems(name: string, args: AuditLogPrivateLinkArgs): string[] {
    return [...placementProblems(name, args), ...privateNetworkProblems(args.network, "monitor")];
}

function collectionEndpointOf({ dataCollectionEndpointId }: AuditLogPrivateLinkArgs): pulumi.Output<string> {
    return checkedArmId(
        dataCollectionEndpointId,
        "dataCollectionEndpointId",
        "Microsoft.Insights/dataCollectionEndpoints",
    );
}

function workspaceOf({ workspaceId }: AuditLogPrivateLinkArgs): pulumi.Output<string> {
    return checkedArmId(workspaceId, "workspaceId", "Microsoft.OperationalInsights/workspaces");
}

function createScope(
    name: string,
    scopeName: string,
    args: AuditLogPrivateLinkArgs,
    parent: pulumi.Resource,
): monitor.PrivateLinkScope {
    return new monitor.PrivateLinkScope(
        `${name}-scope`,
        {
            scopeName,
            resourceGroupName: args.resourceGroupName,
            location: "global",
            accessModeSettings: { ingestionAccessMode: "PrivateOnly", queryAccessMode: "PrivateOnly", exclusions: [] },
            tags: tags(args, "audit-log"),
        },
        { parent },
    );
}

function link(
    name: string,
    what: string,
    linkedResourceId: pulumi.Output<string>,
    scopeName: pulumi.Output<string>,
    args: AuditLogPrivateLinkArgs,
    parent: pulumi.Resource,
): monitor.PrivateLinkScopedResource {
    return new monitor.PrivateLinkScopedResource(
        `${name}-link`,
        { name: what, scopeName, resourceGroupName: args.resourceGroupName, kind: "Resource", linkedResourceId },
        { parent },
    );
}

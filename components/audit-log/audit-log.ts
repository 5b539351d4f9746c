import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import {
    knownAfter,
    listed,
    type PlacementArgs,
    placementProblems,
    protection,
    rangeProblem,
    resourceId,
    resourceName,
    tags,
    validate,
} from "../shared";

/** Arguments of `AuditLog`. */
export interface AuditLogArgs extends PlacementArgs {
    /** Optional. Days that logs can be searched, 90 to 730. Default: 90. */
    retentionDays?: number;
}

/**
 * A Log Analytics workspace that only Entra identities with rights on the logged resource read, that nobody reaches
 * over the public internet, and that never stops recording for cost. Microsoft Sentinel can be enabled on it as it is.
 *
 * Until the network has a private link scope for Azure Monitor, logs arrive from Azure services through diagnostic
 * settings only, and nobody can query.
 *
 * Serves practices 5.1, 5.3, 2.1 and IR-3.
 *
 * @throws one error that lists all problems of the arguments.
 */
export class AuditLog extends pulumi.ComponentResource {
    /** ARM id of the workspace. */
    readonly workspaceId: pulumi.Output<string>;
    /** Name of the workspace. */
    readonly workspaceName: pulumi.Output<string>;

    constructor(name: string, args: AuditLogArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:AuditLog", name, {}, opts);
        validate(this, name, auditLogProblems(name, args));

        const workspaceName = resourceName("Microsoft.OperationalInsights/workspaces", args.naming, name);
        const workspace = createWorkspace(name, workspaceName, args, this);

        const workspaceId = resourceId(args, "Microsoft.OperationalInsights/workspaces", workspaceName);
        this.workspaceId = knownAfter(workspace, workspaceId);
        this.workspaceName = knownAfter(workspace, workspaceName);
        this.registerOutputs({ workspaceId: this.workspaceId, workspaceName: this.workspaceName });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function auditLogProblems(name: string, args: AuditLogArgs): string[] {
    return listed(
        ...placementProblems(name, args),
        rangeProblem(args.retentionDays ?? 90, "retentionDays", { min: 90, max: 730, unit: "days" }),
    );
}

function createWorkspace(
    name: string,
    workspaceName: string,
    args: AuditLogArgs,
    parent: pulumi.Resource,
): operationalinsights.Workspace {
    return new operationalinsights.Workspace(
        `${name}-workspace`,
        {
            workspaceName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { name: "PerGB2018" }, // the tier that Microsoft Sentinel needs
            retentionInDays: args.retentionDays ?? 90,
            features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
            publicNetworkAccessForIngestion: "Disabled",
            publicNetworkAccessForQuery: "Disabled",
            workspaceCapping: { dailyQuotaGb: -1 }, // no cap: a flood of events must not end the recording
            tags: tags(args, "audit-log"),
        },
        { parent, ...protection("Microsoft.OperationalInsights/workspaces", args) },
    );
}

import * as aadiam from "@pulumi/azure-native/aadiam";
import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { knownAfter, parseArmId, protection, resourceId, resourceName, sendLogs, tags, validate } from "../shared";
import { type AuditLogArgs, auditLogProblems, QueryAccess } from "./audit-log-args";
import { defaultRetention } from "./table-retention";
import { tablesTemplate } from "./tables-template";

/**
 * A Log Analytics workspace that only Entra identities with rights on the logged resource read, whose logs arrive
 * privately, and that never stops recording for cost. Microsoft Sentinel can be enabled on it as it is.
 *
 * - Audit logs are kept for a year at least, what tools and models were given and answered for 90 days at most.
 * - Container logs arrive through an endpoint and a rule that clusters are associated with.
 * - Who queries the workspace is logged in it.
 *
 * Until `AuditLogPrivateLink` connects the network, logs arrive from Azure services only, and only a workspace with
 * query access `Public` can be queried.
 *
 * Serves practices 5.1, 5.3, 2.1, PP-1 and IR-3.
 *
 * @throws one error that lists all problems of the arguments.
 */
export class AuditLog extends pulumi.ComponentResource {
    /** ARM id of the workspace. */
    readonly workspaceId: pulumi.Output<string>;
    /** Name of the workspace. */
    readonly workspaceName: pulumi.Output<string>;
    /** ARM id of the endpoint that container logs arrive at. */
    readonly dataCollectionEndpointId: pulumi.Output<string>;
    /** ARM ids of the rules that clusters are associated with, by what they collect: `containers`. */
    readonly dataCollectionRuleIds: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: AuditLogArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:AuditLog", name, {}, opts);
        validate(this, name, auditLogProblems(name, args));

        const workspace =
            args.existingWorkspaceId === undefined
                ? createWorkspace(name, args, this)
                : adoptWorkspace(args.existingWorkspaceId);
        const endpointId = createEndpoint(name, args, this);
        const containers = createContainerRule(name, endpointId, workspace, args, this);
        if (args.exportEntraLogs) exportEntraLogs(name, workspace, this);
        if (args.exportActivityLog) exportActivityLog(name, workspace, this);

        this.workspaceId = workspace.id;
        this.workspaceName = workspace.name;
        this.dataCollectionEndpointId = endpointId;
        this.dataCollectionRuleIds = pulumi.all({ containers });
        this.registerOutputs({
            workspaceId: this.workspaceId,
            workspaceName: this.workspaceName,
            dataCollectionEndpointId: this.dataCollectionEndpointId,
            dataCollectionRuleIds: this.dataCollectionRuleIds,
        });
    }
}

/** A workspace that exists by the time these are known outside a preview. */
interface WorkspaceReference {
    id: pulumi.Output<string>;
    name: pulumi.Output<string>;
}

function createWorkspace(name: string, args: AuditLogArgs, parent: pulumi.Resource): WorkspaceReference {
    const workspaceName = resourceName("Microsoft.OperationalInsights/workspaces", args.naming, name);
    const workspace = new operationalinsights.Workspace(
        `${name}-workspace`,
        {
            workspaceName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { name: "PerGB2018" }, // the tier that Microsoft Sentinel needs
            retentionInDays: defaultRetention(args).retentionDays,
            features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
            publicNetworkAccessForIngestion: "Disabled",
            publicNetworkAccessForQuery: args.queryAccess === QueryAccess.Public ? "Enabled" : "Disabled",
            workspaceCapping: { dailyQuotaGb: -1 }, // no cap: a flood of events must not end the recording
            tags: tags(args, "audit-log"),
        },
        { parent, ...protection("Microsoft.OperationalInsights/workspaces", args) },
    );
    const type = "Microsoft.OperationalInsights/workspaces";
    const reference = {
        id: knownAfter(workspace, resourceId(args, type, workspaceName)),
        name: knownAfter(workspace, workspaceName),
    };
    keepTables(name, reference, args, parent);
    sendLogs(name, { type, resourceId: reference.id, workspaceId: reference.id }, parent);
    return reference;
}

function adoptWorkspace(workspaceId: string): WorkspaceReference {
    const { names: [workspaceName = ""] = [] } = parseArmId(workspaceId) ?? {};
    return { id: pulumi.output(workspaceId), name: pulumi.output(workspaceName) };
}

/**
 * The tables exist with the workspace, and azure-native creates only what does not exist. A template sets them, whether
 * they exist or not. Nothing in it is left to Azure to work out, so that the policy pack judges each table.
 */
function keepTables(name: string, workspace: WorkspaceReference, args: AuditLogArgs, parent: pulumi.Resource): void {
    new resources.Deployment(
        `${name}-tables`,
        {
            deploymentName: resourceName("Microsoft.Resources/deployments", args.naming, `${name}-tables`),
            resourceGroupName: args.resourceGroupName,
            properties: {
                mode: "Incremental", // the other deletes what the template does not name
                template: workspace.name.apply((workspaceName) => tablesTemplate(workspaceName, args)),
            },
            tags: tags(args, "audit-log"),
        },
        { parent },
    );
}

function createEndpoint(name: string, args: AuditLogArgs, parent: pulumi.Resource): pulumi.Output<string> {
    const type = "Microsoft.Insights/dataCollectionEndpoints";
    const dataCollectionEndpointName = resourceName(type, args.naming, name);
    const endpoint = new monitor.DataCollectionEndpoint(
        `${name}-collection-endpoint`,
        {
            dataCollectionEndpointName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            networkAcls: { publicNetworkAccess: "Disabled" },
            tags: tags(args, "audit-log"),
        },
        { parent },
    );
    return knownAfter(endpoint, resourceId(args, type, dataCollectionEndpointName));
}

/** Streams of container logs: https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-data-collection-configure#stream-values-in-dcr */
const streams = ["Microsoft-ContainerLogV2", "Microsoft-KubeEvents", "Microsoft-KubePodInventory"];

function createContainerRule(
    name: string,
    endpointId: pulumi.Output<string>,
    workspace: WorkspaceReference,
    args: AuditLogArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const type = "Microsoft.Insights/dataCollectionRules";
    const dataCollectionRuleName = resourceName(type, args.naming, `${name}-containers`);
    const rule = new monitor.DataCollectionRule(
        `${name}-containers-rule`,
        {
            dataCollectionRuleName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            kind: "Linux",
            dataCollectionEndpointId: endpointId,
            dataSources: {
                extensions: [
                    {
                        name: "ContainerInsightsExtension",
                        extensionName: "ContainerInsights",
                        streams,
                        extensionSettings: {
                            dataCollectionSettings: {
                                interval: "1m",
                                namespaceFilteringMode: "Off",
                                enableContainerLogV2: true,
                            },
                        },
                    },
                ],
            },
            destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: workspace.id }] },
            dataFlows: [{ streams, destinations: ["workspace"] }],
            tags: tags(args, "audit-log"),
        },
        { parent },
    );
    return knownAfter(rule, resourceId(args, type, dataCollectionRuleName));
}

/** Categories: https://learn.microsoft.com/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options */
const entraCategories = [
    "AuditLogs",
    "ManagedIdentitySignInLogs",
    "MicrosoftGraphActivityLogs",
    "NonInteractiveUserSignInLogs",
    "RiskyServicePrincipals",
    "ServicePrincipalRiskEvents",
    "ServicePrincipalSignInLogs",
    "SignInLogs",
];

/** Named like the workspace, because the names of these settings are unique in the tenant. */
function exportEntraLogs(name: string, workspace: WorkspaceReference, parent: pulumi.Resource): void {
    new aadiam.DiagnosticSetting(
        `${name}-entra-logs`,
        {
            name: workspace.name,
            workspaceId: workspace.id,
            logs: entraCategories.map((category) => ({ category, enabled: true })),
        },
        { parent },
    );
}

/** Categories: https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema#categories */
const activityCategories = ["Administrative", "Alert", "Policy", "Security"];

/** Named like the workspace, because the names of these settings are unique in the subscription. */
function exportActivityLog(name: string, workspace: WorkspaceReference, parent: pulumi.Resource): void {
    new monitor.SubscriptionDiagnosticSetting(
        `${name}-activity-logs`,
        {
            name: workspace.name,
            workspaceId: workspace.id,
            logs: activityCategories.map((category) => ({ category, enabled: true })),
        },
        { parent },
    );
}

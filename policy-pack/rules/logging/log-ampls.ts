import { defineRelation, elements, get, type Link, someReferring, unless } from "../../engine";
import { targetAt, targetNamed } from "./target";
import { toWorkspace, workspaceType } from "./workspace";

const scope = "monitor:PrivateLinkScope";
const linked = "monitor:PrivateLinkScopedResource";
const insights = "applicationinsights:Component";
const reads = {
    ingestion: "accessModeSettings.ingestionAccessMode",
    query: "accessModeSettings.queryAccessMode",
    exclusions: "accessModeSettings.exclusions",
};

// for the examples
const monitors = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers";
const workspaceId = `${monitors}/Microsoft.OperationalInsights/workspaces/log-contoso`;
const insightsId = `${monitors}/Microsoft.Insights/components/appi-contoso`;

/**
 * Logs stay in the network, and from the network nobody writes to workspaces of others.
 *
 * That is for the network: whether a workspace can also be queried from elsewhere, `log-workspace-baseline` says.
 */
export default defineRelation({
    id: "log-ampls",
    title: "Azure Monitor is reached through a private link only",
    severity: "medium",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-2"], azurePolicy: ["a499fed8"] },
    component: "AuditLogPrivateLink",
    url: "https://learn.microsoft.com/azure/azure-monitor/logs/private-link-design",
    types: [scope, workspaceType, insights],
    reads: ["workspaceName", "resourceName", ...Object.values(reads)],
    // each of one of the types
    optional: ["workspaceName", "resourceName", ...Object.values(reads)],
    related: {
        [scope]: { required: [reads.ingestion, reads.query] },
        [linked]: { required: ["linkedResourceId", "scopeName"] },
        [workspaceType]: { required: ["workspaceName"] },
        [insights]: { required: ["resourceName"] },
    },
    presence: true,
    why: "A network from which any workspace can be written to is one from which data leaves as log entries.",
    fix: 'Create a monitor.PrivateLinkScope with ingestionAccessMode and queryAccessMode "PrivateOnly" and no exclusions, and a monitor.PrivateLinkScopedResource with the id of each workspace and Application Insights component.',
    check: (resource, stack) => {
        if (resource.type !== scope)
            return links
                .filter(({ to }) => to === resource.type)
                .flatMap((link) =>
                    unless(someReferring(link, resource, stack), "", "no private link scope has this resource"),
                );
        return [
            ...unless(
                get(resource, reads.ingestion) === "PrivateOnly",
                reads.ingestion,
                "the network can write to workspaces of others",
            ),
            ...unless(
                get(resource, reads.query) === "PrivateOnly",
                reads.query,
                "the network can query workspaces of others",
            ),
            ...unless(
                elements(resource, reads.exclusions).length === 0,
                reads.exclusions,
                "an endpoint is excluded from what the scope demands",
            ),
        ];
    },
    examples: {
        compliant: [
            {
                scope: scopeWith({}),
                log: { type: workspaceType, inputs: { workspaceName: "log-contoso" } },
                traces: { type: insights, inputs: { resourceName: "appi-contoso" } },
                logLink: linkTo(workspaceId),
                tracesLink: linkTo(insightsId),
            },
            { scope: scopeWith({ exclusions: [] }) },
        ],
        violating: [
            { scope: scopeWith({ ingestionAccessMode: "Open" }) },
            { scope: scopeWith({ queryAccessMode: "Open" }) },
            {
                scope: scopeWith({
                    exclusions: [{ privateEndpointConnectionName: "pe-contoso", queryAccessMode: "Open" }],
                }),
            },
            {
                log: { type: workspaceType, inputs: { workspaceName: "log-contoso" } },
                tracesLink: linkTo(insightsId),
            },
            {
                traces: { type: insights, inputs: { resourceName: "appi-contoso" } },
                logLink: linkTo(workspaceId),
            },
        ],
    },
});

const links: readonly Link[] = [
    toWorkspace(linked, "linkedResourceId"),
    {
        type: linked,
        input: "linkedResourceId",
        names: targetAt("linkedResourceId"),
        to: insights,
        nameOf: targetNamed("Microsoft.Insights/components", "resourceName"),
    },
];

function scopeWith(changes: object) {
    const accessModeSettings = { ingestionAccessMode: "PrivateOnly", queryAccessMode: "PrivateOnly", ...changes };
    return { type: scope, inputs: { scopeName: "ampls-contoso", accessModeSettings } };
}

function linkTo(linkedResourceId: string) {
    return { type: linked, inputs: { scopeName: "ampls-contoso", linkedResourceId } };
}

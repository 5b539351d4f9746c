import { defineRelation, every, someReferring, unless } from "../../engine";
import { sends } from "./log-source";
import { toWorkspace, workspaceType } from "./workspace";

const setting = "monitor:SubscriptionDiagnosticSetting";

/** https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema#categories */
const categories = ["Administrative", "Alert", "Policy", "Security"];

/**
 * Operations on anything in the subscription reach the audit log.
 *
 * There are few such settings in a subscription, so one environment has them for all others in it, and `required` says
 * whether it is this one. The default is that of production, which has a subscription of its own.
 */
export default defineRelation({
    id: "log-activity-export",
    title: "Operations in the subscription reach the audit log",
    severity: "medium",
    level: "mandatory",
    practices: ["5.1"],
    references: { mcsb: ["LT-3"], cis: ["6.1.1", "6.1.2"], azurePolicy: ["b02aacc0"] },
    component: "AuditLog",
    url: "https://learn.microsoft.com/azure/azure-monitor/platform/activity-log",
    types: [workspaceType],
    reads: ["workspaceName"],
    related: { [setting]: { required: ["workspaceId", "logs"] } },
    presence: true,
    parameters: {
        required: {
            type: "boolean",
            default: true,
            description: "Whether this environment has the log of the subscription; false where another one has.",
        },
    },
    why: "Who gave whom a role, or deleted what, is in this log alone, and Azure forgets it after 90 days.",
    fix: "Set exportActivityLog of AuditLog, or create a monitor.SubscriptionDiagnosticSetting with the id of the workspace that sends Administrative, Alert, Policy and Security. Where another environment has this log, set the parameter required of log-activity-export to false.",
    check: (workspace, stack, { parameters: { required } }) =>
        unless(
            !required ||
                someReferring(ofSubscription, workspace, stack, (one) => every(categories, (name) => sends(one, name))),
            "",
            `no setting of the subscription sends all of these here: ${categories.join(", ")}`,
        ),
    examples: {
        compliant: [{ log: log(), activity: activity({}) }],
        violating: [
            { log: log() },
            { log: log(), activity: activity({ logs: logs().slice(1) }) },
            { log: log(), activity: activity({ logs: logs().map((one) => ({ ...one, enabled: false })) }) },
            { log: log(), activity: activity({ workspaceId: `${workspaceId()}-two` }) },
        ],
    },
});

const ofSubscription = toWorkspace(setting, "workspaceId");

function log() {
    return { type: workspaceType, inputs: { workspaceName: "log-contoso" } };
}

function workspaceId() {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return `${group}/providers/Microsoft.OperationalInsights/workspaces/log-contoso`;
}

function logs() {
    return categories.map((category) => ({ category, enabled: true }));
}

function activity(changes: object) {
    return { type: setting, inputs: { workspaceId: workspaceId(), logs: logs(), ...changes } };
}

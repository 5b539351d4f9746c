import { defineRelation, every, someReferring, unless } from "../../engine";
import { entraTables, sends } from "./log-source";
import { toWorkspace, workspaceType } from "./workspace";

const setting = "aadiam:DiagnosticSetting";
const categories = Object.keys(entraTables);

/**
 * Sign-ins, changes and risks in Entra ID reach the audit log.
 *
 * There are few such settings in a tenant, so one environment has them for all others, and `required` says whether it is
 * this one. The default is that of production: it knows who signed in, or says who else does.
 */
export default defineRelation({
    id: "log-entra-export",
    title: "Sign-ins and changes in Entra ID reach the audit log",
    severity: "high",
    level: "mandatory",
    practices: ["2.4", "5.1", "ZT-3"],
    references: { mcsb: ["LT-3"] },
    component: "AuditLog",
    url: "https://learn.microsoft.com/entra/identity/monitoring-health/howto-integrate-activity-logs-with-azure-monitor-logs",
    types: [workspaceType],
    reads: ["workspaceName"],
    related: { [setting]: { required: ["workspaceId", "logs"] } },
    presence: true,
    parameters: {
        required: {
            type: "boolean",
            default: true,
            description: "Whether this environment has the logs of the tenant; false where another one has.",
        },
    },
    why: "Every intrusion into what Entra ID protects begins with a sign-in, and Entra ID itself forgets it after 30 days.",
    fix: "Set exportEntraLogs of AuditLog, or create an aadiam.DiagnosticSetting with the id of the workspace that sends all categories that the rule lists. Where another environment has these logs, set the parameter required of log-entra-export to false.",
    check: (workspace, stack, { parameters: { required } }) =>
        unless(
            !required ||
                someReferring(ofTenant, workspace, stack, (one) => every(categories, (name) => sends(one, name))),
            "",
            `no setting of Entra ID sends all of these here: ${categories.join(", ")}`,
        ),
    examples: {
        compliant: [{ log: log(), entra: entra({}) }],
        violating: [
            { log: log() },
            { log: log(), entra: entra({ logs: logs().slice(1) }) },
            { log: log(), entra: entra({ logs: logs().map((one) => ({ ...one, enabled: false })) }) },
            { log: log(), entra: entra({ workspaceId: `${workspaceId()}-two` }) },
        ],
    },
});

const ofTenant = toWorkspace(setting, "workspaceId");

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

function entra(changes: object) {
    return { type: setting, inputs: { workspaceId: workspaceId(), logs: logs(), ...changes } };
}

import { defineRule, unless } from "../../engine";

/** Traces of applications lie in the audit log, come from Entra identities only, and hide the addresses of clients. */
export default defineRule({
    id: "log-appinsights",
    title: "Application Insights writes to the workspace and takes no keys",
    severity: "medium",
    level: "mandatory",
    practices: ["2.1", "5.3"],
    references: {
        mcsb: ["IM-1", "LT-5"],
        azurePolicy: ["199d5677", "d550e854"],
        psrule: ["AppInsights.LocalAuth", "AppInsights.Workspace"],
    },
    url: "https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication",
    types: ["applicationinsights:Component"],
    reads: ["workspaceResourceId", "disableLocalAuth", "disableIpMasking"],
    optional: ["disableIpMasking"],
    why: "The key of a component lies in every program that uses it, and with it anybody writes traces that never happened.",
    fix: "Set workspaceResourceId to the id of the audit log and disableLocalAuth to true; leave disableIpMasking out.",
    check: ({ workspaceResourceId, disableLocalAuth, disableIpMasking }) => [
        ...unless(Boolean(workspaceResourceId), "workspaceResourceId", "traces lie outside of the audit log"),
        ...unless(disableLocalAuth === true, "disableLocalAuth", "a key that every program has writes traces"),
        ...unless(disableIpMasking !== true, "disableIpMasking", "the addresses of clients are kept"),
    ],
    examples: {
        compliant: [{ inputs: component({}) }, { inputs: component({ disableIpMasking: false }) }],
        violating: [
            { inputs: component({ workspaceResourceId: "" }) },
            { inputs: component({ disableLocalAuth: false }) },
            { inputs: component({ disableIpMasking: true }) },
        ],
    },
});

function component(changes: object) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return {
        workspaceResourceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/log-contoso`,
        disableLocalAuth: true,
        ...changes,
    };
}

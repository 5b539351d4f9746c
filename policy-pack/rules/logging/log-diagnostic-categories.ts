import { defineRelation, proves, type Reference, some, someAlike, unless } from "../../engine";
import { loggedAt, logSourceOf, logSources, sends, settingType } from "./log-source";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/kv-contoso`;

/**
 * What is sent of a log is all that an investigation needs, category by category: the group `audit` lacks some, and the
 * group `allLogs` takes in what costs most and tells least. Several settings of one resource count together.
 */
export default defineRelation({
    id: "log-diagnostic-categories",
    title: "Logs are sent with every category that an investigation needs",
    severity: "high",
    level: "mandatory",
    practices: ["3.4", "5.1", "10.4", "12.4"],
    references: { mcsb: ["LT-3"], psrule: ["ACR.AuditLogs", "AKS.AuditLogs", "KeyVault.Logs"] },
    url: "https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/logs-index",
    types: [settingType],
    reads: ["resourceUri", "logs"],
    related: {},
    why: "A setting that exists looks complete; that the one category with the answer was never sent shows in the incident.",
    fix: "Name in logs, each with enabled true, every category that the table in policy-pack/rules/logging/log-source.ts has for the type, such as AuditEvent and AzurePolicyEvaluationDetails for a vault.",
    check: (setting, stack) => {
        const missing = Object.keys(logSourceOf(setting, stack)?.tables ?? {}).filter((category) => {
            const here = () => sends(setting, category);
            const elsewhere = () => someAlike(ofSame, setting, stack, (other) => sends(other, category));
            return !some([here, elsewhere], proves);
        });
        return unless(missing.length === 0, "logs", `these categories are not sent: ${missing.join(", ")}`);
    },
    examples: {
        compliant: [
            { setting: setting({}) },
            {
                setting: setting({ logs: [{ category: "AuditEvent", enabled: true }] }),
                other: setting({ logs: [{ category: "AzurePolicyEvaluationDetails", enabled: true }] }),
            },
            { setting: setting({ resourceUri: `${group}/providers/Microsoft.Sql/servers/sql-contoso`, logs: [] }) },
        ],
        violating: [
            { setting: setting({ logs: [{ category: "AuditEvent", enabled: true }] }) },
            {
                setting: setting({ logs: [{ category: "AuditEvent", enabled: true }] }),
                other: setting({ logs: [{ category: "AuditEvent", enabled: true }] }),
            },
            { setting: setting({ logs: [{ categoryGroup: "allLogs", enabled: true }] }) },
            { setting: setting({ logs: logs("keyvault:Vault").map((log) => ({ ...log, enabled: false })) }) },
            { setting: setting({ logs: logs("containerregistry:Registry") }) },
            {
                setting: setting({ logs: [{ category: "AuditEvent", enabled: true }] }),
                other: setting({ resourceUri: `${vaultId}-two` }),
            },
        ],
    },
});

/** From a setting to others of the same resource. */
const ofSame: Reference = { type: settingType, names: loggedAt, input: "resourceUri" };

function logs(type: string) {
    return Object.keys(logSources[type]?.tables ?? {}).map((category) => ({ category, enabled: true }));
}

function setting(changes: object) {
    return { type: settingType, inputs: { resourceUri: vaultId, logs: logs("keyvault:Vault"), ...changes } };
}

import { defineRelation, someReferring, text, unless } from "../../engine";
import { logSources, settingsOf, settingType } from "./log-source";

const names = [...new Set(Object.values(logSources).map(({ name }) => name))];

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/** Everything that logs sends its log to a workspace. Which categories it sends, `log-diagnostic-categories` says. */
export default defineRelation({
    id: "log-diagnostics-complete",
    title: "Everything that logs sends its log to a workspace",
    severity: "critical",
    level: "mandatory",
    practices: ["5.1"],
    references: {
        mcsb: ["LT-3"],
        cis: ["6.1.4", "6.4"],
        azurePolicy: ["cf820ca0", "245fc9df", "1b4d1c4e", "34f95f76"],
        psrule: ["ACR.AuditLogs", "AKS.AuditLogs", "KeyVault.Logs"],
    },
    url: "https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings",
    types: Object.keys(logSources),
    reads: names,
    // each of one of the types; what has no name of its own is referred to by nobody
    optional: names,
    related: { [settingType]: { required: ["resourceUri"], optional: ["workspaceId"] } },
    presence: true,
    why: "Azure keeps none of these logs unless a setting says where, and what was not kept cannot be fetched after an incident.",
    fix: "Create a monitor.DiagnosticSetting with the id of the resource as resourceUri, for a storage account that of its blobServices/default, and the id of the audit log as workspaceId.",
    check: (resource, stack) =>
        settingsOf
            .filter(({ to }) => to === resource.type)
            .flatMap((link) =>
                unless(
                    someReferring(link, resource, stack, (setting) => text(setting, "workspaceId") !== ""),
                    "",
                    "nothing sends the log of this resource to a workspace",
                ),
            ),
    examples: {
        compliant: Object.keys(logSources).map((type) => ({ resource: resource(type), setting: setting(type) })),
        violating: [
            ...Object.keys(logSources).map((type) => ({ resource: resource(type) })),
            { resource: resource("keyvault:Vault"), setting: setting("containerregistry:Registry") },
            {
                resource: resource("keyvault:Vault"),
                setting: setting("keyvault:Vault", {
                    workspaceId: "",
                    storageAccountId: `${group}/providers/Microsoft.Storage/storageAccounts/stlogs`,
                }),
            },
            {
                resource: resource("storage:StorageAccount"),
                setting: setting("storage:StorageAccount", {
                    resourceUri: `${group}/providers/Microsoft.Storage/storageAccounts/contoso`,
                }),
            },
        ],
    },
});

function resource(type: string) {
    return { type, inputs: { [logSources[type]?.name ?? ""]: "contoso" } };
}

function setting(type: string, changes = {}) {
    const { armType = "", child = "" } = logSources[type] ?? {};
    const [provider, owner, inside] = armType.split("/");
    const below = inside === undefined ? "" : `/${inside}${child}`;
    return {
        type: settingType,
        inputs: {
            resourceUri: `${group}/providers/${provider}/${owner}/contoso${below}`,
            workspaceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/log-contoso`,
            ...changes,
        },
    };
}

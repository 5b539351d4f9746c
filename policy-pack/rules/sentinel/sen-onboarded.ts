import { defineRelation, every, proves, someReferring, text, unless } from "../../engine";
import { settingType } from "../logging/log-source";
import { inWorkspace, toWorkspace, workspaceType } from "../logging/workspace";
import { onboardingType, sampleOnboarding } from "./sentinel";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/** Microsoft Sentinel watches the log that everything writes to. A workspace that no setting sends to is none. */
export default defineRelation({
    id: "sen-onboarded",
    title: "Microsoft Sentinel watches the audit log",
    severity: "critical",
    level: "mandatory",
    practices: ["5.2"],
    references: { mcsb: ["LT-1", "LT-5"] },
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/quickstart-onboard",
    types: [workspaceType],
    reads: ["workspaceName"],
    related: {
        [settingType]: { required: ["resourceUri"], optional: ["workspaceId"] },
        [onboardingType]: { required: ["workspaceName", "sentinelOnboardingStateName"] },
    },
    presence: true,
    why: "A log that nobody reads tells of an attack once somebody asks for it, which is when the damage is known.",
    fix: "Create a securityinsights.SentinelOnboardingState with the name of the workspace and sentinelOnboardingStateName default.",
    check: (workspace, stack) => {
        const isWatched = () =>
            someReferring(
                toSentinel,
                workspace,
                stack,
                (onboarding) => text(onboarding, "sentinelOnboardingStateName") === "default",
            );
        const isLog = () => someReferring(sendsTo, workspace, stack);
        return unless(!every([isLog, () => !isWatched()], proves), "", "Microsoft Sentinel does not watch this log");
    },
    examples: {
        compliant: [
            { log: log(), vault: setting("log-contoso"), sentinel: sampleOnboarding() },
            { log: log(), vault: setting("log-elsewhere") },
        ],
        violating: [
            { log: log(), vault: setting("log-contoso") },
            { log: log(), vault: setting("log-contoso"), sentinel: sampleOnboarding("log-elsewhere") },
            {
                log: log(),
                vault: setting("log-contoso"),
                sentinel: {
                    type: onboardingType,
                    inputs: { workspaceName: "log-contoso", sentinelOnboardingStateName: "contoso" },
                },
            },
        ],
    },
});

const sendsTo = toWorkspace(settingType, "workspaceId");
const toSentinel = inWorkspace(onboardingType);

function log() {
    return { type: workspaceType, inputs: { workspaceName: "log-contoso" } };
}

function setting(workspace: string) {
    return {
        type: settingType,
        inputs: {
            resourceUri: `${group}/providers/Microsoft.KeyVault/vaults/kv-contoso`,
            workspaceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/${workspace}`,
        },
    };
}

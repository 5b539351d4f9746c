import { type Link, nameAt } from "../../engine";

export const onboardingType = "securityinsights:SentinelOnboardingState";
export const alertRuleType = "securityinsights:ScheduledAlertRule";
export const automationRuleType = "securityinsights:AutomationRule";
export const savedSearchType = "operationalinsights:SavedSearch";
export const workflowType = "logic:Workflow";

const inWorkspace = nameAt("workspaceName");

/** From resources of a type to the onboarding of the workspace that they name. */
export function inSentinel(type: string): Link {
    return {
        type,
        input: "workspaceName",
        names: inWorkspace,
        to: onboardingType,
        nameOf: inWorkspace,
        via: (source, onboarding, stack) => stack.sourcesOf(onboarding, "workspaceName").includes(source),
    };
}

/** Onboarding of the examples. */
export function sampleOnboarding(workspaceName = "log-contoso") {
    return { type: onboardingType, inputs: { workspaceName, sentinelOnboardingStateName: "default" } };
}

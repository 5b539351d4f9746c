import { defineRule, unless } from "../../engine";

/**
 * Incidents do not depend on rules that stop once the workspace is in the Defender portal, which is where every workspace
 * will be: the portal of Azure retires for Microsoft Sentinel on 2027-03-31.
 */
export default defineRule({
    id: "sen-no-dead-kinds",
    title: "Detections keep working in the Defender portal",
    severity: "low",
    level: "advisory",
    practices: ["5.2"],
    references: {},
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/move-to-defender",
    types: ["securityinsights:FusionAlertRule", "securityinsights:MicrosoftSecurityIncidentCreationAlertRule"],
    reads: [],
    parameters: {
        portal: {
            type: "string",
            enum: ["azure", "defender"],
            default: "defender",
            description: "The portal that the workspace is in: azure while it has not moved.",
        },
    },
    why: "In the Defender portal, its own correlation takes the place of these rules: they stay in the list, enabled, and create nothing.",
    fix: "Remove the rule, or write what it found as a securityinsights.ScheduledAlertRule. While the workspace is in the portal of Azure, set portal of sen-no-dead-kinds to azure in the policy configuration.",
    check: (_, { parameters: { portal } }) =>
        unless(portal === "azure", "", "a rule of this kind creates no incidents in the Defender portal"),
    examples: {
        compliant: [{ type: "securityinsights:ScheduledAlertRule" }],
        violating: [
            { type: "securityinsights:FusionAlertRule" },
            { type: "securityinsights:MicrosoftSecurityIncidentCreationAlertRule" },
        ],
    },
});

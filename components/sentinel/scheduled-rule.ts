import type * as securityinsights from "@pulumi/azure-native/securityinsights";
import { guidFrom } from "../shared";
import type { Detection } from "./detection";

/** What a rule is, without where it is. */
type ScheduledRule = Omit<securityinsights.ScheduledAlertRuleArgs, "resourceGroupName" | "workspaceName" | "ruleId">;

/**
 * The rule of Sentinel that a detection is. Each row that it finds is an alert.
 *
 * A rule looks back further than it last ran, because records arrive late; so it may find the same twice. Alerts that agree
 * in the first kind of entity that the detection names, and in the details, come to one incident while they follow within
 * two hours, so that what is found twice is answered once, and what comes back later is answered again. Serves practices 5.2 and 5.4.
 */
export function scheduledRule(detection: Detection): ScheduledRule {
    const { details = {}, entities } = detection;
    const [subject = ""] = Object.keys(entities);
    return {
        kind: "Scheduled",
        displayName: detection.title,
        description: descriptionOf(detection),
        enabled: true,
        severity: detection.severity,
        tactics: detection.tactics,
        techniques: detection.techniques,
        query: detection.query,
        queryFrequency: detection.frequency,
        queryPeriod: detection.period,
        triggerOperator: "GreaterThan",
        triggerThreshold: 0,
        suppressionEnabled: detection.suppression !== undefined,
        // Azure asks for it also when it is not enabled
        suppressionDuration: detection.suppression ?? detection.frequency,
        eventGroupingSettings: { aggregationKind: "AlertPerResult" },
        entityMappings: Object.entries(entities).map(([entityType, columns]) => ({
            entityType,
            fieldMappings: Object.entries(columns).map(([identifier, columnName]) => ({ identifier, columnName })),
        })),
        customDetails: details,
        incidentConfiguration: {
            createIncident: true,
            groupingConfiguration: {
                enabled: true,
                reopenClosedIncident: false,
                lookbackDuration: "PT2H",
                matchingMethod: "Selected",
                groupByEntities: [subject],
                groupByAlertDetails: [],
                groupByCustomDetails: Object.keys(details),
            },
        },
    };
}

/** Azure knows rules by a GUID, which follows from the workspace and the detection. */
export function scheduledRuleName(workspaceId: string, { id }: Pick<Detection, "id">): string {
    return guidFrom(workspaceId, id);
}

function descriptionOf({ description, runbook, practices }: Detection): string {
    return `${description.trim()}\n\nWhat to do: docs/incidents/${runbook}\nPractices: ${practices.join(", ")}`;
}

import type { Stored } from "../../../local/azure/cloud";
import type { Properties } from "../../../local/provider/provider";
import type { Incident } from "../../../local/sentinel/incident";

const workspace =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log";
const insights = `${workspace}/providers/Microsoft.SecurityInsights`;

export const ruleId = `${insights}/alertRules/refused`;

/** A deployed rule that takes each row for an alert of an account and an address. */
export function storedRule(changes: Properties = {}): Stored {
    return {
        type: "azure-native:securityinsights:ScheduledAlertRule",
        id: ruleId,
        body: {
            displayName: "Refused again and again",
            enabled: true,
            severity: "High",
            query: "Events | where Code == 403",
            queryFrequency: "PT5M",
            queryPeriod: "PT1H",
            triggerOperator: "GreaterThan",
            triggerThreshold: 0,
            suppressionEnabled: false,
            suppressionDuration: "PT5H",
            eventGroupingSettings: { aggregationKind: "AlertPerResult" },
            entityMappings: [
                { entityType: "Account", fieldMappings: [{ identifier: "AadUserId", columnName: "User" }] },
                { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "From" }] },
            ],
            customDetails: { Namespace: "Namespace" },
            incidentConfiguration: {
                createIncident: true,
                groupingConfiguration: {
                    enabled: true,
                    matchingMethod: "AllEntities",
                    lookbackDuration: "PT5H",
                    reopenClosedIncident: false,
                },
            },
            ...changes,
        },
    };
}

/** A deployed rule that starts a playbook. */
export function storedAutomation(name: string, changes: { logic?: Properties; order?: number } = {}): Stored {
    return {
        type: "azure-native:securityinsights:AutomationRule",
        id: `${insights}/automationRules/${name}`,
        body: {
            order: changes.order ?? 1,
            triggeringLogic: {
                isEnabled: true,
                triggersOn: "Incidents",
                triggersWhen: "Created",
                conditions: [about("IncidentRelatedAnalyticRuleIds", "Contains", ruleId)],
                ...changes.logic,
            },
            actions: [
                {
                    order: 1,
                    actionType: "RunPlaybook",
                    actionConfiguration: { logicAppResourceId: `/workflows/${name}`, tenantId: "tenant" },
                },
            ],
        },
    };
}

export function about(propertyName: string, operator: string, ...propertyValues: string[]): Properties {
    return { conditionType: "Property", conditionProperties: { propertyName, operator, propertyValues } };
}

export function incident(changes: Partial<Incident> = {}): Incident {
    return {
        id: `${insights}/incidents/1`,
        incidentNumber: 1,
        title: "Refused again and again",
        severity: "High",
        status: "New",
        labels: [],
        createdTimeUtc: "2026-11-01T10:00:00.000Z",
        lastModifiedTimeUtc: "2026-11-01T10:00:00.000Z",
        relatedAnalyticRuleIds: [ruleId],
        alerts: [],
        comments: [],
        ...changes,
    };
}

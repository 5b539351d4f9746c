import { boolean, each, limited, map, number, object, oneOf, readOnly, required, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";
import { alertRuleIsWrong } from "./alert-rule-limits";
import { entityKinds } from "./entity-kinds";
import { inWorkspace, notOnboarded, workspaceNames } from "./in-workspace";
import { nameIsNoGuid } from "./rule-name";

/**
 * Microsoft.SecurityInsights/alertRules of the kind Scheduled: a query that looks for something, again and again. Azure
 * refuses a query that it does not understand; here that takes seconds for all of them, so that tests and whoever runs the
 * rules find it.
 */
export const scheduledAlertRule: ResourceType = {
    token: "azure-native:securityinsights:ScheduledAlertRule",
    apiVersion: "2024-09-01",
    path: `${inWorkspace}/alertRules/{ruleId}`,
    names: workspaceNames,
    properties: {
        kind: required(oneOf("Scheduled")),
        displayName: required(string),
        ...each(string, "alertRuleTemplateName", "description", "templateVersion"),
        enabled: required(boolean),
        query: required(string),
        ...each(required(string), "queryFrequency", "queryPeriod", "suppressionDuration"),
        suppressionEnabled: required(boolean),
        severity: required(oneOf("High", "Medium", "Low", "Informational")),
        tactics: list(
            oneOf(
                "Reconnaissance",
                "ResourceDevelopment",
                "InitialAccess",
                "Execution",
                "Persistence",
                "PrivilegeEscalation",
                "DefenseEvasion",
                "CredentialAccess",
                "Discovery",
                "LateralMovement",
                "Collection",
                "Exfiltration",
                "CommandAndControl",
                "Impact",
                "PreAttack",
                "ImpairProcessControl",
                "InhibitResponseFunction",
            ),
        ),
        techniques: list(string),
        triggerOperator: required(oneOf("GreaterThan", "LessThan", "Equal", "NotEqual")),
        triggerThreshold: required(limited(number, { minimum: 0, maximum: 10_000 })),
        alertDetailsOverride: object({
            ...each(string, "alertDescriptionFormat", "alertDisplayNameFormat"),
            ...each(string, "alertSeverityColumnName", "alertTacticsColumnName"),
            alertDynamicProperties: list(
                object({
                    alertProperty: oneOf(
                        "AlertLink",
                        "ConfidenceLevel",
                        "ConfidenceScore",
                        "ExtendedLinks",
                        "ProductName",
                        "ProviderName",
                        "ProductComponentName",
                        "RemediationSteps",
                        "Techniques",
                    ),
                    value: string,
                }),
            ),
        }),
        customDetails: map(string),
        entityMappings: list(
            object({
                entityType: oneOf(...entityKinds),
                fieldMappings: list(object(each(string, "columnName", "identifier"))),
            }),
        ),
        eventGroupingSettings: object({ aggregationKind: oneOf("SingleAlert", "AlertPerResult") }),
        incidentConfiguration: object({
            createIncident: required(boolean),
            groupingConfiguration: object({
                ...each(required(boolean), "enabled", "reopenClosedIncident"),
                groupByAlertDetails: list(oneOf("DisplayName", "Severity")),
                groupByCustomDetails: list(string),
                groupByEntities: list(oneOf(...entityKinds)),
                lookbackDuration: required(string),
                matchingMethod: required(oneOf("AllEntities", "AnyAlert", "Selected")),
            }),
        }),
        ...readOnly("etag", "lastModifiedUtc", "name", "type", "systemData"),
    },
    // no published figures; the query is compiled against the workspace
    seconds: { create: 4, update: 4, delete: 3 },
    outputs: ({ cloud }) => ({ lastModifiedUtc: cloud.timestamp() }),
    refuse: [notOnboarded, nameIsNoGuid, alertRuleIsWrong],
};

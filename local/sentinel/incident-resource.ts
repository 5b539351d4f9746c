import { v5 as uuid } from "uuid";
import { lastSegment } from "../azure/arm-id";
import type { Properties } from "../provider/provider";
import { distinct } from "./alerts";
import type { Alert, Entity, Incident } from "./incident";

/** An incident as Resource Manager answers it: https://learn.microsoft.com/rest/api/securityinsights/incidents/get */
export function incidentResource(incident: Incident): Properties {
    const { id, incidentNumber, title, severity, status, classification, labels, alerts, comments } = incident;
    const { createdTimeUtc, lastModifiedTimeUtc, relatedAnalyticRuleIds } = incident;
    return {
        id,
        name: lastSegment(id),
        type: "Microsoft.SecurityInsights/Incidents",
        etag: `"${uuid(JSON.stringify(incident), uuid.URL)}"`,
        properties: {
            title,
            severity,
            status,
            ...(classification !== undefined && { classification }),
            labels: labels.map((labelName) => ({ labelName, labelType: "User" })),
            createdTimeUtc,
            lastModifiedTimeUtc,
            incidentNumber,
            incidentUrl: `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${id}`,
            providerName: "Azure Sentinel",
            providerIncidentId: String(incidentNumber),
            additionalData: {
                alertsCount: alerts.length,
                bookmarksCount: 0,
                commentsCount: comments.length,
                alertProductNames: ["Azure Sentinel"],
                tactics: [],
            },
            relatedAnalyticRuleIds,
        },
    };
}

/** An alert of an incident: https://learn.microsoft.com/rest/api/securityinsights/incidents/list-alerts */
export function alertResource(incident: Incident, alert: Alert): Properties {
    const { name, ruleId, title, severity, timeGenerated, details } = alert;
    return {
        id: `${entitiesOf(incident)}/${name}`,
        name,
        type: "Microsoft.SecurityInsights/Entities",
        kind: "SecurityAlert",
        properties: {
            systemAlertId: name,
            alertDisplayName: title,
            severity,
            timeGenerated,
            vendorName: "Microsoft",
            productName: "Azure Sentinel",
            productComponentName: "Scheduled Alerts",
            status: "New",
            // texts by name: https://learn.microsoft.com/azure/sentinel/surface-custom-details-in-alerts
            additionalData: {
                "Analytic Rule Ids": JSON.stringify([lastSegment(ruleId)]),
                "Custom Details": JSON.stringify(details),
            },
            friendlyName: title,
        },
    };
}

/** Who and what was part in an incident, each once: https://learn.microsoft.com/rest/api/securityinsights/incidents/list-entities */
export function entityResources(incident: Incident): Properties[] {
    return distinct(incident.alerts.flatMap(({ entities }) => entities)).map((entity) => {
        const name = uuid(JSON.stringify(entity), uuid.URL);
        return {
            id: `${entitiesOf(incident)}/${name}`,
            name,
            type: "Microsoft.SecurityInsights/Entities",
            kind: entity.kind,
            properties: { ...entity.properties, friendlyName: friendlyName(entity) },
        };
    });
}

function entitiesOf({ id }: Incident): string {
    return id.replace(/\/incidents\/[^/]+$/i, "/Entities");
}

function friendlyName({ properties }: Entity): string {
    const [first = ""] = Object.values(properties);
    return String(first);
}

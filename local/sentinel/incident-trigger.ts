import { v5 as uuid } from "uuid";
import { parseId } from "../azure/arm-id";
import type { Properties } from "../provider/provider";
import { isObject } from "../provider/values";
import type { IncidentEvent } from "./automation";
import type { Incident } from "./incident";
import { alertResource, entityResources, incidentResource } from "./incident-resource";

const incidentPath =
    "/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{WorkspaceName}/providers/Microsoft.SecurityInsights/Incidents/{name}";

/**
 * What the connector of Microsoft Sentinel gives a playbook that an incident starts.
 * https://learn.microsoft.com/azure/sentinel/playbook-triggers-actions
 */
export function triggerBody(incident: Incident, { kind }: Pick<IncidentEvent, "kind">): Properties {
    const resource = incidentResource(incident);
    const { name: _, ...workspaceInfo } = parseId(incidentPath, incident.id);
    return {
        eventUniqueId: uuid(`${JSON.stringify(incident)}|${kind}`, uuid.URL),
        objectSchemaType: "Incident",
        objectEventType: kind === "Created" ? "Create" : "Update",
        workspaceInfo,
        object: {
            ...resource,
            properties: {
                ...(isObject(resource.properties) && resource.properties),
                alerts: incident.alerts.map((alert) => alertResource(incident, alert)),
                bookmarks: [],
                comments: incident.comments.map(({ message, author, createdTimeUtc }) => ({
                    message,
                    createdTimeUtc,
                    author: { objectId: author },
                })),
                relatedEntities: entityResources(incident),
            },
        },
    };
}

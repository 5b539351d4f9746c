import { lastSegment, parentOf } from "../azure/arm-id";
import type { Properties } from "../provider/provider";
import { textAt } from "../provider/values";
import type { Incident, IncidentComment } from "../sentinel/incident";
import { alertResource, entityResources, incidentResource } from "../sentinel/incident-resource";
import { json, type ManagementAnswer, ManagementError } from "./answer";
import { type ArmOperation, type ArmRequest, bodyWith, group, resourceNotFound } from "./arm-operation";

const path = `${group}/Microsoft.OperationalInsights/workspaces/{workspace}/providers/Microsoft.SecurityInsights/incidents/{incident}`;
const apiVersions = ["2024-09-01"];
const action = (name: string) => `Microsoft.SecurityInsights/incidents/${name}`;
const responders = ["Owner", "Contributor", "Microsoft Sentinel Contributor", "Microsoft Sentinel Responder"];
const readers = [...responders, "Reader", "Microsoft Sentinel Reader"];

/** https://learn.microsoft.com/azure/sentinel/investigate-incidents */
const longestComment = 30_000;

/** https://learn.microsoft.com/rest/api/securityinsights/incidents */
export const incidentOperations: ArmOperation[] = [
    {
        method: "GET",
        path,
        apiVersions,
        action: action("read"),
        roles: readers,
        answer: async ({ id, incidents }) => json(200, incidentResource(await find(id, incidents))),
    },
    {
        method: "POST",
        path,
        behind: "/alerts",
        apiVersions,
        // neither this nor the next is in the list of actions, so that no role of one's own can name it
        action: action("alerts/read"),
        roles: readers,
        answer: async ({ id, incidents }) => {
            const incident = await find(id, incidents);
            return json(200, { value: incident.alerts.map((alert) => alertResource(incident, alert)) });
        },
    },
    {
        method: "POST",
        path,
        behind: "/entities",
        apiVersions,
        action: action("entities/read"),
        roles: readers,
        answer: async ({ id, incidents }) => {
            const entities = entityResources(await find(id, incidents));
            const kinds = [...new Set(entities.map(({ kind = "" }) => kind))];
            const metaData = kinds.map((entityKind) => ({
                entityKind,
                count: entities.filter(({ kind }) => kind === entityKind).length,
            }));
            return json(200, { entities, metaData });
        },
    },
    {
        method: "GET",
        path: `${path}/comments/{comment}`,
        apiVersions,
        action: action("comments/read"),
        roles: readers,
        answer: showComment,
    },
    {
        method: "PUT",
        path: `${path}/comments/{comment}`,
        apiVersions,
        action: action("comments/write"),
        roles: responders,
        answer: putComment,
    },
];

async function showComment({ id, names, incidents }: ArmRequest): Promise<ManagementAnswer> {
    const incident = await find(parentOf(id), incidents);
    const comment = incident.comments.find(({ name }) => isSame(name, names.comment));
    if (comment === undefined) throw resourceNotFound(id);
    return json(200, shown(incident, comment));
}

/** The author of a comment is who wrote it first. */
async function putComment({ id, names, body, principalId, incidents, now }: ArmRequest): Promise<ManagementAnswer> {
    const content = bodyWith(bodyWith(body, ["properties"], "a comment").properties, ["message"], "a comment");
    const message = textAt(content, "message") ?? "";
    if (message === "" || message.length > longestComment) {
        throw new ManagementError(400, "BadRequest", `A comment must have 1 to ${longestComment} characters.`);
    }
    const { id: incidentId, comments } = await find(parentOf(id), incidents);
    const { comment: name = "" } = names;
    const before = comments.find((each) => isSame(each.name, name));
    const time = new Date(now()).toISOString();
    const comment = { createdTimeUtc: time, author: principalId, ...before, name, message };
    const incident = await incidents.change(incidentId, (current) => ({
        comments: [...current.comments.filter((each) => !isSame(each.name, name)), comment],
        lastModifiedTimeUtc: time,
    }));
    return json(before ? 200 : 201, shown(incident, comment));
}

async function find(id: string, incidents: ArmRequest["incidents"]): Promise<Incident> {
    const incident = await incidents.find(id);
    if (incident === undefined) throw resourceNotFound(id);
    return incident;
}

function shown({ id }: Incident, { name, message, author, createdTimeUtc }: IncidentComment): Properties {
    return {
        id: `${id}/comments/${lastSegment(name)}`,
        name,
        type: "Microsoft.SecurityInsights/incidents/comments",
        properties: { message, createdTimeUtc, author: { objectId: author } },
    };
}

function isSame(one: string, other = ""): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

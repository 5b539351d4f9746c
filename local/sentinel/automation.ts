import type { Stored } from "../azure/cloud";
import type { Properties } from "../provider/provider";
import { objectsAt, textAt, textsAt, valueAt } from "../provider/values";
import type { Incident } from "./incident";

/** What happened to an incident: it is new, or something was added to it. */
export type IncidentEvent = { kind: "Created" } | { kind: "Updated"; added: ("Alerts" | "Comments" | "Labels")[] };

const automationRule = "azure-native:securityinsights:AutomationRule";

/** ARM ids of the workflows that automation rules start for an incident, in their order. */
export function playbooksFor(incident: Incident, event: IncidentEvent, resources: Stored[]): string[] {
    return resources
        .filter(({ type }) => type === automationRule)
        .filter(({ id, body }) => isTriggered(id, body, incident, event))
        .sort((one, other) => Number(one.body.order) - Number(other.body.order))
        .flatMap(({ id, body }) => objectsAt(body, "actions").map((action) => workflowOf(id, action)));
}

/** Labels that automation rules wait for, whatever the incident: what an analyst approves something with. */
export function awaitedLabels(resources: Stored[]): string[] {
    return resources
        .filter(({ type }) => type === automationRule)
        .flatMap(({ body }) => objectsAt(body, "triggeringLogic.conditions"))
        .filter((condition) => textAt(condition, "conditionProperties.propertyName") === "IncidentLabel")
        .flatMap((condition) => textsAt(condition, "conditionProperties.propertyValues"));
}

function isTriggered(id: string, body: Properties, incident: Incident, event: IncidentEvent): boolean {
    return (
        valueAt(body, "triggeringLogic.isEnabled") === true &&
        textAt(body, "triggeringLogic.triggersOn") === "Incidents" &&
        textAt(body, "triggeringLogic.triggersWhen") === event.kind &&
        objectsAt(body, "triggeringLogic.conditions").every((condition) => holds(id, condition, incident, event))
    );
}

function holds(id: string, condition: Properties, incident: Incident, event: IncidentEvent): boolean {
    const kind = textAt(condition, "conditionType");
    if (kind === "PropertyArrayChanged") {
        const array = textAt(condition, "conditionProperties.arrayType");
        const change = textAt(condition, "conditionProperties.changeType");
        if (change !== "Added") throw unknown(id, `changeType ${change}`);
        return event.kind === "Updated" && event.added.some((each) => each === array);
    }
    if (kind !== "Property") throw unknown(id, `conditionType ${kind}`);
    const property = textAt(condition, "conditionProperties.propertyName") ?? "";
    const operator = textAt(condition, "conditionProperties.operator") ?? "";
    const wanted = textsAt(condition, "conditionProperties.propertyValues").map((text) => text.toLowerCase());
    const values = valuesOf(id, property, incident).map((text) => text.toLowerCase());
    switch (operator) {
        case "Contains":
            return wanted.some((text) => values.some((value) => value.includes(text)));
        case "Equals":
            return wanted.some((text) => values.includes(text));
        case "NotContains":
            return !wanted.some((text) => values.some((value) => value.includes(text)));
        case "NotEquals":
            return !wanted.some((text) => values.includes(text));
        default:
            throw unknown(id, `operator ${operator}`);
    }
}

function valuesOf(id: string, property: string, incident: Incident): string[] {
    switch (property) {
        case "IncidentLabel":
            return incident.labels;
        case "IncidentRelatedAnalyticRuleIds":
            return incident.relatedAnalyticRuleIds;
        case "IncidentSeverity":
            return [incident.severity];
        case "IncidentStatus":
            return [incident.status];
        case "IncidentTitle":
            return [incident.title];
        default:
            throw unknown(id, `property ${property}`);
    }
}

function workflowOf(id: string, action: Properties): string {
    const type = textAt(action, "actionType");
    const workflow = textAt(action, "actionConfiguration.logicAppResourceId");
    if (type !== "RunPlaybook" || workflow === undefined) throw unknown(id, `action ${type}`);
    return workflow;
}

function unknown(id: string, what: string): Error {
    return new Error(`The automation rule ${id} has ${what}, which is not known here.`);
}

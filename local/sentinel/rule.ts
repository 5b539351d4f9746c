import type { Stored } from "../azure/cloud";
import { milliseconds } from "../duration";
import { objectsAt, textAt, textsAt, valueAt } from "../provider/values";

/** A scheduled rule that is deployed and enabled. Times are in milliseconds. */
export interface Rule {
    /** ARM id. */
    id: string;
    title: string;
    severity: string;
    query: string;
    frequency: number;
    period: number;
    /** How long it is silent after it has fired; 0 when it is not. */
    suppression: number;
    /** How many rows it takes. */
    isTriggered(rows: number): boolean;
    /** Whether each row is an alert of its own. */
    alertPerRow: boolean;
    entities: EntityMapping[];
    /** Columns by the name that an alert has them under. */
    details: Record<string, string>;
    createsIncidents: boolean;
    grouping: Grouping | undefined;
}

export interface EntityMapping {
    kind: string;
    /** Columns by identifier. */
    columns: Record<string, string>;
}

/** Which alerts of a rule come to an incident that is there. */
export interface Grouping {
    /** Those that agree in all entities, those of the rule whatever they say, or those that agree in some entities and details. */
    by: "AllEntities" | "AnyAlert" | { kinds: string[]; details: string[] };
    lookback: number;
    reopens: boolean;
}

const comparisons: Record<string, (rows: number, threshold: number) => boolean> = {
    Equal: (rows, threshold) => rows === threshold,
    GreaterThan: (rows, threshold) => rows > threshold,
    LessThan: (rows, threshold) => rows < threshold,
    NotEqual: (rows, threshold) => rows !== threshold,
};

/** The rules that run, as they are deployed. */
export function rulesIn(resources: Stored[]): Rule[] {
    return resources
        .filter(
            ({ type, body }) => type === "azure-native:securityinsights:ScheduledAlertRule" && body.enabled === true,
        )
        .map(readRule);
}

function readRule({ id, body }: Stored): Rule {
    const required = (path: string) => textAt(body, path) ?? unreadable(id, path);
    const operator = required("triggerOperator");
    const compare = comparisons[operator] ?? unreadable(id, "triggerOperator");
    const threshold = Number(valueAt(body, "triggerThreshold"));
    return {
        id,
        title: required("displayName"),
        severity: required("severity"),
        query: required("query"),
        frequency: milliseconds(required("queryFrequency")),
        period: milliseconds(required("queryPeriod")),
        suppression: body.suppressionEnabled === true ? milliseconds(required("suppressionDuration")) : 0,
        isTriggered: (rows) => compare(rows, threshold),
        alertPerRow: textAt(body, "eventGroupingSettings.aggregationKind") === "AlertPerResult",
        entities: objectsAt(body, "entityMappings").map((mapping) => ({
            kind: textAt(mapping, "entityType") ?? "",
            columns: Object.fromEntries(
                objectsAt(mapping, "fieldMappings").map((field) => [
                    textAt(field, "identifier") ?? "",
                    textAt(field, "columnName") ?? "",
                ]),
            ),
        })),
        details: Object.fromEntries(
            Object.entries(valueAt(body, "customDetails") ?? {}).map(([name, column]) => [name, String(column)]),
        ),
        createsIncidents: valueAt(body, "incidentConfiguration.createIncident") === true,
        grouping: readGrouping({ id, body }),
    };
}

function readGrouping({ id, body }: Pick<Stored, "id" | "body">): Grouping | undefined {
    const path = "incidentConfiguration.groupingConfiguration";
    if (valueAt(body, `${path}.enabled`) !== true) return undefined;
    const method = textAt(body, `${path}.matchingMethod`);
    if (textsAt(body, `${path}.groupByAlertDetails`).length > 0) unreadable(id, `${path}.groupByAlertDetails`);
    return {
        by:
            method === "AllEntities" || method === "AnyAlert"
                ? method
                : {
                      kinds: textsAt(body, `${path}.groupByEntities`),
                      details: textsAt(body, `${path}.groupByCustomDetails`),
                  },
        lookback: milliseconds(textAt(body, `${path}.lookbackDuration`) ?? unreadable(id, `${path}.lookbackDuration`)),
        reopens: valueAt(body, `${path}.reopenClosedIncident`) === true,
    };
}

function unreadable(id: string, path: string): never {
    throw new Error(`The rule ${id} cannot be run here: its ${path} is missing or unknown.`);
}

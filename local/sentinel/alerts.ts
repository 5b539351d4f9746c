import { v5 as uuid } from "uuid";
import type { Row } from "../kql/schema";
import type { Value } from "../provider/provider";
import type { Alert, Entity } from "./incident";
import type { Rule } from "./rule";

/** Most alerts that a rule makes of the rows of one run; the last one stands for all that are left. */
const maxAlertsPerRun = 150; // https://learn.microsoft.com/azure/sentinel/threat-detection

/** The alerts that a rule makes of what it has found. */
export function alertsOf(rule: Rule, rows: readonly Row[], time: number): Alert[] {
    if (!rule.isTriggered(rows.length)) return [];
    const groups = rule.alertPerRow
        ? [...rows.slice(0, maxAlertsPerRun - 1).map((row) => [row]), rows.slice(maxAlertsPerRun - 1)]
        : [[...rows]];
    return groups
        .filter((group) => group.length > 0)
        .map((group, index) => ({
            name: uuid(`${rule.id}|${time}|${index}`.toLowerCase(), uuid.URL),
            ruleId: rule.id,
            title: rule.title,
            severity: rule.severity,
            timeGenerated: new Date(time).toISOString(),
            entities: distinct(group.flatMap((row) => entitiesOf(rule, row))),
            details: detailsOf(rule, group),
        }));
}

function entitiesOf(rule: Rule, row: Row): Entity[] {
    return rule.entities.flatMap(({ kind, columns }) => {
        const properties = Object.fromEntries(
            Object.entries(columns).flatMap(([identifier, column]) => {
                const value = textOf(row[column]);
                return value === "" ? [] : [[propertyOf(identifier), value]];
            }),
        );
        return Object.keys(properties).length === 0 ? [] : [{ kind, properties }];
    });
}

/** The name of an identifier in an entity: https://learn.microsoft.com/azure/sentinel/entities-reference */
function propertyOf(identifier: string): string {
    return identifier.charAt(0).toLowerCase() + identifier.slice(1);
}

function detailsOf(rule: Rule, rows: readonly Row[]): Record<string, string[]> {
    return Object.fromEntries(
        Object.entries(rule.details).map(([name, column]) => [
            name,
            [...new Set(rows.map((row) => textOf(row[column])).filter((text) => text !== ""))],
        ]),
    );
}

function textOf(value: Value | undefined): string {
    if (value === undefined || value === null) return "";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Without those that say the same. */
export function distinct(entities: Entity[]): Entity[] {
    return [...new Map(entities.map((entity) => [JSON.stringify(entity), entity])).values()];
}

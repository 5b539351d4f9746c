import type { Alert, Entity, Incident } from "./incident";
import type { Rule } from "./rule";

/** The incident that an alert of a rule comes to; undefined for a new one. */
export function incidentFor(
    alert: Alert,
    { id, grouping }: Rule,
    incidents: readonly Incident[],
): Incident | undefined {
    if (grouping === undefined) return undefined;
    const { lookback, reopens } = grouping;
    const earliest = Date.parse(alert.timeGenerated) - lookback;
    return incidents.findLast(
        ({ status, alerts }) =>
            (status !== "Closed" || reopens) &&
            alerts.some(
                (other) =>
                    other.ruleId.toLowerCase() === id.toLowerCase() &&
                    Date.parse(other.timeGenerated) >= earliest &&
                    agree(alert, other, grouping.by),
            ),
    );
}

function agree(one: Alert, other: Alert, by: NonNullable<Rule["grouping"]>["by"]): boolean {
    if (by === "AnyAlert") return true;
    if (by === "AllEntities") return keysOf(one.entities).join() === keysOf(other.entities).join();
    return (
        by.kinds.every((kind) => {
            const keys = (alert: Alert) => keysOf(alert.entities.filter((entity) => entity.kind === kind)).join();
            return keys(one) === keys(other);
        }) && by.details.every((name) => String(one.details[name]) === String(other.details[name]))
    );
}

function keysOf(entities: Entity[]): string[] {
    return entities.map((entity) => JSON.stringify(entity)).sort();
}

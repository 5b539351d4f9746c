import { type Change, countByOperation } from "./changes";
import type { Report } from "./report";
import { testDouble } from "./summary";

/** What `--json` prints: the report with counts, without the resources that stay as they are. */
export function jsonReport(report: Report): object {
    const { create, update, replace, delete: deleted, unchanged } = countByOperation(report.changes);
    return {
        ...report,
        resources: { created: create, updated: update, replaced: replace, deleted, unchanged },
        changes: report.changes.filter(({ operation }) => operation !== "unchanged").map(plainChange),
        localCloud: testDouble,
    };
}

function plainChange({ component, ...change }: Change): object {
    return { ...change, component: component.name };
}

import type { LogClass } from "../shared";

/** Days by argument of `AuditLog`. */
export interface RetentionDays {
    retentionDays?: number;
    auditRetentionDays?: number;
    operationsRetentionDays?: number;
    contentRetentionDays?: number;
}

interface TableRetention {
    /** Days that records can be searched. */
    retentionInDays: number;
    /** Days that records are kept; those that cannot be searched any more are archived. */
    totalRetentionInDays: number;
}

/** Beyond two years, Azure keeps records for whole years only: https://learn.microsoft.com/rest/api/loganalytics/tables/create-or-update */
export const longTotalRetentionDays: readonly number[] = [1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383];

/** Every number of days, those that are not given included. */
export function defaultRetention(given: RetentionDays): Required<RetentionDays> {
    const { retentionDays = 90, operationsRetentionDays = 90, contentRetentionDays = 30 } = given;
    const { auditRetentionDays = Math.max(365, retentionDays) } = given;
    return { retentionDays, auditRetentionDays, operationsRetentionDays, contentRetentionDays };
}

/** How long the tables of each class keep their records. Only audit logs are archived. */
export function retentionByClass(given: RetentionDays): Record<LogClass, TableRetention> {
    const { retentionDays, auditRetentionDays, operationsRetentionDays, contentRetentionDays } =
        defaultRetention(given);
    const searchable = (days: number) => ({ retentionInDays: days, totalRetentionInDays: days });
    return {
        audit: { retentionInDays: retentionDays, totalRetentionInDays: auditRetentionDays },
        content: searchable(contentRetentionDays),
        operations: searchable(operationsRetentionDays),
    };
}

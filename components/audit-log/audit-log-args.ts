import { adoptionProblems, listed, type PlacementArgs, placementProblems, rangeProblem } from "../shared";
import { defaultRetention, longTotalRetentionDays } from "./table-retention";

/** Whence a workspace can be queried, by those who have the right. */
export const QueryAccess = {
    /** Over private endpoints only: analysts, workbooks and the portal need the private network, too. */
    Private: "Private",
    /** Over the internet as well, with Entra authentication. */
    Public: "Public",
} as const;
export type QueryAccess = (typeof QueryAccess)[keyof typeof QueryAccess];

/** Arguments of `AuditLog`. */
export interface AuditLogArgs extends PlacementArgs {
    /** Optional. Days that audit logs can be searched, 90 to 730; tables that are not set keep their logs as long. Default: 90. Serves practice 5.1. */
    retentionDays?: number;
    /**
     * Optional. Days that audit logs are kept in all, searchable and archived: `retentionDays` or more, 365 to 730 days,
     * or 3 to 12 years as 1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018 or 4383 days. Default: 365, or
     * `retentionDays` if that is more. Serves practice IR-3.
     */
    auditRetentionDays?: number;
    /** Optional. Days that logs about how things run are kept and can be searched, 30 to 730. Default: 90. */
    operationsRetentionDays?: number;
    /** Optional. Days that what tools and models were given and answered is kept, 4 to 90. Default: 30. Serves practices 5.3 and PP-1. */
    contentRetentionDays?: number;
    /** Optional. Whence the workspace can be queried; logs always arrive privately. Default: Private. Serves practice ZT-2. */
    queryAccess?: QueryAccess;
    /**
     * Optional. Whether sign-ins, changes and risks in Entra ID are sent to the workspace. There are few such settings in
     * a tenant, and the deployer needs the Entra role Security Administrator. Default: false. Serves practices 2.4 and ZT-3.
     */
    exportEntraLogs?: boolean;
    /**
     * Optional. Whether operations on anything in the subscription are sent to the workspace. There are few such settings
     * in a subscription, so one of its environments has them. Default: false. Serves practice 5.1.
     */
    exportActivityLog?: boolean;
    /**
     * Optional. ARM id of an existing workspace to collect logs in, in the same region; the workspace itself, its tables
     * and its own log are left as they are. Default: a new workspace.
     */
    existingWorkspaceId?: string;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function auditLogProblems(name: string, args: AuditLogArgs): string[] {
    return [
        ...placementProblems(name, args),
        ...(args.existingWorkspaceId === undefined ? newWorkspaceProblems(args) : []),
        ...adoptionProblems(args, {
            what: "workspace",
            type: "Microsoft.OperationalInsights/workspaces",
            existing: "existingWorkspaceId",
            needed: [],
            optional: [
                "retentionDays",
                "auditRetentionDays",
                "operationsRetentionDays",
                "contentRetentionDays",
                "queryAccess",
            ],
            anySubscription: true,
        }),
    ];
}

function newWorkspaceProblems(args: AuditLogArgs): string[] {
    const days = defaultRetention(args);
    const allowed: string[] = Object.values(QueryAccess);
    return listed(
        rangeProblem(days.retentionDays, "retentionDays", { min: 90, max: 730, unit: "days" }),
        auditRetentionProblem(days),
        rangeProblem(days.operationsRetentionDays, "operationsRetentionDays", { min: 30, max: 730, unit: "days" }),
        rangeProblem(days.contentRetentionDays, "contentRetentionDays", { min: 4, max: 90, unit: "days" }),
        args.queryAccess === undefined || allowed.includes(args.queryAccess)
            ? undefined
            : `queryAccess is "${args.queryAccess}"; it must be one of ${allowed.join(", ")}.`,
    );
}

function auditRetentionProblem(days: { retentionDays: number; auditRetentionDays: number }): string | undefined {
    const { retentionDays, auditRetentionDays: total } = days;
    const short = Number.isInteger(total) && total >= 365 && total <= 730;
    if (!short && !longTotalRetentionDays.includes(total)) {
        return `auditRetentionDays is ${total}; it must be a whole number of days from 365 to 730, or one of ${longTotalRetentionDays.join(", ")}.`;
    }
    return total < retentionDays
        ? `auditRetentionDays is ${total}; it must not be less than retentionDays, which is ${retentionDays}.`
        : undefined;
}

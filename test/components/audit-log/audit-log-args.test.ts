// Does not prove that Azure accepts what passes here.
import assert from "node:assert/strict";
import { AuditLog, type AuditLogArgs } from "../../../components";
import { auditLogProblems } from "../../../components/audit-log/audit-log-args";
import { capture } from "../../support/capture";
import { sampleWorkspaceId as existingWorkspaceId, placement } from "../../support/sample-placement";

const range = (argument: string, value: number, min: number, max: number) =>
    `${argument} is ${value}; it must be a whole number of days from ${min} to ${max}.`;
const years = "1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383";
const total = (days: number) =>
    `auditRetentionDays is ${days}; it must be a whole number of days from 365 to 730, or one of ${years}.`;

const cases: [string, Partial<AuditLogArgs>, string[]][] = [
    ["none in the defaults", {}, []],
    [
        "none in the least of everything",
        { retentionDays: 90, auditRetentionDays: 365, operationsRetentionDays: 30, contentRetentionDays: 4 },
        [],
    ],
    [
        "none in the most of everything",
        { retentionDays: 730, auditRetentionDays: 4383, operationsRetentionDays: 730, contentRetentionDays: 90 },
        [],
    ],
    ["none in two years that can all be searched", { retentionDays: 730 }, []],
    ...[89, 731, 100.5, Number.NaN].map((days): [string, Partial<AuditLogArgs>, string[]] => [
        `${days} days of search`,
        { retentionDays: days, auditRetentionDays: 1095 },
        [range("retentionDays", days, 90, 730)],
    ]),
    ...[364, 731, 400.5, 1094, 4384].map((days): [string, Partial<AuditLogArgs>, string[]] => [
        `${days} days of audit logs`,
        { auditRetentionDays: days },
        [total(days)],
    ]),
    [
        "audit logs that are kept for less time than they can be searched",
        { retentionDays: 500, auditRetentionDays: 365 },
        ["auditRetentionDays is 365; it must not be less than retentionDays, which is 500."],
    ],
    [
        "too few days of the others",
        { operationsRetentionDays: 29, contentRetentionDays: 3 },
        [range("operationsRetentionDays", 29, 30, 730), range("contentRetentionDays", 3, 4, 90)],
    ],
    [
        "too many days of the others",
        { operationsRetentionDays: 731, contentRetentionDays: 91 },
        [range("operationsRetentionDays", 731, 30, 730), range("contentRetentionDays", 91, 4, 90)],
    ],
    [
        "an unknown access",
        { queryAccess: "Open" as "Public" },
        ['queryAccess is "Open"; it must be one of Private, Public.'],
    ],
    ["none in an existing workspace", { existingWorkspaceId, exportEntraLogs: true }, []],
    [
        "a bad id of an existing workspace",
        { existingWorkspaceId: "log" },
        ['existingWorkspaceId is "log"; it must be the ARM id of a Microsoft.OperationalInsights/workspaces.'],
    ],
    [
        "arguments of a new workspace for an existing one",
        {
            existingWorkspaceId,
            retentionDays: 1,
            auditRetentionDays: 1,
            operationsRetentionDays: 1,
            contentRetentionDays: 1,
            queryAccess: "Private",
        },
        ["retentionDays", "auditRetentionDays", "operationsRetentionDays", "contentRetentionDays", "queryAccess"].map(
            (argument) =>
                `${argument} is given together with existingWorkspaceId, which leaves the workspace as it is; remove one of them.`,
        ),
    ],
];

describe("auditLogProblems", () => {
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(auditLogProblems("log", { ...placement, ...args }), problems));
    }

    it("are all in the one error that stops the component", async () => {
        await assert.rejects(
            capture(() => new AuditLog("log", { ...placement, location: "", retentionDays: 1 })),
            {
                message: [
                    'AuditLog "log" has 2 problems:',
                    '  - location is ""; it must be the short name of an Azure region, for example "westeurope".',
                    `  - ${range("retentionDays", 1, 90, 730)}`,
                ].join("\n"),
            },
        );
    });
});

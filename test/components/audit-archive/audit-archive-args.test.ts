// Does not prove that Azure accepts what passes here.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuditArchive, type AuditArchiveArgs } from "../../../components";
import { auditArchiveProblems } from "../../../components/audit-archive/audit-archive-args";
import { capture } from "../../support/capture";
import { sampleNetwork } from "../../support/sample-placement";
import { archiveArgs, auditors } from "./sample-args";

const cases: [string, Partial<AuditArchiveArgs>, string[]][] = [
    ["none in the defaults", {}, []],
    [
        "none in the least of everything",
        { forensicRetentionDays: 365, flowLogRetentionDays: 90, forensicLock: "Unlocked", redundancy: "Standard_LRS" },
        [],
    ],
    [
        "none in the most of everything",
        {
            forensicRetentionDays: 146000,
            flowLogRetentionDays: 3650,
            forensicLock: "Locked",
            redundancy: "Standard_GZRS",
            readers: { auditors },
        },
        [],
    ],
    [
        "too few days",
        { forensicRetentionDays: 364, flowLogRetentionDays: 89 },
        [
            "forensicRetentionDays is 364; it must be a whole number of days from 365 to 146000.",
            "flowLogRetentionDays is 89; it must be a whole number of days from 90 to 3650.",
        ],
    ],
    [
        "too many days",
        { forensicRetentionDays: 146001, flowLogRetentionDays: 3651 },
        [
            "forensicRetentionDays is 146001; it must be a whole number of days from 365 to 146000.",
            "flowLogRetentionDays is 3651; it must be a whole number of days from 90 to 3650.",
        ],
    ],
    [
        "phases and redundancies that do not exist",
        { forensicLock: "locked" as "Locked", redundancy: "Premium_LRS" as "Standard_LRS" },
        [
            'forensicLock is "locked"; it must be one of Unlocked, Locked.',
            'redundancy is "Premium_LRS"; it must be one of Standard_LRS, Standard_ZRS, Standard_GZRS.',
        ],
    ],
    [
        "a missing zone",
        { network: sampleNetwork() },
        [
            'network.zoneIds has no "privatelink.blob.core.windows.net"; give the ARM id of the private DNS zone of that name.',
        ],
    ],
    [
        "keepers that are none",
        { keepers: { "The job": { principalId: "job", principalType: "ServicePrincipal" } } },
        [
            'The name of keepers.The job is "The job"; it must be lower-case letters, digits and single hyphens, a letter first.',
            'keepers.The job.principalId is "job"; it must be a GUID.',
        ],
    ],
    [
        "readers that are none",
        { readers: { "The auditors": { principalId: "auditors", principalType: "ServicePrincipal" } } },
        [
            'The name of readers.The auditors is "The auditors"; it must be lower-case letters, digits and single hyphens, a letter first.',
            'readers.The auditors.principalId is "auditors"; it must be a GUID.',
            'readers.The auditors.principalType is "ServicePrincipal"; evidence is read by people, so it must be Group.',
        ],
    ],
    [
        "nothing yet in ids from elsewhere",
        { readers: { auditors: { ...auditors, principalId: pulumi.output("x") } }, workspaceId: pulumi.output("x") },
        [],
    ],
];

describe("auditArchiveProblems", () => {
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () =>
            assert.deepEqual(auditArchiveProblems("archive", { ...archiveArgs, ...args }), problems));
    }

    it("are all in the one error that stops the component", async () => {
        await assert.rejects(
            capture(() => new AuditArchive("archive", { ...archiveArgs, location: "", forensicRetentionDays: 1 })),
            {
                message: [
                    'AuditArchive "archive" has 2 problems:',
                    '  - location is ""; it must be the short name of an Azure region, for example "westeurope".',
                    "  - forensicRetentionDays is 1; it must be a whole number of days from 365 to 146000.",
                ].join("\n"),
            },
        );
    });
});

// Does not prove that Azure accepts what passes here.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { KeyVault, type KeyVaultArgs } from "../../../components";
import { keyVaultProblems, secondsOf } from "../../../components/key-vault/key-vault-args";
import { capture } from "../../support/capture";
import { officer, sampleSecret, vaultArgs, workload } from "./sample-args";

const existingVaultId =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv";
const rest = { ...vaultArgs, network: undefined, workspaceId: undefined };
const signing = { purpose: "signing" } as const;

const cases: [string, Partial<KeyVaultArgs>, string[]][] = [
    ["none in a good vault", { keys: { sign: signing }, secrets: { session: sampleSecret } }, []],
    ["none in two kms keys", { keys: { kms: { purpose: "kms" }, kms2: { purpose: "kms" } } }, []],
    ["a bad tenant", { tenantId: "contoso" }, ['tenantId is "contoso"; it must be a GUID.']],
    [
        "what a new vault lacks",
        rest,
        [
            "network is missing; only an existing vault does without it.",
            "workspaceId is missing; only an existing vault does without it.",
        ],
    ],
    [
        "too few days of soft delete",
        { softDeleteRetentionDays: 6 },
        ["softDeleteRetentionDays is 6; it must be a whole number of days from 7 to 90."],
    ],
    [
        "a name that Azure refuses",
        { vaultName: "payments_1" },
        ['vaultName is "payments_1"; it must be 3 to 24 letters, digits and single hyphens, a letter first.'],
    ],
    [
        "a network without the zone of vaults",
        { network: { ...vaultArgs.network, zoneIds: {} } },
        [
            'network.zoneIds has no "privatelink.vaultcore.azure.net"; give the ARM id of the private DNS zone of that name.',
        ],
    ],
    [
        "a bad id of an existing vault",
        { ...rest, existingVaultId: "kv" },
        ['existingVaultId is "kv"; it must be the ARM id of a Microsoft.KeyVault/vaults.'],
    ],
    [
        "an existing vault in another subscription",
        { ...rest, existingVaultId, subscriptionId: "99999999-9999-4999-8999-999999999999" },
        [
            `existingVaultId is "${existingVaultId}"; the vault must be in subscription 99999999-9999-4999-8999-999999999999.`,
        ],
    ],
    [
        "arguments of a new vault for an existing one",
        { existingVaultId, softDeleteRetentionDays: 90, vaultName: "kv-other" },
        ["network", "workspaceId", "softDeleteRetentionDays", "vaultName"].map(
            (argument) =>
                `${argument} is given together with existingVaultId, which leaves the vault as it is; remove one of them.`,
        ),
    ],
    [
        "a bad name and purpose of a key",
        { keys: { "Disk 1": { purpose: "disks" as "storage" } } },
        [
            'The name of keys.Disk 1 is "Disk 1"; it must be lower-case letters, digits and single hyphens, a letter first.',
            'keys.Disk 1.purpose is "disks"; it must be one of disk-encryption, storage, registry, log-cluster, kms, signing.',
        ],
    ],
    [
        "too long a name",
        { keys: { [`k${"x".repeat(120)}`]: signing } },
        [`The name of keys.k${"x".repeat(120)} has 121 characters; it must have 120 at most.`],
    ],
    [
        "too quick and too slow a rotation",
        { keys: { a: { ...signing, rotationDays: 6 }, b: { ...signing, rotationDays: 336 } } },
        [
            "keys.a.rotationDays is 6; it must be a whole number of days from 7 to 335.",
            "keys.b.rotationDays is 336; it must be a whole number of days from 7 to 335.",
        ],
    ],
    [
        "rotation of a kms key",
        { keys: { kms: { purpose: "kms", rotationDays: 90 } } },
        [
            "keys.kms.rotationDays is 90; a key of purpose kms does not rotate by itself, because an expired version stops the cluster. Remove it, and rotate by adding a key.",
        ],
    ],
    [
        "a bad secret, without showing its value",
        { secrets: { Session: { contentType: " ", expires: "next year", value: "hush", rotation: "1" } } },
        [
            'The name of secrets.Session is "Session"; it must be lower-case letters, digits and single hyphens, a letter first.',
            "secrets.Session.contentType is empty; say what the value is.",
            'secrets.Session.expires is "next year"; it must be a date and time of RFC 3339, for example "2027-01-31T00:00:00Z".',
            "secrets.Session has both value and rotation; rotation draws a random value, so remove one of them.",
        ],
    ],
    [
        "a kms key in company",
        { keys: { kms: { purpose: "kms" }, sign: signing }, secrets: { session: sampleSecret } },
        [
            "Keys of purpose kms (kms) share the vault with sign, session; give them a vault of their own, because the cluster's identity may manage it.",
        ],
    ],
    [
        "secrets behind a firewall that lets services pass",
        {
            keys: { disk: { purpose: "disk-encryption" }, log: { purpose: "log-cluster" } },
            secrets: { session: sampleSecret },
        },
        [
            "Keys for Azure services (disk, log) share the vault with secrets (session); give them separate vaults, because the firewall lets trusted services pass to such keys.",
        ],
    ],
    [
        "officers without anything to manage",
        { officers: { vault: officer } },
        ["officers are given for a vault without keys and secrets; add some, or remove the officers."],
    ],
    [
        "principals that are none",
        {
            officers: { vault: { ...officer, principalId: "platform" } },
            keys: { sign: { ...signing, users: { app: { ...workload, principalId: "app" } } } },
            secrets: { session: { ...sampleSecret, readers: { app: { ...workload, principalId: "" } } } },
        },
        [
            'officers.vault.principalId is "platform"; it must be a GUID.',
            'keys.sign.users.app.principalId is "app"; it must be a GUID.',
            'secrets.session.readers.app.principalId is ""; it must be a GUID.',
        ],
    ],
    [
        "officers who are users and readers as well",
        {
            officers: { other: workload, vault: officer },
            keys: {
                sign: { ...signing, users: { app: { ...officer, principalId: officer.principalId.toUpperCase() } } },
            },
            secrets: { session: { ...sampleSecret, readers: { app: officer } } },
        },
        ["keys.sign.users.app", "secrets.session.readers.app"].map(
            (argument) =>
                `${argument} is ${officer.principalId}, who is an officer as well; who manages keys and secrets may not use them.`,
        ),
    ],
    [
        "nothing yet in ids from elsewhere",
        {
            officers: { vault: { ...officer, principalId: pulumi.output("x") } },
            keys: { sign: { ...signing, users: { app: { ...workload, principalId: pulumi.output("x") } } } },
        },
        [],
    ],
];

describe("keyVaultProblems", () => {
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(keyVaultProblems("vault", { ...vaultArgs, ...args }), problems));
    }

    it("are all in the one error that stops the component", async () => {
        const args = { ...vaultArgs, tenantId: "contoso", location: "", softDeleteRetentionDays: 0 };
        await assert.rejects(
            capture(() => new KeyVault("vault", args)),
            {
                message: [
                    'KeyVault "vault" has 3 problems:',
                    '  - location is ""; it must be the short name of an Azure region, for example "westeurope".',
                    '  - tenantId is "contoso"; it must be a GUID.',
                    "  - softDeleteRetentionDays is 0; it must be a whole number of days from 7 to 90.",
                ].join("\n"),
            },
        );
    });
});

describe("secondsOf", () => {
    for (const [text, seconds] of [
        ["1970-01-01T00:00:00Z", 0],
        ["2027-01-31T00:00:00Z", 1801353600],
        ["2027-01-31T02:00:00+02:00", 1801353600],
        ["2027-01-31T00:00:00.5Z", 1801353600],
    ] as const) {
        it(`reads ${text}`, () => assert.equal(secondsOf(text), seconds));
    }

    for (const text of [
        "",
        "2027-01-31",
        "2027-01-31T00:00:00",
        "2027-02-30T00:00:00Z",
        "2027-13-01T00:00:00Z",
        "2027-01-31T25:00:00Z",
        "1801353600",
    ]) {
        it(`does not read "${text}"`, () => assert.ok(Number.isNaN(secondsOf(text))));
    }
});

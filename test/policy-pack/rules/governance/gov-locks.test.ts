// Does not prove that a lock keeps a locked account: its immutability policy does that.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/governance/gov-locks";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };
const unlocked = "no CanNotDelete lock keeps this forensic storage account";

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const accounts = `${group}/providers/Microsoft.Storage/storageAccounts`;
const storage = (accountName: Value, enabled: Value = true): SampleResource => ({
    type: "storage:StorageAccount",
    inputs: { accountName, immutableStorageWithVersioning: { enabled } },
});
const lock = (scope: Value, level: Value = "CanNotDelete", dependencies = {}): SampleResource => ({
    type: "authorization:ManagementLockByScope",
    inputs: { scope, level },
    dependencies,
});

describe("gov-locks", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("wants a lock on each forensic account", () => {
        const two = { one: storage("stone"), two: storage("sttwo") };
        assert.deepEqual(outcome({ ...two, a: lock(`${accounts}/stone`), b: lock(`${accounts}/sttwo`) }), clean);
        assert.deepEqual(outcome({ ...two, a: lock(`${accounts}/stone`) }), { findings: [unlocked], undecided: [] });
    });

    it("wants none on other accounts, whatever their immutability says", () => {
        for (const enabled of [false, "true", {}]) {
            assert.deepEqual(outcome({ one: storage("stone", enabled) }), clean);
            assert.deepEqual(outcome({ one: storage("stone", enabled), lock: lock(`${accounts}/stone`) }), {
                findings: ["scope"],
                undecided: [],
            });
        }
        const plain = { type: "storage:StorageAccount", inputs: { accountName: "stone" } };
        assert.deepEqual(outcome({ plain }), clean);
    });

    it("wants a level that lets the evidence come in", () => {
        for (const level of ["ReadOnly", "NotSpecified", "cannotdelete"])
            assert.deepEqual(outcome({ one: storage("stone"), lock: lock(`${accounts}/stone`, level) }), {
                findings: [unlocked],
                undecided: [],
            });
        const both = { weak: lock(`${accounts}/stone`, "ReadOnly"), strong: lock(`${accounts}/stone`) };
        assert.deepEqual(outcome({ one: storage("stone"), ...both }), clean);
    });

    it("knows an account in any case, and as a whole", () => {
        assert.deepEqual(outcome({ one: storage("stone"), lock: lock(`${accounts}/stone`.toUpperCase()) }), clean);
        for (const scope of [
            `${accounts}/stone2`,
            `${accounts}/stone/blobServices/default/containers/evidence`,
            `${group}/providers/Microsoft.Other/storageAccounts/stone`,
            "stone",
        ])
            assert.deepEqual(
                outcome({ one: storage("stone"), lock: lock(scope) }).findings,
                [unlocked, "scope"],
                scope,
            );
    });

    for (const scope of [
        "/subscriptions/22222222-2222-4222-8222-222222222222",
        group,
        `${group}/providers/Microsoft.KeyVault/vaults/kv`,
        `${group}/providers/Microsoft.OperationalInsights/workspaces/log`,
        `${group}/providers/Microsoft.ApiManagement/service/apim`,
        `${accounts}/elsewhere`,
    ])
        it(`refuses a lock on ${scope.split("/").slice(-2).join(" ")}`, () =>
            assert.deepEqual(outcome({ lock: lock(scope) }), { findings: ["scope"], undecided: [] }));

    for (const kind of ["ResourceGroup", "Resource", "Subscription"])
        it(`refuses a lock of the type for a ${kind}, even on forensic storage`, () => {
            const other = { type: `authorization:ManagementLockAt${kind}Level`, inputs: { level: "CanNotDelete" } };
            const resources = { one: storage("stone"), lock: lock(`${accounts}/stone`) };
            assert.deepEqual(outcome({ ...resources, other }), { findings: ["scope"], undecided: [] });
        });

    describe("in a preview", () => {
        it("goes by dependencies where the id is unknown", () => {
            const byId = lock(unknown, "CanNotDelete", { scope: ["one"] });
            assert.deepEqual(outcome({ one: storage("stone"), lock: byId }), clean);
            assert.deepEqual(outcome({ one: storage("stone"), two: storage("sttwo", false), lock: byId }), clean);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ one: storage("stone"), lock: lock(unknown) }), {
                findings: [],
                undecided: [
                    'scope of authorization:ManagementLockByScope "lock"',
                    'scope of authorization:ManagementLockByScope "lock"',
                ],
            });
            assert.deepEqual(outcome({ one: storage("stone"), lock: lock(`${accounts}/stone`, unknown) }), {
                findings: [],
                undecided: ['level of authorization:ManagementLockByScope "lock"'],
            });
            assert.deepEqual(outcome({ one: storage("stone", unknown) }), {
                findings: [],
                undecided: ['immutableStorageWithVersioning.enabled of storage:StorageAccount "one"'],
            });
        });
    });
});

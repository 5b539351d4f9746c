// Does not prove that Azure keeps a locked account: no test here writes to one.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/storage/st-forensic-immutable";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters?: object) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };

const policy = "immutableStorageWithVersioning.immutabilityPolicy";
const evidence = (accountName: string, changes: Record<string, Value> = {}, bypass = "AzureServices") => ({
    type: "storage:StorageAccount",
    inputs: {
        accountName,
        immutableStorageWithVersioning: {
            enabled: true,
            immutabilityPolicy: {
                state: "Locked",
                immutabilityPeriodSinceCreationInDays: 365,
                allowProtectedAppendWrites: true,
                ...changes,
            },
        },
        networkRuleSet: { bypass },
    },
});
const blobsOf = (accountName: Value, dependencies = {}): SampleResource => ({
    type: "storage:BlobServiceProperties",
    inputs: {
        accountName,
        isVersioningEnabled: true,
        changeFeed: { enabled: true },
        deleteRetentionPolicy: { enabled: true },
        containerDeleteRetentionPolicy: { enabled: true },
    },
    dependencies,
});
const blobs = blobsOf("stone");
const log = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };

describe("st-forensic-immutable", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("wants an immutable account where there is a log", () => {
        const missing = { findings: ["no immutable storage keeps what is logged here"], undecided: [] };
        assert.deepEqual(outcome({ log, evidence: evidence("stone"), blobs }), clean);
        assert.deepEqual(outcome({ log }), missing);
        const plain = { type: "storage:StorageAccount", inputs: { accountName: "stone" } };
        assert.deepEqual(outcome({ log, plain }), missing);
        assert.deepEqual(outcome({ plain }), clean);
    });

    it("wants a lock in the environments that are named, and a policy that is on in all", () => {
        const stateOf = (state: string, lockedEnvironments: string[]) =>
            outcome({ evidence: evidence("stone", { state }), blobs }, { lockedEnvironments }).findings;
        assert.deepEqual(stateOf("Unlocked", ["prod"]), [`${policy}.state`]);
        assert.deepEqual(stateOf("Unlocked", ["staging"]), []);
        assert.deepEqual(stateOf("Locked", ["staging"]), []);
        for (const environments of [["prod"], ["staging"]])
            assert.deepEqual(stateOf("Disabled", environments), [`${policy}.state`]);
    });

    it("wants the days that are configured", () => {
        const daysOf = (immutabilityPeriodSinceCreationInDays: number, minimumRetentionDays: number) =>
            outcome(
                { evidence: evidence("stone", { immutabilityPeriodSinceCreationInDays }), blobs },
                { minimumRetentionDays },
            ).findings;
        assert.deepEqual(daysOf(30, 30), []);
        assert.deepEqual(daysOf(365, 366), [`${policy}.immutabilityPeriodSinceCreationInDays`]);
    });

    it("finds Azure's services among those that pass", () => {
        assert.deepEqual(outcome({ evidence: evidence("stone", {}, "Logging, AzureServices"), blobs }), clean);
        assert.deepEqual(outcome({ evidence: evidence("stone", {}, "Logging"), blobs }).findings, [
            "networkRuleSet.bypass",
        ]);
    });

    it("wants versions kept in each account", () => {
        const two = { one: evidence("stone"), two: evidence("sttwo") };
        const missing =
            "no blob service properties turn on versioning, change feed and soft delete of blobs and containers";
        assert.deepEqual(outcome({ ...two, blobs }), { findings: [missing], undecided: [] });
        assert.deepEqual(outcome({ ...two, blobs, others: blobsOf("STTWO") }), clean);
    });

    describe("in a preview", () => {
        it("goes by dependencies where the name is unknown", () => {
            const dependent = blobsOf(unknown, { accountName: ["one"] });
            assert.deepEqual(outcome({ one: evidence("stone"), blobs: dependent }), clean);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ one: evidence("stone"), blobs: blobsOf(unknown) }), {
                findings: [],
                undecided: ['accountName of storage:BlobServiceProperties "blobs"'],
            });
            const hidden: SampleResource = {
                type: "storage:StorageAccount",
                inputs: { accountName: "stone", immutableStorageWithVersioning: { enabled: unknown } },
            };
            const undecided = 'immutableStorageWithVersioning.enabled of storage:StorageAccount "one"';
            assert.deepEqual(outcome({ log, one: hidden }), { findings: [], undecided: [undecided, undecided] });
        });
    });
});

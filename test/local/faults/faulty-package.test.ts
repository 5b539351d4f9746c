// Does not prove what the engine makes of a fault: test/engine/faults.test.ts does.
import assert from "node:assert/strict";
import { azurePackage } from "../../../local/azure";
import type { Fault } from "../../../local/faults/fault";
import { FaultPlan } from "../../../local/faults/fault-plan";
import { type FaultNotice, faultyPackage } from "../../../local/faults/faulty-package";
import type { PartialFailure, Properties } from "../../../local/provider/provider";
import { groupId, seed } from "../azure/fixture";
import { fixedKey } from "../cloud/fixed-key";
import { JumpingClock } from "../cloud/jumping-clock";
import { MemoryStore } from "../cloud/memory-store";

const type = "azure-native:resources:ResourceGroup";
const subject = { urn: `urn:pulumi:dev::test::${type}::group`, type, name: "group" };
const inputs: Properties = { resourceGroupName: "rg", location: "westeurope" };
const seconds = { create: 2, delete: 15 };

/** An empty Azure where requests about its resource groups go wrong. */
function newCloud(...faults: Partial<Fault>[]) {
    const store = new MemoryStore();
    const clock = new JumpingClock();
    const notices: FaultNotice[] = [];
    let died = 0;
    const plan = new FaultPlan(
        faults.map((fault) => ({ type, operation: "create", occurrence: 1, ...fault }) as Fault),
    );
    const surroundings = {
        clock,
        happens: (notice: FaultNotice) => notices.push(notice),
        die: async () => {
            died += store.list("arm:").length === 1 ? 1 : 100;
        },
    };
    const provider = faultyPackage(
        azurePackage({ store, clock, seed, sealingKey: fixedKey }),
        plan,
        surroundings,
    ).configure({});
    const { signal } = new AbortController();
    const existing = { ...subject, id: groupId, oldInputs: inputs, oldOutputs: {}, signal };
    return {
        clock,
        notices,
        exists: () => store.list("arm:").length === 1,
        deaths: () => died,
        create: (aborts = signal) => provider.create({ ...subject, inputs, preview: false, signal: aborts }),
        preview: () => provider.create({ ...subject, inputs, preview: true, signal }),
        update: (preview = false) => provider.update({ ...existing, inputs: { ...inputs, tags: { a: "b" } }, preview }),
        remove: () => provider.delete(existing),
        read: () => provider.read(existing),
    };
}

describe("a fault", () => {
    const refusal = { fault: "error", status: 403, code: "Forbidden", message: "No." } as const;
    const forbidden = { name: "Refusal", message: 'Status=403 Code="Forbidden" Message="No."' };

    for (const operation of ["create", "read", "update", "delete"] as const) {
        it(`refuses a ${operation}, once, and changes nothing`, async () => {
            const cloud = newCloud({ ...refusal, operation });
            const call = { create: cloud.create, read: cloud.read, update: cloud.update, delete: cloud.remove };
            if (operation !== "create") {
                await cloud.create();
            }

            await assert.rejects(call[operation](), forbidden);

            assert.equal(cloud.exists(), operation !== "create");
            assert.deepEqual(cloud.notices, [{ number: 1, operation, type, name: "group" }]);
            await call[operation]();
            assert.equal(cloud.notices.length, 1);
        });
    }

    it("finds its resource by the name in Azure, for each operation", async () => {
        const named = { ...refusal, name: "rg" };
        const cloud = newCloud(
            named,
            ...(["read", "update", "delete"] as const).map((operation) => ({ ...named, operation })),
        );

        await assert.rejects(cloud.create(), forbidden);
        await cloud.create();
        await assert.rejects(cloud.read(), forbidden);
        await assert.rejects(cloud.update(), forbidden);
        await assert.rejects(cloud.remove(), forbidden);
    });

    it("leaves previews alone", async () => {
        const cloud = newCloud(refusal, { ...refusal, operation: "update" });
        await cloud.preview();
        await cloud.update(true);
        assert.deepEqual(cloud.notices, []);
    });

    it("of an answer for the moment only is repeated with growing pauses, or with those that it asks for", async () => {
        const busy = { ...refusal, status: 503, code: "Busy" };
        const cloud = newCloud(busy, { ...busy, occurrence: 2 }, { fault: "throttling", occurrence: 3, retryAfter: 7 });

        await cloud.create();

        assert.deepEqual(cloud.clock.waits, [20, 60, 7, seconds.create]);
        assert.deepEqual(
            cloud.notices.map(({ number }) => number),
            [1, 2, 3],
        );
    });

    it("of an answer for the moment only is final at the fourth time, or when it asks for more than two minutes", async () => {
        const throttled = { message: /^Status=429 Code="TooManyRequests" Message="The request is being throttled / };
        const always = newCloud({ fault: "throttling", occurrence: "every" });
        await assert.rejects(always.create(), throttled);
        assert.deepEqual(always.clock.waits, [20, 60, 120]);

        const long = newCloud({ fault: "throttling", retryAfter: 121 });
        await assert.rejects(long.create(), throttled);
        assert.deepEqual(long.clock.waits, []);
    });

    it("lets a request run into its timeout, and changes nothing", async () => {
        const cloud = newCloud({ fault: "timeout" });
        const start = cloud.clock.now();

        await assert.rejects(cloud.create(), { name: "Refusal", message: "operation timed out" });

        assert.deepEqual([cloud.clock.now() - start, cloud.exists()], [7_200_000, false]);
    });

    it("ends with the request that it holds up", async () => {
        const cloud = newCloud({ fault: "timeout" });
        await assert.rejects(cloud.create(AbortSignal.abort(new Error("operation cancelled"))), {
            message: "operation cancelled",
        });
    });

    it("makes an answer late, by seconds or by a factor", async () => {
        const cloud = newCloud(
            { fault: "slow", seconds: 100 },
            { fault: "slow", operation: "delete", factor: 3 },
            { fault: "slow", operation: "read", seconds: 5 },
        );
        await cloud.create();
        await cloud.read();
        await cloud.remove();
        assert.deepEqual(cloud.clock.waits, [seconds.create, 100, 5, seconds.delete, 2 * seconds.delete]);
    });

    it("that makes an answer too late leaves the resource with the reason", async () => {
        const cloud = newCloud({ fault: "slow", seconds: 100 });
        const timeout = new AbortController();
        const created = cloud.create(timeout.signal);
        void cloud.clock.wait(50).then(() => timeout.abort(new Error("operation timed out")));

        await assert.rejects(created, (error: PartialFailure) => {
            assert.deepEqual([error.name, error.reasons], ["PartialFailure", ["operation timed out"]]);
            return true;
        });
        assert.ok(cloud.exists());
    });

    it("fails what was accepted, and leaves the resource with the reason", async () => {
        const later = { fault: "partial-failure", code: "Failed", message: "Later." } as const;
        const cloud = newCloud(later, { ...later, operation: "update" });
        for (const call of [cloud.create, cloud.update]) {
            await assert.rejects(call(), (error: PartialFailure) => {
                assert.deepEqual(
                    [error.name, error.reasons],
                    ["PartialFailure", ['Status=200 Code="Failed" Message="Later."']],
                );
                assert.deepEqual([error.resource.id, error.resource.outputs.name], [groupId, "rg"]);
                assert.equal(error.resource.inputs.resourceGroupName, "rg");
                return true;
            });
            assert.ok(cloud.exists());
        }
    });

    it("ends the process after what was asked is done", async () => {
        const cloud = newCloud({ fault: "crash" });
        await cloud.create();
        assert.equal(cloud.deaths(), 1);
    });
});

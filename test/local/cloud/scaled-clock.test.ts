// Does not prove how exact the timers of the system are.
import assert from "node:assert/strict";
import { scaledClock } from "../../../local/cloud/scaled-clock";

describe("scaledClock", () => {
    it("starts at the present", () => {
        const before = Date.now();
        const now = scaledClock(1).now();
        assert.ok(now >= before && now <= Date.now() + 1);
    });

    it("waits a time of the cloud, which passes faster than real time", async () => {
        const clock = scaledClock(100_000);
        const [cloud, real] = [clock.now(), performance.now()];
        await clock.wait(1000);
        const [cloudSeconds, realSeconds] = [(clock.now() - cloud) / 1000, (performance.now() - real) / 1000];
        assert.ok(cloudSeconds >= 1000, `${cloudSeconds} s of the cloud`);
        assert.ok(realSeconds >= 0.01 && realSeconds < 5, `${realSeconds} s`);
    });

    it("does not wait for nothing", async () => {
        await scaledClock(1e-9).wait(0);
    });

    it("ends a wait with the signal's reason", async () => {
        const controller = new AbortController();
        const reason = new Error("operation timed out");
        const wait = scaledClock(1).wait(3600, controller.signal);
        controller.abort(reason);
        await assert.rejects(wait, (error) => error === reason);
        await assert.rejects(scaledClock(1).wait(0, controller.signal), (error) => error === reason);
    });

    it("waits longer than one timer can, without one that fires at once", async () => {
        const warnings: Error[] = [];
        const note = (warning: Error) => warnings.push(warning);
        process.on("warning", note);
        const sixtyDays = 60 * 24 * 60 * 60;
        await assert.rejects(scaledClock(1).wait(sixtyDays, AbortSignal.timeout(20)), { name: "TimeoutError" });
        process.off("warning", note);
        assert.deepEqual(warnings, []);
    });

    it("takes the time in which the process was busy for less than it was, while somebody waits", async () => {
        const clock = scaledClock(10_000);
        const began = clock.now();
        const wait = clock.wait(1000);
        const end = performance.now() + 300;
        while (performance.now() < end);
        assert.ok(clock.now() - began < 1_000_000, `${clock.now() - began} ms of the cloud`);
        await wait;
    });

    it("goes on while nobody waits", () => {
        const clock = scaledClock(10_000);
        const began = clock.now();
        const end = performance.now() + 100;
        while (performance.now() < end);
        assert.ok(clock.now() - began >= 1_000_000, `${clock.now() - began} ms of the cloud`);
    });
});

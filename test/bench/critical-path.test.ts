// Does not prove that a deployment takes that long.
import assert from "node:assert/strict";
import { criticalPath, secondsOf, type Task } from "../../bench/critical-path";

const task = (name: string, seconds: number, ...after: string[]): Task => ({ name, seconds, after });

describe("criticalPath", () => {
    it("is the chain that takes longest, not the one with most links", () => {
        const path = criticalPath([
            task("fast", 1),
            task("faster", 1, "fast"),
            task("fastest", 1, "faster", "unknown"),
            task("group", 2),
            task("firewall", 600, "group", "fast"),
            task("routes", 3, "firewall"),
        ]);
        assert.deepEqual(
            path.map(({ name }) => name),
            ["group", "firewall", "routes"],
        );
        assert.equal(secondsOf(path), 605);
    });

    it("of nothing is nothing", () => assert.deepEqual(criticalPath([]), []));
});

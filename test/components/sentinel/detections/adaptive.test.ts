// Does not prove that the limits suit a real load; the rows are made by hand.
import assert from "node:assert/strict";
import type { Row } from "../../../../local/kql/schema";
import { detection } from "./run-detection";
import { decision, each, people, times } from "./sample-rows";

const quarter = 15;

/** Requests of a caller in quarters of an hour, the last of which is judged. */
function quarters(requests: number[], user = people.user): Row[] {
    const newestFirst = [...requests].reverse();
    return newestFirst.flatMap((number, age) => times(number, () => decision(8 + age * quarter, { user })));
}

describe("adaptive limits", () => {
    let find: (rows: Row[]) => Row[];

    before(() => {
        const run = detection("adaptive-throttle");
        find = (rows) => run({ ApiManagementGatewayLogs: rows });
    });

    const found = (requests: number[], user?: string) => find(quarters(requests, user)).length > 0;

    it("leave a steady caller alone, however much it is", () => {
        assert.ok(!found(Array<number>(40).fill(200)));
        assert.ok(!found([190, 210, 205, 195, 200, 190, 210, 215]));
    });

    it("find a caller who ramps up, at the step that is far above their own past", () => {
        const ramp = [10, 12, 10, 14, 12, 10, 50, 150, 400];
        const firstFound = ramp.findIndex((_, step) => found(ramp.slice(0, step + 1)));
        assert.equal(ramp[firstFound], 150);
    });

    it("leave somebody alone who sends few requests, though more than ever", () => {
        assert.ok(!found([1, 1, 1, 1, 1, 60]));
        assert.ok(found([1, 1, 1, 1, 1, 61]));
    });

    it("hold a newcomer to a limit for all", () => {
        assert.ok(!found([300]));
        assert.ok(found([301]));
    });

    it("ask for twice the average also when somebody never varies", () => {
        assert.ok(!found([100, 100, 100, 100, 200]));
        assert.ok(found([100, 100, 100, 100, 201]));
    });

    it("are lower for principals that are watched more closely", () => {
        const requests = [20, 60, 20, 60, 20, 60, 100];
        assert.ok(!found(requests));
        assert.ok(found(requests, people.watched));
    });

    it("judge each caller by themselves", () => {
        const steady = each(quarter, 8, 40, (ago) => times(50, () => decision(ago)));
        const burst = quarters([10, 10, 10, 10, 200], people.stranger);
        assert.deepEqual(
            find([...steady, ...burst]).map(({ User }) => User),
            [people.stranger],
        );
    });
});

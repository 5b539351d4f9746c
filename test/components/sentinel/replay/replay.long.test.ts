// Does not prove that Azure writes exactly such rows: those of the gateway and the rest of the local cloud are as documented.
import assert from "node:assert/strict";
import { assertPossible, detect } from "./log";
import type { Trace } from "./trace";
import { gatewayAttacks } from "./traces/gateway/attacks";
import { Site } from "./traces/gateway/site";
import { traceOf } from "./traces/gateway/trace-of";

/** Says whether the detection finds the trace, whose it is, and no less than it. */
function assertFound(id: string, { log, almost = {}, now, found }: Trace): void {
    assertPossible(log);
    assert.deepEqual(detect(id, almost, now), []);
    const rows = detect(id, log, now);
    assert.equal(rows.length, 1);
    assert.deepEqual(Object.fromEntries(Object.keys(found).map((column) => [column, rows[0]?.[column]])), found);
}

describe("an attack on the gateway", function () {
    this.timeout(60_000);
    let site: Site;
    before(async () => {
        site = await Site.start();
    });
    after(() => site.close());

    for (const [id, attack] of Object.entries(gatewayAttacks)) {
        it(`is found by ${id}, and named`, async () => assertFound(id, await traceOf(attack, site)));
    }
});

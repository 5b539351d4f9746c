// Does not prove that Azure writes exactly such rows: those of the local cloud are as documented, and those made by hand
// as their pages say. That detections of the cluster find what its API server writes is in test/engine/detections.test.ts.
import assert from "node:assert/strict";
import { secretsIn } from "../privacy/secrets-in";
import { assertPossible, detect } from "./log";
import type { Trace } from "./trace";
import { changes, traceOf as traceOfChange } from "./traces/activity/changes";
import { Subscription } from "./traces/activity/subscription";
import { containerTraces } from "./traces/container/traces";
import { blockedRequests } from "./traces/edge/blocked-requests";
import { gatewayAttacks } from "./traces/gateway/attacks";
import { released } from "./traces/gateway/release";
import { Site } from "./traces/gateway/site";
import { traceOf } from "./traces/gateway/trace-of";
import { handMade } from "./traces/hand-made";
import { newReader } from "./traces/vault/new-reader";
import { traceOf as traceOfRequests, vaultAttacks } from "./traces/vault/secret-requests";

/** Says whether the detection finds the trace, whose it is, and no less than it. */
function assertFound(id: string, { log, almost = {}, now, found }: Trace): void {
    assertPossible(log);
    assert.deepEqual(secretsIn(Object.values(log).flat()), []);
    assert.deepEqual(detect(id, almost, now), []);
    const rows = detect(id, log, now);
    assert.equal(rows.length, 1);
    assert.deepEqual(Object.fromEntries(Object.keys(found).map((column) => [column, rows[0]?.[column]])), found);
    assert.doesNotMatch(JSON.stringify(rows), /Ignore all|attacker\.example first|eyJ/);
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
    it("that has ended is found by adaptive-release, and who is released", async () => {
        assertFound("adaptive-release", await released(site));
    });
});

describe("an attack on the edge", () => {
    it("is found by edge-attack-burst, and named", async () => {
        assertFound("edge-attack-burst", await blockedRequests());
    });
});

describe("an attack on a vault", () => {
    for (const [id, attack] of Object.entries(vaultAttacks)) {
        it(`is found by ${id}, and named`, async () => assertFound(id, await traceOfRequests(attack)));
    }
    it("is found by vault-used-by-stranger, and named", async () => {
        assertFound("vault-used-by-stranger", await newReader());
    });
});

describe("a change of Azure", () => {
    let subscription: Subscription;
    before(async () => {
        subscription = await Subscription.deployed();
    });

    for (const [id, change] of Object.entries(changes)) {
        it(`is found by ${id}, and who made it`, async () => {
            assertFound(id, await traceOfChange(change, subscription));
        });
    }
});

describe("a line of a container", () => {
    for (const [id, trace] of Object.entries(containerTraces)) {
        it(`is found by ${id}`, async () => assertFound(id, await trace()));
    }
});

describe("an attack that only rows made by hand tell of", () => {
    for (const [id, trace] of Object.entries(handMade)) it(`is found by ${id}`, () => assertFound(id, trace));
});

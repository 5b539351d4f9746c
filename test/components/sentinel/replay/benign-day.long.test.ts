// Does not prove that detections are silent on a real day, which nobody here has seen: this one is what is meant to be ordinary.
// The ordinary day of the cluster is in test/engine/detections.test.ts.
import assert from "node:assert/strict";
import { readDetections } from "../../../../components/sentinel/read-detections";
import { azureDay } from "./benign-day/azure";
import { containerDay } from "./benign-day/containers";
import type { Day } from "./benign-day/day";
import { edgeDay } from "./benign-day/edge";
import { gatewayDay } from "./benign-day/gateway";
import { handMadeDay } from "./benign-day/hand-made";
import { vaultDay } from "./benign-day/vault";
import { assertPossible, detect, tablesOf, together } from "./log";
import { Site } from "./traces/gateway/site";
import { kinds } from "./traces/kinds";

const inCluster = new Set(kinds.cluster);

describe("on a day on which nobody does wrong", function () {
    this.timeout(120_000);
    let days: Day[];

    before(async () => {
        const site = await Site.start();
        const atGateway = await gatewayDay(site).finally(() => site.close());
        days = [atGateway, await edgeDay(), await vaultDay(), await azureDay(), await containerDay(), handMadeDay];
        for (const { log } of days) assertPossible(log);
    });

    for (const { id } of readDetections().filter((each) => !inCluster.has(each.id))) {
        it(`${id} finds nothing`, () => {
            const tables = tablesOf(id);
            const all = together(...days.map(({ log }) => log));
            assert.ok(
                tables.some((table) => all[table]?.length),
                `no rows in ${tables.join(", ")}`,
            );
            for (const { log, times } of days.filter((day) => tables.some((table) => day.log[table])))
                for (const time of times) assert.deepEqual(detect(id, log, time), []);
        });
    }
});

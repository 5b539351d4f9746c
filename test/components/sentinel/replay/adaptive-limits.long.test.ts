// Does not prove that the limits suit a real load. Each caller's first request is served; the rows of the others repeat it at
// other times.
import assert from "node:assert/strict";
import type { Row } from "../../../../local/kql/schema";
import { detect, type Log } from "./log";
import { throttleAlerts } from "./traces/gateway/release";
import { Site } from "./traces/gateway/site";

const minute = 60_000;
const quarter = 15 * minute;
const day = 24 * 60 * minute;
/** Requests in quarters of an hour of a working day. */
const workingDay = 32;
const callers = {
    steady: "33333333-3333-4333-8333-000000000101",
    busy: "33333333-3333-4333-8333-000000000102",
    ramping: "33333333-3333-4333-8333-000000000103",
};
type Name = keyof typeof callers;

describe("limits that follow what somebody usually does", function () {
    this.timeout(120_000);
    const begin = Date.UTC(2026, 10, 2, 8);
    const served = new Map<Name, Row>();

    before(async () => {
        const site = await Site.start();
        for (const name of Object.keys(callers) as Name[]) {
            site.reset();
            await site.callTool("search_orders", { token: await site.token({ oid: callers[name] }) });
            const [row] = site.log.ApiManagementGatewayLogs ?? [];
            served.set(name, row ?? assert.fail("The gateway has written nothing."));
        }
        await site.close();
    });

    /** So many requests in the quarter of an hour that begins then. */
    function requests(name: Name, time: number, count: number): Row[] {
        const row = served.get(name) ?? assert.fail(name);
        return Array.from({ length: count }, (_, index) => ({
            ...row,
            TimeGenerated: new Date(time + (index * quarter) / count).toISOString(),
        }));
    }

    /** A working day of the steady and the busy caller, who vary a little. */
    function usualDay(number: number): Row[] {
        const start = begin + number * day;
        return Array.from({ length: workingDay }, (_, index) => {
            const time = start + index * quarter;
            return [
                ...requests("steady", time, 8 + ((index * 7 + number) % 5)),
                ...requests("busy", time, 70 + ((index * 11 + number) % 20)),
            ];
        }).flat();
    }

    const named = (rows: Row[], now: number) =>
        detect("adaptive-throttle", { ApiManagementGatewayLogs: rows }, now).map(({ User }) => User);

    it("name nobody in 14 days who is steady, however busy, also in the morning", () => {
        const rows = Array.from({ length: 14 }, (_, number) => usualDay(number)).flat();
        for (let number = 0; number < 14; number++) {
            const start = begin + number * day;
            for (const step of [1, 2, workingDay / 2, workingDay])
                assert.deepEqual(named(rows, start + step * quarter + 5 * minute), [], `day ${number}, step ${step}`);
        }
    });

    it("name who ramps up, and nobody else, and let them go once they are quiet", async () => {
        const start = begin + 13 * day;
        const ramp = [...Array<number>(16).fill(10), 15, 25, 50, 100, 200, 400];
        const rows = [
            ...usualDay(12),
            ...usualDay(13),
            ...Array.from({ length: workingDay }, (_, index) =>
                requests("ramping", start - day + index * quarter, 10),
            ).flat(),
            ...ramp.flatMap((count, index) => requests("ramping", start + index * quarter, count)),
        ];
        const judged = (step: number) => start + (step + 1) * quarter + 5 * minute;
        const steps = ramp.map((_, step) => named(rows, judged(step)));
        const first = steps.findIndex((users) => users.length > 0);
        assert.deepEqual(ramp[first], 100);
        assert.deepEqual(new Set(steps.flat()), new Set([callers.ramping]));

        const time = judged(first);
        const found = detect("adaptive-throttle", { ApiManagementGatewayLogs: rows }, time);
        const log: Log = { ApiManagementGatewayLogs: rows, SecurityAlert: await throttleAlerts(found, time) };
        assert.deepEqual(detect("adaptive-release", log, time + 2 * 60 * minute), []);
        assert.deepEqual(
            detect("adaptive-release", log, time + 4 * 60 * minute).map(({ User }) => User),
            [callers.ramping],
        );
    });
});

import type { Log } from "../../log";
import type { Trace } from "../../trace";
import type { GatewayAttack } from "./attacks";
import type { Site } from "./site";

/** Rows come to the log minutes late, and detections that know a past leave out the last five. */
const later = 6 * 60;

/** Carries out the attack on a site on which nothing has happened yet. */
export async function traceOf(
    { times, prepare, attempt, every = 1, found }: GatewayAttack,
    site: Site,
): Promise<Trace> {
    site.reset();
    await prepare?.(site);
    let almost: Log = {};
    for (let index = 0; index < times; index++) {
        if (index === times - 1) almost = site.log;
        await attempt(site, index);
        site.wait(every);
    }
    site.wait(later);
    return { log: site.log, almost, now: site.now, found };
}

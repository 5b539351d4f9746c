import { noWaiting } from "../cloud/clock";
import type { Seed } from "../cloud/seed";
import type { Store } from "../cloud/store";
import type { Caller } from "../logs/activity";
import { type ActivityLog, activityLog } from "../logs/activity-log";
import { openLogFiles, tablesFolder } from "../logs/log-files";
import { Cloud } from "./cloud";
import { typeOf } from "./registry";

/** An activity log on disk, which has to be closed. */
export interface OpenActivityLog extends ActivityLog {
    /** Waits until all rows are on disk. */
    close(): Promise<void>;
}

/**
 * Opens the activity log of the cloud in a home folder, for what one caller does.
 *
 * @param now - Time of the rows. Default: that of this machine, also where the time of the cloud runs faster, because what
 * is served writes its rows by it.
 */
export async function openActivityLog(
    home: string,
    { store, seed }: { store: Store; seed: Seed },
    caller: Caller,
    now?: () => number,
): Promise<OpenActivityLog> {
    const deployed = new Cloud(store, noWaiting, seed, typeOf);
    const files = await openLogFiles(tablesFolder(home), () => deployed.all());
    return { ...activityLog(files, caller, now), close: () => files.close() };
}

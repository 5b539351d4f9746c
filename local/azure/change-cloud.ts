import type { Clock } from "../cloud/clock";
import { openHomeJournal } from "../cloud/home-journal";
import { sealingKey } from "../cloud/sealing-key";
import { readSeed } from "../cloud/seed";
import type { Store } from "../cloud/store";
import { Directory } from "../entra/directory";
import type { Caller } from "../logs/activity";
import { Cloud } from "./cloud";
import { openActivityLog } from "./open-activity-log";
import { typeOf } from "./registry";

/** What is under way in each home folder: of two changes in one process, the second would not wait for the lock. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Changes what exists in the cloud of a home folder, as a service does while it answers: one change after the other.
 *
 * @param caller - Optional. Who does it, for the activity log of the subscription. Default: it is nothing that Resource
 * Manager does.
 * @throws what the change throws, or that somebody else, such as a deployment, keeps the cloud to itself.
 */
export function changeCloud<T>(
    home: string,
    clock: Clock,
    change: (cloud: Cloud) => Promise<T>,
    caller?: Caller,
): Promise<T> {
    return changeRecords(home, async (store) => {
        const seed = readSeed();
        const activity = caller && (await openActivityLog(home, { store, seed }, caller, () => clock.now()));
        try {
            return await change(new Cloud(store, clock, seed, typeOf, () => sealingKey(home), activity));
        } finally {
            await activity?.close();
        }
    });
}

/** Changes what exists in the directory of a home folder, as {@link changeCloud} does. */
export function changeDirectory<T>(
    home: string,
    clock: Clock,
    change: (directory: Directory) => Promise<T>,
): Promise<T> {
    return changeRecords(home, (store) => change(new Directory(store, clock, readSeed())));
}

function changeRecords<T>(home: string, change: (store: Store) => Promise<T>): Promise<T> {
    const before = underWay.get(home) ?? Promise.resolve();
    const done = before.then(
        () => changeNow(home, change),
        () => changeNow(home, change),
    );
    underWay.set(home, done);
    return done;
}

async function changeNow<T>(home: string, change: (store: Store) => Promise<T>): Promise<T> {
    const journal = await openHomeJournal(home);
    try {
        return await change(journal);
    } finally {
        await journal.close();
    }
}

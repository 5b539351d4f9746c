import type { Clock } from "../cloud/clock";
import { openHomeJournal } from "../cloud/home-journal";
import { sealingKey } from "../cloud/sealing-key";
import { readSeed } from "../cloud/seed";
import { Cloud } from "./cloud";
import { typeOf } from "./registry";

/** What is under way in each home folder: of two changes in one process, the second would not wait for the lock. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Changes what exists in the cloud of a home folder, as a service does while it answers: one change after the other.
 *
 * @throws what the change throws, or that somebody else, such as a deployment, keeps the cloud to itself.
 */
export function changeCloud<T>(home: string, clock: Clock, change: (cloud: Cloud) => Promise<T>): Promise<T> {
    const before = underWay.get(home) ?? Promise.resolve();
    const done = before.then(
        () => changeNow(home, clock, change),
        () => changeNow(home, clock, change),
    );
    underWay.set(home, done);
    return done;
}

async function changeNow<T>(home: string, clock: Clock, change: (cloud: Cloud) => Promise<T>): Promise<T> {
    const journal = await openHomeJournal(home);
    try {
        return await change(new Cloud(journal, clock, readSeed(), typeOf, () => sealingKey(home)));
    } finally {
        await journal.close();
    }
}

import { join } from "node:path";
import { type Journal, openJournal } from "./journal";

/** How long the cloud of a killed run may take to end what is under way, before this one counts as a second cloud. */
const predecessorMilliseconds = 6000;

/** The file that keeps what exists in the cloud of a home folder; its lock is held by the cloud that runs. */
export function homeJournal(home: string): string {
    return join(home, "journal");
}

/** Opens what exists in the cloud of a home folder. Throws as {@link openJournal} does. */
export function openHomeJournal(home: string): Promise<Journal> {
    return openJournal(homeJournal(home), predecessorMilliseconds);
}

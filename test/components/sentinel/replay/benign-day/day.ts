import type { Log } from "../log";

/** What one source writes on a day on which nobody does wrong. */
export interface Day {
    log: Log;
    /** When rules run, in milliseconds since the epoch. */
    times: number[];
}

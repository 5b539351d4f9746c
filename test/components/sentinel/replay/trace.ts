import type { Row } from "../../../../local/kql/schema";
import type { Log } from "./log";

/** What an attack has left in the log. */
export interface Trace {
    log: Log;
    /** When it is looked for, in milliseconds since the epoch. */
    now: number;
    /** Columns that entities and details come from, as they must be; one row is found. */
    found: Row;
    /** The same without the last attempt, where that is one too few. Default: nothing. */
    almost?: Log;
}

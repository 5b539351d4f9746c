import { z } from "zod";
import { readQueryFiles } from "./read-query-files";

/** A part of queries that is saved in the workspace: `functions/<Name>.kql` with `functions/<Name>.yaml`. */
export interface QueryFunction {
    /** Name of its files, by which queries call it. */
    name: string;
    title: string;
    /** As a saved search has them, for example `since: datetime`; empty for none. */
    parameters: string;
    query: string;
}

const metadata = z.strictObject({ title: z.string().min(1), parameters: z.string().default("") });

/** The functions that detections, hunting queries and the workbook call, in the order of their names. Serves practice 5.2. */
export function readFunctions(): QueryFunction[] {
    return readQueryFiles("functions", metadata).map(({ name, metadata, query }) => ({ name, ...metadata, query }));
}

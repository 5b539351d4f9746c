import { z } from "zod";
import { readQueryFiles } from "./read-query-files";

/** A picture of the workbook: `workbook/<id>.kql` with `workbook/<id>.yaml`. */
export interface WorkbookQuery {
    /** Name of its files. */
    id: string;
    title: string;
    visualization: "barchart" | "table" | "timechart";
    query: string;
}

const metadata = z.strictObject({
    title: z.string().min(1),
    visualization: z.enum(["barchart", "table", "timechart"]),
});

/**
 * The queries of the workbook in the order of their ids. People stand in them under pseudonyms, and numbers of what single
 * people did are noisy, as more people look at a workbook than answer incidents. Serves practices 5.3 and PP-2.
 */
export function readWorkbookQueries(): WorkbookQuery[] {
    return readQueryFiles("workbook", metadata).map(({ name, metadata, query }) => ({ id: name, ...metadata, query }));
}

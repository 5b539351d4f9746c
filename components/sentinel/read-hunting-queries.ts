import { AttackTactic } from "@pulumi/azure-native/types/enums/securityinsights";
import { z } from "zod";
import { readQueryFiles } from "./read-query-files";

/** What an analyst looks for by hand: `hunting/<id>.kql` with `hunting/<id>.yaml`. */
export interface HuntingQuery {
    /** Name of its files. */
    id: string;
    title: string;
    description: string;
    /** Tactics of MITRE ATT&CK by the names that Sentinel has for them. */
    tactics: string[];
    /** Ids of the practices that it serves. */
    practices: string[];
    query: string;
}

const metadata = z.strictObject({
    title: z.string().min(1),
    description: z.string().min(1),
    tactics: z.array(z.enum(AttackTactic)).min(1),
    practices: z.array(z.string()).min(1),
});

/** The hunting queries in the order of their ids. Serves practices 5.2 and 12.4. */
export function readHuntingQueries(): HuntingQuery[] {
    return readQueryFiles("hunting", metadata).map(({ name, metadata, query }) => ({ id: name, ...metadata, query }));
}

import type { Aggregate } from "./aggregate";
import { collections } from "./collections";
import { rows } from "./rows";
import { statistics } from "./statistics";

/** Every aggregate that is executed, by its name. */
export const aggregates: Readonly<Record<string, Aggregate>> = { ...collections, ...rows, ...statistics };

import type { Trace } from "../../trace";
import { entraTraces } from "./entra";
import { firewallTraces } from "./firewall";
import { storageTraces } from "./storage";

/** Traces that nothing local writes, by the detection that must find them. */
export const handMade: Readonly<Record<string, Trace>> = { ...entraTraces, ...firewallTraces, ...storageTraces };

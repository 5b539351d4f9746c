import type { Readable } from "node:stream";
import type { MessageBody, PolicyContext } from "../context";
import type { DeployedApi, DeployedBackend, DeployedService } from "../deployed";
import type { CompiledPolicy } from "./compile";
import type { RequestRecord } from "./record";
import type { Runtime } from "./runtime";

/** One request on its way through the gateway. Statements read and change it. */
export interface Exchange {
    readonly context: PolicyContext;
    /** What is deployed when it began. */
    readonly service: DeployedService;
    readonly runtime: Runtime;
    readonly record: RequestRecord;
    /** Aborted when the client has gone. */
    readonly signal: AbortSignal;
    /** What the client sends after its headers, as long as nobody has read it. */
    readonly requestStream: Readable | null;
    /** Path below the API, and query, as sent: what is asked of the backend. */
    backendPath: string;
    api?: DeployedApi;
    /** Those that it meets, from the innermost to the global one. */
    policies: readonly CompiledPolicy[];
    backend?: DeployedBackend;
    /** The body of the backend's response, which is passed on as it arrives unless somebody reads or replaces it. */
    backendBody?: { body: MessageBody; stream: Readable };
    /** Headers that `cors` adds to whatever the client gets. */
    corsHeaders: readonly [name: string, value: string][];
}

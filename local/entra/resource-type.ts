import type { Properties } from "../provider/provider";
import type { Directory } from "./directory";
import type { Combination, Fields } from "./schema";

/** A request of the engine, as the provider carries it out with calls of Microsoft Graph. */
export interface Request {
    /** Inputs with their defaults. */
    inputs: Properties;
    graph: Directory;
    /** Repeats a call of Graph that fails for a reason that passes, as long as the provider's patience lasts. */
    retry<T>(call: () => Promise<T>): Promise<T>;
}

export interface ExistingRequest extends Request {
    id: string;
}

/** One type of the azuread provider: what it accepts, the calls that it makes, and how long they take. */
export interface ResourceType {
    /** Token of the azuread SDK. */
    token: string;
    /** Inputs and outputs, as the SDK shows them. */
    fields: Fields;
    /** Which top-level inputs must be there together. */
    combinations?: Combination[];
    /** Version of the Terraform schema, which the bridge notes in the state. */
    schemaVersion?: number;
    /** How long the provider tries: the time-outs of the Terraform resource. */
    minutes: { create: number; read: number; update?: number; delete: number };
    /** Seconds that Graph and the provider's own waiting take; orders of magnitude, see the source at each type. */
    seconds: { create: number; update: number; delete: number };
    /** What the provider refuses before it calls Graph, when all inputs are known. */
    refuse?(inputs: Properties): string | undefined;
    /** Id of the object of which only one part is written at a time. */
    turn?(request: { inputs: Properties; id?: string }): string | undefined;
    /** Returns the id. */
    create(request: Request): Promise<string>;
    /** Outputs except the id, or undefined when there is none. */
    read(id: string, graph: Directory): Properties | undefined;
    /** Absent when every input replaces. */
    update?(request: ExistingRequest): Promise<void>;
    remove(request: ExistingRequest): Promise<void>;
}

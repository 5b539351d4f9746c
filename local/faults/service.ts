import type { Properties, Subject } from "../provider/provider";
import type { Operation } from "./fault";

/** An answer of a service that refuses a request. */
export interface RefusedAnswer {
    status: number;
    code: string;
    message: string;
    /** Seconds until the next request may come, when the answer says so (header `Retry-After`). */
    retryAfter?: number;
}

/** A request of the engine that can go wrong. */
export interface FaultyRequest extends Subject {
    operation: Operation;
    /** Empty for a new resource. */
    id: string;
    /** Those of the program; for a deletion, a read or a failed update, those of the last operation. */
    inputs: Properties;
    oldInputs: Properties;
    oldOutputs: Properties;
}

/** What differs between the services behind the providers when requests go wrong. */
export interface Service {
    /** Name of the provider package. */
    name: string;
    /** Type tokens with faults, or undefined when the service has any type that it learns of. */
    types?: string[];
    /** Why no fault can be for the type, or for the operation on it; undefined when it can. */
    problem(type: string, operation: Operation): string | undefined;
    /** Name of the resource in the service; undefined when it has none. */
    nameOf(request: FaultyRequest): string | undefined;
    /** How the service says that it has too many requests. */
    throttled: RefusedAnswer;
    /** Seconds after which the provider repeats a refused request; undefined when the answer is final. */
    pauseAfter(answer: RefusedAnswer, attempts: number): number | undefined;
    /** The answer as the provider reports it. */
    refusal(request: FaultyRequest, answer: RefusedAnswer): Error;
    /** Why a request that was accepted has failed, as the provider reports it. */
    failedLater(request: FaultyRequest, code: string, message: string): string;
    /** Seconds that the provider waits for an answer when the program says nothing. */
    patience(type: string, operation: Operation): number;
    /** Seconds that the operation takes; undefined when that is not the local cloud's to say. */
    usualSeconds(type: string, operation: Operation): number | undefined;
}

import { ArmError } from "../azure/arm-error";
import { lastSegment } from "../azure/arm-id";
import { nameParameter } from "../azure/names";
import { findType, typeOf } from "../azure/registry";
import { withRetries } from "../azure/retries";
import type { Clock } from "../cloud/clock";
import {
    PartialFailure,
    type Properties,
    type ProviderInstance,
    type ProviderPackage,
    Refusal,
    type Subject,
} from "../provider/provider";
import { messageOf } from "../report/failure";
import type { Fault, Operation } from "./fault";
import type { FaultPlan } from "./fault-plan";

/** What faults need of the process that they happen in. */
export interface Surroundings {
    clock: Clock;
    /** Told of each fault before it does harm. */
    happens(notice: FaultNotice): void;
    /** Ends the process without a word. What was done for the resource stays, as in Azure. */
    die(urn: string): Promise<void>;
}

/** A fault that happens, as the process of the local cloud reports it. */
export interface FaultNotice {
    /** Place in the plan, from 1. */
    number: number;
    operation: Operation;
    type: string;
    /** Name in the program. */
    name: string;
}

/** What exists once an operation has been carried out. */
type Made = ConstructorParameters<typeof PartialFailure>[0];

/** Seconds that the provider waits for an answer when the program says nothing (azure-native). */
const defaultTimeout = 120 * 60;

/** The package, where requests go wrong as the plan says. Previews and invokes reach no resource, and are left alone. */
export function faultyPackage(pkg: ProviderPackage, plan: FaultPlan, surroundings: Surroundings): ProviderPackage {
    return { ...pkg, configure: (config) => faulty(pkg.configure(config), plan, surroundings) };
}

function faulty(instance: ProviderInstance, plan: FaultPlan, { clock, happens, die }: Surroundings): ProviderInstance {
    /** ARM refuses requests before they do anything; the provider repeats those that are refused for the moment. */
    async function arrive(operation: Operation, { type, name }: Subject, azureName: string, signal: AbortSignal) {
        return await withRetries({ clock }, signal, async () => {
            const happening = plan.next({ type, operation, names: [name, azureName] });
            if (happening === undefined) {
                return undefined;
            }
            const { number, fault } = happening;
            happens({ number, operation, type, name });
            if (fault.fault === "error" || fault.fault === "throttling") {
                throw refusalOf(fault);
            }
            return fault;
        });
    }

    async function operate<T>(
        operation: Operation,
        request: Subject & { signal: AbortSignal },
        azureName: string,
        work: () => Promise<T>,
        madeOf?: (result: T) => Made,
    ): Promise<T> {
        const { signal } = request;
        const fault = await arrive(operation, request, azureName, signal);
        if (fault?.fault === "timeout") {
            await clock.wait(defaultTimeout, signal); // a shorter timeout of the program aborts the signal
            throw new Refusal("operation timed out");
        }
        const result = await work();
        if (fault?.fault === "crash") {
            await die(request.urn);
        } else if (fault?.fault === "slow") {
            await clock.wait(delayOf(fault, request.type), signal).catch((error: unknown) => {
                throw madeOf ? new PartialFailure(madeOf(result), [messageOf(error)]) : error;
            });
        } else if (fault?.fault === "partial-failure" && madeOf) {
            // the poll that learns of the failure is answered itself
            throw new PartialFailure(madeOf(result), [new ArmError(200, fault.code, fault.message).message]);
        }
        return result;
    }

    return {
        ...instance,
        create: (request) => {
            const create = () => instance.create(request);
            const { inputs } = request;
            return request.preview
                ? create()
                : operate("create", request, nameOf(request.type, inputs), create, (made) => ({ ...made, inputs }));
        },
        update: (request) => {
            const update = () => instance.update(request);
            const { id, inputs } = request;
            return request.preview
                ? update()
                : operate("update", request, lastSegment(id), update, (outputs) => ({ id, inputs, outputs }));
        },
        delete: (request) => operate("delete", request, lastSegment(request.id), () => instance.delete(request)),
        read: (request) => operate("read", request, lastSegment(request.id), () => instance.read(request)),
    };
}

function refusalOf(fault: Extract<Fault, { fault: "error" | "throttling" }>): ArmError {
    return fault.fault === "error"
        ? new ArmError(fault.status, fault.code, fault.message)
        : new ArmError(
              429,
              "TooManyRequests",
              "The request is being throttled as the limit has been reached for operation type.",
              fault.retryAfter,
          );
}

function delayOf({ operation, seconds, factor = 1 }: Extract<Fault, { fault: "slow" }>, type: string): number {
    return seconds ?? (operation === "read" ? 0 : (factor - 1) * typeOf(type).seconds[operation]);
}

/** Name that a new resource gets in Azure. */
function nameOf(token: string, inputs: Properties): string {
    const parameter = nameParameter(findType(token)?.path ?? "");
    return String(parameter === undefined ? "" : inputs[parameter]);
}

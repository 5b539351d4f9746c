import type { Clock } from "../cloud/clock";
import {
    PartialFailure,
    type ProviderInstance,
    type ProviderPackage,
    Refusal,
    type Subject,
} from "../provider/provider";
import { withSecrets } from "../provider/wire";
import { messageOf } from "../report/failure";
import type { Fault, Operation } from "./fault";
import type { FaultPlan } from "./fault-plan";
import type { FaultyRequest, RefusedAnswer, Service } from "./service";
import { serviceOf } from "./services";

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

/** The package, where requests go wrong as the plan says. Previews and invokes reach no resource, and are left alone. */
export function faultyPackage(pkg: ProviderPackage, plan: FaultPlan, surroundings: Surroundings): ProviderPackage {
    return { ...pkg, configure: (...args) => faulty(pkg.configure(...args), plan, surroundings) };
}

function faulty(instance: ProviderInstance, plan: FaultPlan, { clock, happens, die }: Surroundings): ProviderInstance {
    /** A service refuses requests before they do anything; the provider repeats those that are refused for the moment. */
    async function arrive(service: Service, request: FaultyRequest, signal: AbortSignal) {
        const { operation, type, name } = request;
        const names = [name, service.nameOf(request) ?? name];
        for (let attempts = 1; ; attempts++) {
            const happening = plan.next({ type, operation, names });
            if (happening === undefined) {
                return undefined;
            }
            const { number, fault } = happening;
            happens({ number, operation, type, name });
            if (fault.fault !== "error" && fault.fault !== "throttling") {
                return fault;
            }
            const answer = answerOf(fault, service);
            const pause = service.pauseAfter(answer, attempts);
            if (pause === undefined) {
                throw service.refusal(request, answer);
            }
            await clock.wait(pause, signal);
        }
    }

    async function operate<T>(
        request: FaultyRequest,
        signal: AbortSignal,
        work: () => Promise<T>,
        madeOf?: (result: T) => Made,
    ): Promise<T> {
        const service = serviceOf(request.type);
        if (service === undefined) {
            return await work(); // to be told what is wrong with the type
        }
        const fault = await arrive(service, request, signal);
        if (fault?.fault === "timeout") {
            // a shorter timeout of the program aborts the signal
            await clock.wait(service.patience(request.type, request.operation), signal);
            throw new Refusal("operation timed out");
        }
        const result = await work();
        if (fault?.fault === "crash") {
            await die(request.urn);
        } else if (fault?.fault === "slow") {
            await clock.wait(delayOf(fault, service), signal).catch((error: unknown) => {
                throw madeOf ? new PartialFailure(madeOf(result), [messageOf(error)]) : error;
            });
        } else if (fault?.fault === "partial-failure" && madeOf) {
            throw new PartialFailure(madeOf(result), [service.failedLater(request, fault.code, fault.message)]);
        }
        return result;
    }

    return {
        ...instance,
        create: (request) => {
            const create = () => instance.create(request);
            const { inputs, secrets, signal } = request;
            return request.preview
                ? create()
                : operate(faultyRequest("create", request), signal, create, (made) => ({
                      ...made,
                      inputs: withSecrets(inputs, secrets),
                  }));
        },
        update: (request) => {
            const update = () => instance.update(request);
            const { id, inputs, secrets, signal } = request;
            return request.preview
                ? update()
                : operate(faultyRequest("update", request), signal, update, (outputs) => ({
                      id,
                      inputs: withSecrets(inputs, secrets),
                      outputs,
                  }));
        },
        delete: (request) => operate(faultyRequest("delete", request), request.signal, () => instance.delete(request)),
        read: (request) => operate(faultyRequest("read", request), request.signal, () => instance.read(request)),
    };
}

function faultyRequest(operation: Operation, request: Subject & Partial<FaultyRequest>): FaultyRequest {
    const { urn, type, name, id = "", oldInputs = {}, oldOutputs = {}, inputs = oldInputs } = request;
    return { operation, urn, type, name, id, inputs, oldInputs, oldOutputs };
}

function answerOf(fault: Extract<Fault, { fault: "error" | "throttling" }>, { throttled }: Service): RefusedAnswer {
    if (fault.fault === "error") {
        const { status, code, message } = fault;
        return { status, code, message };
    }
    return { ...throttled, retryAfter: fault.retryAfter ?? throttled.retryAfter };
}

/** A plan has no factor where there is no usual time. */
function delayOf({ type, operation, seconds, factor = 1 }: Extract<Fault, { fault: "slow" }>, service: Service) {
    return seconds ?? (factor - 1) * (service.usualSeconds(type, operation) ?? 0);
}

import type { Fault, Operation } from "./fault";

/** A request of the engine, as faults see it. */
export interface FaultRequest {
    type: string;
    operation: Operation;
    /** Name in the program, and in the service where it has one. */
    names: string[];
}

/** A fault that happens. */
export interface Happening {
    /** Place in the plan, from 1. */
    number: number;
    fault: Fault;
}

/** Counts requests, and says which of them go wrong. */
export class FaultPlan {
    readonly #seen: number[];

    constructor(private readonly faults: Fault[]) {
        this.#seen = faults.map(() => 0);
    }

    /** What happens to the next request; the first of several. Each fault counts whatever it is for. */
    next(request: FaultRequest): Happening | undefined {
        let happening: Happening | undefined;
        for (const [index, fault] of this.faults.entries()) {
            if (isFor(fault, request)) {
                this.#seen[index] = (this.#seen[index] ?? 0) + 1;
                const due = fault.occurrence === "every" || fault.occurrence === this.#seen[index];
                happening ??= due ? { number: index + 1, fault } : undefined;
            }
        }
        return happening;
    }
}

function isFor(fault: Fault, { type, operation, names }: FaultRequest): boolean {
    const wanted = fault.name?.toLowerCase();
    return (
        fault.type === type &&
        fault.operation === operation &&
        (wanted === undefined || names.some((name) => name.toLowerCase() === wanted))
    );
}

import type { Terminal } from "../report/terminal";
import type { Fault } from "./fault";
import type { FaultNotice } from "./faulty-package";
import { readFaults } from "./read-faults";

/** Tells the person at the keyboard what goes wrong on purpose, and at the end what did not. */
export class FaultLog {
    readonly #happened = new Set<number>();

    private constructor(
        readonly file: string,
        private readonly faults: Fault[],
        private readonly terminal: Terminal,
    ) {}

    /** Throws one Failure with all problems of the plan. */
    static async open(file: string, terminal: Terminal): Promise<FaultLog> {
        return new FaultLog(file, await readFaults(file), terminal);
    }

    happened({ number, operation, type, name }: FaultNotice): void {
        this.#happened.add(number);
        this.terminal.line(
            `Fault ${number}: ${this.faults[number - 1]?.fault} at the ${operation} of ${name} (${type})`,
        );
    }

    close(): void {
        for (const [index, fault] of this.faults.entries()) {
            if (!this.#happened.has(index + 1)) {
                this.terminal.line(`Fault ${index + 1} did not happen: there was no ${described(fault)}.`);
            }
        }
    }
}

function described({ operation, type, name, occurrence }: Fault): string {
    const which = typeof occurrence === "number" && occurrence > 1 ? ` number ${occurrence}` : "";
    return `${operation}${which} of ${name === undefined ? type : `${name} (${type})`}`;
}

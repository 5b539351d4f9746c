import { azurePackage } from "../../../../../../local/azure";
import { deleteByHand, setByHand } from "../../../../../../local/azure/by-hand";
import { Cloud } from "../../../../../../local/azure/cloud";
import { typeOf } from "../../../../../../local/azure/registry";
import type { Row } from "../../../../../../local/kql/schema";
import type { Caller } from "../../../../../../local/logs/activity";
import { activityLog } from "../../../../../../local/logs/activity-log";
import { administrator, deployer } from "../../../../../../local/logs/callers";
import { completed } from "../../../../../../local/logs/log-files";
import type { Properties } from "../../../../../../local/provider/provider";
import { seed, seedWithStorage } from "../../../../../local/azure/fixture";
import { everything, example } from "../../../../../local/azure/landscape";
import { fixedKey } from "../../../../../local/cloud/fixed-key";
import { JumpingClock } from "../../../../../local/cloud/jumping-clock";
import { MemoryStore } from "../../../../../local/cloud/memory-store";
import type { Log } from "../../log";

export const byDeployer = deployer(seed);
export const byHand = administrator(seed);

/** A step of a deployment: a type with its usual inputs, or with these. */
export type Step = string | [token: string, inputs: Properties];

/** A subscription of the local cloud, and what its activity log has. */
export class Subscription {
    /** Milliseconds since the epoch. */
    now = Date.UTC(2026, 10, 27, 9);
    readonly #store = new MemoryStore();
    readonly #clock = new JumpingClock();
    #rows: Row[] = [];

    /** One on which everything is deployed that the local cloud knows. */
    static async deployed(): Promise<Subscription> {
        const subscription = new Subscription();
        await subscription.create(byDeployer, ...everything);
        return subscription;
    }

    get log(): Log {
        return { AzureActivity: this.#rows };
    }

    /** Forgets what the log has. */
    clear(): void {
        this.#rows = [];
    }

    async create(caller: Caller, ...steps: Step[]): Promise<void> {
        const provider = azurePackage({
            store: this.#store,
            clock: this.#clock,
            seed: seedWithStorage,
            sealingKey: fixedKey,
            activity: this.#activityOf(caller),
        }).configure({});
        const { signal } = new AbortController();
        for (const step of steps) {
            const [token, inputs] = typeof step === "string" ? [step, example[step] ?? {}] : step;
            await provider.create({ urn: "", type: `azure-native:${token}`, name: "", inputs, preview: false, signal });
        }
    }

    /** Changes one property. */
    set(caller: Caller, id: string, path: string, value: string): Promise<void> {
        return setByHand(this.#cloudOf(caller), id, path, value);
    }

    remove(caller: Caller, id: string): Promise<void> {
        return deleteByHand(this.#cloudOf(caller), id);
    }

    #cloudOf(caller: Caller): Cloud {
        return new Cloud(this.#store, this.#clock, seedWithStorage, typeOf, fixedKey, this.#activityOf(caller));
    }

    #activityOf(caller: Caller) {
        const sink = {
            write: (id: string, table: string, row: object) =>
                this.#rows.push(JSON.parse(JSON.stringify(completed(row, id, table)))),
        };
        return activityLog(sink, caller, () => this.now);
    }
}

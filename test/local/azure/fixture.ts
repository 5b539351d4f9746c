import { azurePackage } from "../../../local/azure";
import type { Clock } from "../../../local/cloud/clock";
import { readSeed, type Seed } from "../../../local/cloud/seed";
import type { Store, Write } from "../../../local/cloud/store";
import type { Properties, ProviderInstance } from "../../../local/provider/provider";

export const seed = readSeed();
export const subscription = `/subscriptions/${seed.subscriptionId}`;
export const groupId = `${subscription}/resourceGroups/rg`;

/** The journal without the disk. */
export class MemoryStore implements Store {
    readonly records = new Map<string, string>();

    get(key: string): Properties | undefined {
        const text = this.records.get(key);
        return text === undefined ? undefined : frozen(text);
    }

    list(prefix: string): [string, Properties][] {
        return [...this.records]
            .filter(([key]) => key.startsWith(prefix))
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, text]) => [key, frozen(text)]);
    }

    async write(writes: Write[]): Promise<void> {
        for (const { key, value } of writes) {
            if (value === undefined) {
                this.records.delete(key);
            } else {
                this.records.set(key, JSON.stringify(value));
            }
        }
    }
}

/** Records cannot be changed behind the store's back. */
function frozen(text: string): Properties {
    return JSON.parse(text, (_, value) => Object.freeze(value));
}

/** A clock that jumps to the next waiting operation whenever nobody else has anything to do. */
export class JumpingClock implements Clock {
    #now = Date.UTC(2026, 0, 1);
    readonly waits: number[] = [];
    readonly #sleepers: { until: number; wake(): void }[] = [];

    now(): number {
        return this.#now;
    }

    advance(seconds: number): void {
        this.#now += seconds * 1000;
    }

    wait(seconds: number, signal?: AbortSignal): Promise<void> {
        this.waits.push(seconds);
        return new Promise((resolve, reject) => {
            const fail = () => reject(signal?.reason);
            if (signal?.aborted) {
                fail();
                return;
            }
            signal?.addEventListener("abort", fail);
            this.#sleepers.push({ until: this.#now + seconds * 1000, wake: resolve });
            setImmediate(() => this.#wakeNext());
        });
    }

    #wakeNext(): void {
        this.#sleepers.sort((one, other) => one.until - other.until);
        const next = this.#sleepers.shift();
        if (next) {
            this.#now = Math.max(this.#now, next.until);
            next.wake();
        }
    }
}

export type Cloud = ReturnType<typeof newCloud>;

/** An empty local Azure, and short forms for what the engine would ask of it. */
export function newCloud(config: Record<string, string> = {}, existing: Seed = seed) {
    const store = new MemoryStore();
    const clock = new JumpingClock();
    const provider: ProviderInstance = azurePackage({ store, clock, seed: existing }).configure(config);
    const signal = new AbortController().signal;
    const subject = (token: string, name = "res") => {
        const type = `azure-native:${token}`;
        return { urn: `urn:pulumi:dev::test::${type}::${name}`, type, name };
    };
    return {
        store,
        clock,
        provider,
        check: (token: string, inputs: Properties, oldInputs?: Properties, name?: string) =>
            provider.check({ ...subject(token, name), inputs, oldInputs, randomSeed: Buffer.from("seed") }),
        failures: async (token: string, inputs: Properties) =>
            (await provider.check({ ...subject(token), inputs, oldInputs: undefined, randomSeed: Buffer.from("seed") }))
                .failures,
        preview: async (token: string, inputs: Properties) =>
            (await provider.create({ ...subject(token), inputs, preview: true, signal })).outputs,
        create: (token: string, inputs: Properties, aborts: AbortSignal = signal) =>
            provider.create({ ...subject(token), inputs, preview: false, signal: aborts }),
        update: (token: string, id: string, inputs: Properties, oldInputs: Properties = {}, preview = false) =>
            provider.update({ ...subject(token), id, inputs, oldInputs, oldOutputs: {}, preview, signal }),
        diff: (token: string, oldInputs: Properties, inputs: Properties, oldOutputs: Properties = {}) =>
            provider.diff({ ...subject(token), id: "id", oldInputs, inputs, oldOutputs }),
        remove: (token: string, id: string) =>
            provider.delete({ ...subject(token), id, oldInputs: {}, oldOutputs: {}, signal }),
        read: (token: string, id: string, oldInputs?: Properties, oldOutputs?: Properties) =>
            provider.read({ ...subject(token), id, oldInputs, oldOutputs }),
    };
}

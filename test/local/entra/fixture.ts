import { azurePackage } from "../../../local/azure";
import { readSeed } from "../../../local/cloud/seed";
import { entraPackage } from "../../../local/entra";
import type { Properties } from "../../../local/provider/provider";
import { fixedKey } from "../cloud/fixed-key";
import { JumpingClock } from "../cloud/jumping-clock";
import { MemoryStore } from "../cloud/memory-store";

export const seed = readSeed();

export function token(name: string): string {
    return `azuread:index/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`;
}

export type Tenant = ReturnType<typeof newTenant>;

/** An empty tenant, and short forms for what the engine would ask of it. Types go by the name of their class. */
export function newTenant(config: Record<string, string> = {}) {
    const store = new MemoryStore();
    const clock = new JumpingClock();
    const provider = entraPackage({ store, clock, seed }).configure(config);
    const never = () => new AbortController().signal;
    const subject = (name: string) => {
        const type = token(name);
        return { urn: `urn:pulumi:dev::test::${type}::res`, type, name: "res" };
    };
    const check = (name: string, inputs: Properties, oldInputs?: Properties) =>
        provider.check({ ...subject(name), inputs, oldInputs, randomSeed: Buffer.from("seed") });
    return {
        store,
        clock,
        provider,
        azure: azurePackage({ store, clock, seed, sealingKey: fixedKey }).configure({}),
        subject,
        check,
        preview: async (name: string, inputs: Properties) =>
            (await provider.create({ ...subject(name), inputs, preview: true, signal: never() })).outputs,
        create: async (name: string, inputs: Properties, signal = never()) =>
            provider.create({
                ...subject(name),
                inputs: (await check(name, inputs)).inputs,
                preview: false,
                signal,
            }),
        update: async (
            name: string,
            existing: { id: string; outputs: Properties },
            inputs: Properties,
            { oldInputs = {}, preview = false }: { oldInputs?: Properties; preview?: boolean } = {},
        ) =>
            provider.update({
                ...subject(name),
                id: existing.id,
                inputs: (await check(name, inputs)).inputs,
                oldInputs,
                oldOutputs: existing.outputs,
                preview,
                signal: never(),
            }),
        diff: async (name: string, oldOutputs: Properties, inputs: Properties) =>
            provider.diff({
                ...subject(name),
                id: "id",
                oldInputs: {},
                oldOutputs,
                inputs: (await check(name, inputs)).inputs,
            }),
        remove: (name: string, { id, outputs }: { id: string; outputs: Properties }) =>
            provider.delete({ ...subject(name), id, oldInputs: {}, oldOutputs: outputs, signal: never() }),
        read: (name: string, id: string, oldInputs?: Properties, oldOutputs?: Properties) =>
            provider.read({ ...subject(name), id, oldInputs, oldOutputs, signal: never() }),
    };
}

/** Terraform's list of one error. */
export function oneError(message: string): string {
    return `1 error occurred:\n\t* ${message}\n\n`;
}

/** An error of Graph as the provider writes it. */
export function graph(status: number, statusText: string, code: string, message: string): string {
    return `unexpected status ${status} (${status} ${statusText}) with error: ${code}: ${message}`;
}

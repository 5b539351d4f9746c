import { azurePackage } from "../../../local/azure";
import { readSeed, type Seed } from "../../../local/cloud/seed";
import type { Properties, ProviderInstance } from "../../../local/provider/provider";
import { fixedKey } from "../cloud/fixed-key";
import { JumpingClock } from "../cloud/jumping-clock";
import { MemoryStore } from "../cloud/memory-store";

export const seed = readSeed();
export const subscription = `/subscriptions/${seed.subscriptionId}`;
export const groupId = `${subscription}/resourceGroups/rg`;

/** Flow logs need a storage account, which no type of these tests makes. */
export const storageId = `${groupId}/providers/Microsoft.Storage/storageAccounts/stflow`;
export const seedWithStorage: Seed = {
    ...seed,
    resources: [
        // a feature that is registered from the beginning could not be seen to make a difference
        ...seed.resources.filter(({ type }) => type !== "azure-native:features:SubscriptionFeatureRegistration"),
        { type: "azure-native:storage:StorageAccount", id: storageId, body: { location: "westeurope" } },
    ],
};

export type Cloud = ReturnType<typeof newCloud>;

/** An empty local Azure, and short forms for what the engine would ask of it. */
export function newCloud(config: Record<string, string> = {}, existing: Seed = seedWithStorage) {
    const store = new MemoryStore();
    const clock = new JumpingClock();
    const provider: ProviderInstance = azurePackage({ store, clock, seed: existing, sealingKey: fixedKey }).configure(
        config,
    );
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
            provider.read({ ...subject(token), id, oldInputs, oldOutputs, signal }),
    };
}

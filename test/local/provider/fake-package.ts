import type { ProviderInstance, ProviderPackage } from "../../../local/provider/provider";

/** A request as an instance saw it. */
export interface Seen {
    method: string;
    config: Record<string, string>;
    // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever was sent
    request: any;
}

/** A package that notes what it is asked; tests give the answers that matter to them. */
export function fakePackage(answers: Partial<ProviderInstance> = {}): { pkg: ProviderPackage; seen: Seen[] } {
    const seen: Seen[] = [];
    const defaults: ProviderInstance = {
        check: async ({ inputs }) => ({ inputs, failures: [] }),
        diff: async () => ({ changes: {}, deleteBeforeReplace: false }),
        create: async ({ inputs, preview }) => ({ id: preview ? "" : "id-1", outputs: inputs }),
        update: async ({ inputs }) => inputs,
        delete: async () => {},
        read: async () => undefined,
        invoke: async (token, args) => ({ token, args }),
    };
    const instanceOf = (config: Record<string, string>): ProviderInstance => {
        const methods = Object.entries({ ...defaults, ...answers }).map(([method, answer]) => [
            method,
            (...request: unknown[]) => {
                seen.push({ method, config, request: request.length === 1 ? request[0] : request });
                return (answer as (...request: unknown[]) => unknown)(...request);
            },
        ]);
        return Object.fromEntries(methods);
    };
    return { pkg: { name: "fake", version: "1.2.3", configure: instanceOf }, seen };
}

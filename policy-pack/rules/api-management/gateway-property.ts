/** Input that has the switches of a service. */
export const switches = "customProperties";

const gateway = "Microsoft.WindowsAzure.ApiManagement.Gateway";

/** A switch of a service, without the part that all have in common. */
export function switchOf(inputs: { customProperties?: Record<string, unknown> }, name: string): unknown {
    return inputs.customProperties?.[`${gateway}.${name}`];
}

/** Switches as a program writes them. */
export function switchesOf(values: Record<string, string>) {
    return {
        customProperties: Object.fromEntries(
            Object.entries(values).map(([name, value]) => [`${gateway}.${name}`, value]),
        ),
    };
}

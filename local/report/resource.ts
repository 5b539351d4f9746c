import type { StepEventMetadata } from "@pulumi/pulumi/automation";

/** A resource as reports name it. */
export interface Resource {
    urn: string;
    /** Type token, for example `azure-native:keyvault:Vault`. */
    type: string;
    /** Logical name. */
    name: string;
}

/** Reads type and logical name from a URN: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export function resourceOf(urn: string): Resource {
    const [, , types = "", ...name] = urn.split("::");
    return { urn, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

/** The last word of a type token: `Vault`. */
export function kindOf(type: string): string {
    return type.slice(type.lastIndexOf(":") + 1);
}

/** `vault-key-disk (Key)`: short enough for a line, long enough to find it in the program. */
export function label({ name, type }: Resource): string {
    return `${name} (${kindOf(type)})`;
}

/** Whether a resource stands for something in the cloud: no component, provider or the stack itself. */
export function isCloudResource({ type, custom }: { type: string; custom?: boolean }): boolean {
    return custom === true && !type.startsWith("pulumi:");
}

/** {@link isCloudResource} for an event about a resource. */
export function concernsCloud(metadata: StepEventMetadata): boolean {
    return isCloudResource(stateOf(metadata));
}

/** What an event says about a resource: its new state, or the old one when it goes away. */
export function stateOf({ old, new: current, urn, type }: StepEventMetadata): {
    type: string;
    urn: string;
    parent?: string;
    custom?: boolean;
} {
    return current ?? old ?? { urn, type };
}

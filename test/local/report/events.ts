import type { EngineEvent, OpType, PolicyEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { Terminal } from "../../../local/report/terminal";
import { colorsFor } from "../../../local/report/terminal";

const start = "urn:pulumi:dev::shop";

/** URN of the stack, and of a component `zero-trust-mcp:index:KeyVault` named `vault` in it. */
export const stack = `${start}::pulumi:pulumi:Stack::shop-dev`;
export const vault = `${start}::zero-trust-mcp:index:KeyVault::vault`;
export const network = `${start}::zero-trust-mcp:index:Network::network`;
/** URN of a component inside `vault`. */
export const endpoint = `${start}::zero-trust-mcp:index:KeyVault$zero-trust-mcp:index:PrivateEndpoint::vault-endpoint`;

/** URN of a resource of Azure inside a component. */
export function child(component: string, type: string, name: string): string {
    return `${component.slice(0, component.lastIndexOf("::"))}$azure-native:${type}::${name}`;
}

export function componentStarts(urn: string, parent: string): EngineEvent {
    return { ...base, resourcePreEvent: { metadata: metadata("create", urn, parent, false) } };
}

export function starts(op: OpType, urn: string, parent: string): EngineEvent {
    return { ...base, resourcePreEvent: { metadata: metadata(op, urn, parent, true) } };
}

export function ends(op: OpType, urn: string, parent: string, more: Partial<StepEventMetadata> = {}): EngineEvent {
    return { ...base, resOutputsEvent: { metadata: { ...metadata(op, urn, parent, true), ...more } } };
}

export function fails(op: OpType, urn: string, parent: string): EngineEvent {
    return { ...base, resOpFailedEvent: { metadata: metadata(op, urn, parent, true), status: 0, steps: 1 } };
}

/** What a policy says of a resource. */
export function policyEvent(policy: string, urn: string, message: string, level = "advisory"): EngineEvent {
    const event = { resourceUrn: urn, message, policyName: policy, enforcementLevel: level, severity: "high" };
    return { ...base, policyEvent: event as unknown as PolicyEvent };
}

const base = { sequence: 1, timestamp: 1 };

function metadata(op: OpType, urn: string, parent: string, custom: boolean): StepEventMetadata {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const state = { type, urn, custom, parent, id: "", inputs: {}, outputs: {}, provider: "" };
    return { op, urn, type, provider: "", ...(op === "delete" ? { old: state } : { new: state }) };
}

/** A terminal that keeps what it is told: lines, and blocks as arrays. */
export function recordingTerminal(interactive: boolean): Terminal & { written: (string | string[])[] } {
    const written: (string | string[])[] = [];
    return {
        written,
        interactive,
        colors: colorsFor({ isTTY: false } as NodeJS.WriteStream),
        line: (text) => written.push(text),
        block: (lines) => {
            if (interactive) {
                written.push(lines);
            }
        },
    };
}

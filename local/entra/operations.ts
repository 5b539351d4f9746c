import type { Properties } from "../provider/provider";
import type { Directory } from "./directory";
import { patiently } from "./patience";
import type { Request, ResourceType } from "./resource-type";
import { withoutNotes } from "./schema";
import type { Turns } from "./turns";

/** What operations of all connections have in common. */
export interface Context {
    graph: Directory;
    turns: Turns;
}

export async function create(
    type: ResourceType,
    urn: string,
    inputs: Properties,
    context: Context,
    signal: AbortSignal,
): Promise<{ id: string; outputs: Properties }> {
    const id = await inTurn(type, { inputs }, context, async () => {
        await context.graph.clock.wait(type.seconds.create, signal);
        const graph = context.graph.for({ urn, outputsOf: (id, after) => outputs(type, id, after) });
        return await type.create(request(inputs, type.minutes.create, { ...context, graph }, signal));
    });
    return { id, outputs: outputs(type, id, context.graph) };
}

export async function update(
    type: ResourceType,
    id: string,
    inputs: Properties,
    context: Context,
    signal: AbortSignal,
): Promise<Properties> {
    await inTurn(type, { inputs, id }, context, async () => {
        await context.graph.clock.wait(type.seconds.update, signal);
        await type.update?.({ ...request(inputs, type.minutes.update ?? 0, context, signal), id });
    });
    return outputs(type, id, context.graph);
}

/** @param inputs - Those of the last operation. */
export async function remove(
    type: ResourceType,
    id: string,
    inputs: Properties,
    context: Context,
    signal: AbortSignal,
): Promise<void> {
    await inTurn(type, { inputs, id }, context, async () => {
        await context.graph.clock.wait(type.seconds.delete, signal);
        await type.remove({ ...request(inputs, type.minutes.delete, context, signal), id });
    });
}

/** Outputs of an existing resource, or undefined. */
export function read(type: ResourceType, id: string, graph: Directory): Properties | undefined {
    const found = type.read(id, graph);
    return found && { ...found, id, __meta: meta(type) };
}

function outputs(type: ResourceType, id: string, graph: Directory): Properties {
    const found = read(type, id, graph);
    if (found === undefined) {
        throw new Error(`${id} was written and is not there`);
    }
    return found;
}

function request(inputs: Properties, minutes: number, { graph }: Context, signal: AbortSignal): Request {
    return {
        inputs: withoutNotes(inputs),
        graph,
        retry: (call) => patiently(graph.clock, minutes, signal, call),
    };
}

async function inTurn<T>(
    { turn }: ResourceType,
    subject: { inputs: Properties; id?: string },
    { turns }: Context,
    work: () => Promise<T>,
): Promise<T> {
    const object = turn?.(subject);
    return object === undefined ? await work() : await turns.take(object, work);
}

/** Name under which Terraform's SDK keeps the time-outs of a resource. */
const timeoutsKey = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/** What the bridge keeps for Terraform in the state, with times in nanoseconds. */
function meta({ minutes, schemaVersion = 0 }: ResourceType): string {
    const names = ["create", "delete", "read", "update"] as const;
    const times = names.flatMap((name) => (minutes[name] ? [[name, minutes[name] * 60_000_000_000]] : []));
    return JSON.stringify({ [timeoutsKey]: Object.fromEntries(times), schema_version: String(schemaVersion) });
}

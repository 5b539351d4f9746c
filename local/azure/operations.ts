import { PartialFailure, type Properties, Refusal } from "../provider/provider";
import { merge, textAt } from "../provider/values";
import { admitPut, admitRemoval } from "./admission";
import { answer } from "./answer";
import { ArmError } from "./arm-error";
import { ancestorsOf, armTypeOf, expandPath, isBelow, lastSegment, sameId } from "./arm-id";
import type { Cloud, Stored } from "./cloud";
import type { Put, Removal, ResourceType } from "./resource-type";
import { withRetries } from "./retries";
import { typeWithParent } from "./with-parent";

/** Creates a resource. Returns its id as Azure writes it and what a GET answers. */
export async function create(
    type: ResourceType,
    urn: string,
    inputs: Properties,
    subscriptionId: string,
    cloud: Cloud,
    signal: AbortSignal,
): Promise<Stored> {
    const id = idOf(type, inputs, subscriptionId);
    const existing = cloud.find(id);
    if (existing && !typeWithParent(id)) {
        throw new Refusal(`cannot create already existing resource '${id}'`);
    }
    const recovered = type.softDelete?.recovered
        ? cloud.softDeleted(type.token, (other) => sameId(other, id))
        : undefined;
    const before = existing?.body ?? recovered?.body;
    const put: Put = { type, id, name: lastSegment(id), inputs, before, cloud };
    return await provision(put, type.seconds.create, signal, urn);
}

function idOf(type: ResourceType, inputs: Properties, subscriptionId: string): string {
    const { resourceUri } = inputs;
    const lowered = type.lowerCasesScope &&
        typeof resourceUri === "string" && { resourceUri: resourceUri.toLowerCase() };
    return expandPath(type.path, { ...inputs, ...lowered, subscriptionId });
}

/** Sends the new inputs of a resource, which is made when it is not there, as a PUT does. */
export async function update(
    type: ResourceType,
    id: string,
    inputs: Properties,
    cloud: Cloud,
    signal: AbortSignal,
): Promise<Stored> {
    const before = cloud.find(id)?.body;
    const put: Put = { type, id, name: lastSegment(id), inputs, before, cloud };
    return await provision(put, before ? type.seconds.update : type.seconds.create, signal);
}

async function provision(put: Put, seconds: number, signal: AbortSignal, newFor?: string): Promise<Stored> {
    const { type, id, inputs, before, cloud } = put;
    const { answered, failure } = await withRetries(cloud, signal, () =>
        noted(cloud, id, "write", () =>
            cloud.writes.exclusively(heldBy(type, id), type.busy, async () => {
                admitPut(put);
                const reasons = new Set<string>();
                // ARM goes on with what it has accepted; only the one who waited for it has gone
                await cloud.clock.wait(seconds, signal).catch((error) => reasons.add(messageOf(error)));
                admitPut(put); // somebody else may have been faster
                const done = await type.carryOut?.(put, signal);
                for (const reason of done?.reasons ?? []) {
                    reasons.add(reason);
                }
                const body = merge(answer(put), done?.outputs ?? {});
                const resource = { type: type.token, id, body };
                const answered = asRead(resource, cloud);
                const outputs = outputsOf(type, answered.body);
                const created = newFor === undefined ? undefined : { urn: newFor, outputs };
                await cloud.put(resource, created, type.leaves?.(put, body), type.seals?.(put, body));
                return {
                    status:
                        textAt(done?.outputs, "properties.provisioningState") === "Failed" ? 409 : before ? 200 : 201,
                    answered,
                    failure: reasons.size > 0 ? new PartialFailure({ id, inputs, outputs }, [...reasons]) : undefined,
                };
            }),
        ),
    );
    if (failure) {
        throw failure;
    }
    return answered;
}

/** Notes how ARM has answered a request: what it was not asked is not noted. */
async function noted<T extends { status: number } | undefined>(
    cloud: Cloud,
    id: string,
    verb: "delete" | "write",
    request: () => Promise<T>,
): Promise<T> {
    const note = (status: number) => {
        const operation = `${armTypeOf(id)}/${verb}`;
        cloud.activity.note({ id, operation, status, correlationId: cloud.newGuid(id, operation) });
    };
    try {
        const result = await request();
        if (result) {
            note(result.status);
        }
        return result;
    } catch (error) {
        if (error instanceof ArmError) {
            note(error.status);
        }
        throw error;
    }
}

/** What the engine is answered about a resource. */
export function outputsOf(type: ResourceType, body: Properties): Properties {
    return { ...body, azureApiVersion: type.apiVersion };
}

/** Deletes a resource with everything below it; one that is gone already is no error. */
export async function remove(type: ResourceType, id: string, cloud: Cloud, signal: AbortSignal): Promise<void> {
    await withRetries(cloud, signal, () =>
        noted(cloud, id, "delete", () =>
            cloud.writes.exclusively(heldBy(type, id), type.busy, async () => {
                const resource = cloud.find(id);
                if (!resource) {
                    return undefined;
                }
                const removal: Removal = {
                    id: resource.id,
                    name: lastSegment(resource.id),
                    body: resource.body,
                    cloud,
                };
                admitRemoval(type, removal);
                await cloud.clock.wait(type.seconds.delete, signal);
                admitRemoval(type, removal);
                const own = [resource, ...cloud.below(id)];
                const groups = cloud.groupsOf(own.map((each) => each.id));
                const gone = [...own, ...groups.flatMap((group) => [group, ...cloud.below(group.id)])];
                const kept = gone.filter(({ type: token }) => cloud.typeOf(token).softDelete);
                await cloud.remove(
                    gone.map((each) => {
                        // what lies in a soft-deleted resource goes and comes with it
                        const inKept = kept.some((other) => isBelow(each.id, other.id));
                        return { resource: each, ...(!inKept && retention(each, cloud)) };
                    }),
                );
                return { status: 200 };
            }),
        ),
    );
}

function retention({ type, id, body }: Stored, cloud: Cloud): { retentionDays: number } | undefined {
    const { softDelete } = cloud.typeOf(type);
    return softDelete && { retentionDays: softDelete.days({ id, name: lastSegment(id), body, cloud }) };
}

function heldBy(type: ResourceType, id: string): string[] {
    const { serializedBy = "" } = type;
    return [id, ...ancestorsOf(id).filter((ancestor) => sameId(armTypeOf(ancestor), serializedBy))];
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** What a GET answers for the id, or undefined when nothing is there. */
export function read(type: ResourceType, id: string, cloud: Cloud): Stored | undefined {
    const resource = cloud.find(id);
    // several tokens may be of one ARM type, and the ARM type of records is their own
    const isOfType = resource?.type === type.token || sameId(armTypeOf(resource?.id ?? ""), armTypeOf(type.path));
    return resource && isOfType ? asRead(resource, cloud) : undefined;
}

/** The resource as a GET answers it, with what others make of it. */
export function asRead(resource: Stored, cloud: Cloud): Stored {
    const derived = cloud.typeOf(resource.type).derived?.(resource, cloud);
    return derived ? { ...resource, body: { ...resource.body, ...derived } } : resource;
}

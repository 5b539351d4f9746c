import type { Clock } from "../../../cloud/clock";
import { Records } from "../../../cloud/records";
import { readSeed } from "../../../cloud/seed";
import type { Properties } from "../../../provider/provider";
import { answer } from "../../answer";
import { expandPath, lastSegment } from "../../arm-id";
import { Cloud, type Stored } from "../../cloud";
import type { Put, ResourceType } from "../../resource-type";

/** For answers that do not depend on when they are given. */
const noTime: Clock = { now: () => 0, wait: async () => {} };

/**
 * Resources in the shape of what a GET would answer, from the inputs that a program gives them: addresses are chosen as the
 * local cloud chooses them. Nothing is refused, and types that the local cloud does not have are left out.
 *
 * @param inputs - In the order of their creation: what a resource refers to comes before it.
 */
export async function recordsOf(
    inputs: { type: string; inputs: Properties }[],
    { subscriptionId, typeOf }: { subscriptionId: string; typeOf: (token: string) => ResourceType | undefined },
): Promise<Stored[]> {
    const records = new Records();
    const store = {
        get: (key: string) => records.get(key),
        list: (prefix: string) => records.list(prefix),
        write: async (writes: Parameters<Records["apply"]>[0]) => records.apply(writes),
    };
    const strict = (token: string) => typeOf(token) as ResourceType; // only types that are known get in
    const cloud = new Cloud(store, noTime, readSeed(), strict);
    for (const { type: token, inputs: values } of inputs) {
        const type = typeOf(token);
        if (type) {
            const id = expandPath(type.path, { ...values, subscriptionId });
            const put: Put = { type, id, name: lastSegment(id), inputs: values, before: undefined, cloud };
            const body = answer(put);
            await cloud.put({ type: token, id, body }, undefined, type.leaves?.(put, body));
        }
    }
    return cloud.all();
}

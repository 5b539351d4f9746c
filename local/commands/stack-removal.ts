import { creationsIn, withoutCreations } from "../cloud/creation";
import { Draft } from "../cloud/draft";
import { existing, removeRecords } from "../cloud/stack-records";
import type { Store, Write } from "../cloud/store";
import { objectMade } from "../kubernetes/creation-note";
import type { MadeObject } from "../kubernetes/made-object";
import { goesWith, stackObjects } from "../kubernetes/stack-objects";
import { ending } from "../recovery/unfinished-run";
import { Failure } from "../report/failure";
import type { OwnedResource } from "../workspace/stack-files";

/** A stack with the resources that its state names. */
export interface OwningStack {
    stack: string;
    resources: OwnedResource[];
}

/** What it takes to empty a stack. */
export interface Removal {
    writes: Write[];
    objects: MadeObject[];
}

/**
 * Finds out how to remove what a stack has, what it had once, and what a run that did not end well created for it.
 *
 * Throws a {@link Failure} when something of another stack would go with what it has. What it had once may be another's by
 * now: that stays.
 */
export async function planRemoval(
    store: Store,
    own: OwningStack & { past: OwnedResource[]; urnPrefix: string },
    others: OwningStack[],
): Promise<Removal> {
    const unsettled = creationsIn(store, own.urnPrefix);
    const draft = await withoutCreations(store, unsettled);
    await draft.write(ending(draft, own.urnPrefix));

    const theirs = others.flatMap(({ resources }) => resources);
    const current = await without(draft, own.resources, theirs);
    const objects = stackObjects(own.resources);
    const isTaken = (other: OwnedResource) =>
        stackObjects([other]).some((object) => objects.some((removed) => goesWith(object, removed)));
    for (const { stack, resources } of others) {
        const [first, ...more] = resources.filter((other) => current.lost.includes(other) || isTaken(other));
        if (first !== undefined) {
            throw new Failure(
                `${stack} has resources in those of ${own.stack}, which would go with them: ${first.id}` +
                    `${more.length > 0 ? ` and ${more.length} more` : ""}. First npm start -- reset --stack ${stack}; ` +
                    "or npm start -- reset --all, which removes all stacks.",
            );
        }
    }
    await draft.write(current.writes);

    const past = new Map(own.past.map((resource) => [`${resource.type} ${resource.id}`, resource]));
    for (const resource of past.values()) {
        const { writes, lost } = await without(draft, [resource], theirs);
        if (lost.length === 0) {
            await draft.write(writes);
        }
    }
    const theirObjects = stackObjects(theirs);
    const pastObjects = stackObjects(own.past).filter(
        (object) => !theirObjects.some((other) => goesWith(other, object)),
    );
    const made = unsettled.flatMap((creation) => objectMade(creation) ?? []);
    return { writes: draft.writes, objects: distinct([...made, ...objects.reverse(), ...pastObjects.reverse()]) };
}

function distinct(objects: MadeObject[]): MadeObject[] {
    return [...new Map(objects.map((object) => [JSON.stringify(object), object])).values()];
}

/** What leads to a store without some resources, and which of the others are then lost, too. */
async function without(store: Store, resources: OwnedResource[], others: OwnedResource[]) {
    const after = new Draft(store);
    await removeRecords(after, resources);
    const left = existing(after, others);
    return { writes: after.writes, lost: existing(store, others).filter((other) => !left.includes(other)) };
}

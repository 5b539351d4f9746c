import type { Stack } from "@pulumi/pulumi/automation";
import { creationsIn, withoutCreations } from "../cloud/creation";
import type { Store, Write } from "../cloud/store";
import { objectMade } from "../kubernetes/creation-note";
import { removeObjects } from "../kubernetes/removal";
import { isCloudResource, label, resourceOf } from "../report/resource";
import type { Terminal } from "../report/terminal";
import { exportState, importState } from "../workspace/stack-state";
import type { Deployment } from "./deployment";
import { type Settlement, settle } from "./settle";

/**
 * Settles what an earlier run left between the state of a stack and the cloud, while neither an engine nor the cloud
 * runs. Returns what is still to be written to the cloud, which forgets the notes with it. The state comes first: killed in
 * between, the next recovery finds in it what was adopted, and decides the same about the rest.
 */
export async function recover(
    stack: Stack,
    store: Store,
    urnPrefix: string,
    { cloud, terminal }: { cloud: string; terminal: Terminal },
): Promise<Write[]> {
    const state = await exportState<Deployment>(stack);
    const { deployment, rollback, settlements } = settle(state.deployment, creationsIn(store, urnPrefix));
    if (settlements.some(({ outcome }) => outcome !== "rolled back")) {
        await importState(stack, { ...state, deployment });
    }
    for (const line of settlements.flatMap(describe)) {
        terminal.line(line);
    }
    const objects = rollback.flatMap((creation) => objectMade(creation) ?? []);
    await removeObjects(cloud, objects, (line) => terminal.line(line));
    return (await withoutCreations(store, rollback)).writes;
}

function describe({ resource, outcome }: Settlement): string[] {
    return isCloudResource(resource) ? [`  ${label(resourceOf(resource.urn))}: ${outcome}`] : [];
}

import { stat } from "node:fs/promises";
import { Failure } from "../report/failure";
import { readJson } from "./read-json";

/** A resource of an exported state, as far as it is looked at here. */
export interface StateResource {
    urn: string;
    type: string;
    custom?: boolean;
    /** Whether it waits for its deletion, and is not judged any more. */
    delete?: boolean;
}

/** The resources in a file that `pulumi stack export` wrote. Throws a {@link Failure} when it is something else. */
export async function readStateFile(file: string): Promise<StateResource[]> {
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
        throw new Failure(`${file} cannot be read: ${error.message}.`);
    });
    if (!found.isFile()) {
        // It is read twice, here and by the engine.
        throw new Failure(`${file} is not a regular file: write the state into one with pulumi stack export --file.`);
    }
    return resourcesIn(await readJson(file), file);
}

/** The resources of an exported state. Throws a {@link Failure} for anything else, and when there are none. */
export function resourcesIn(state: unknown, source: string): StateResource[] {
    const deployment = (state as { deployment?: { resources?: StateResource[] } } | null)?.deployment;
    if (typeof deployment !== "object" || deployment === null) {
        throw new Failure(
            `${source} is no exported state: it has no "deployment". Write one with pulumi stack export --file.`,
        );
    }
    const resources = (deployment.resources ?? []).filter((resource) => !resource.delete);
    if (resources.length === 0) {
        // What nothing was judged of must not pass.
        throw new Failure(`${source} has no resources: there is nothing to judge.`);
    }
    return resources;
}

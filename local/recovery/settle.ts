import type { Creation } from "../cloud/creation";
import { resourceOf } from "../report/resource";
import { adoptedOutputs } from "./adopted-outputs";
import type { Deployment, ResourceState } from "./deployment";

/** What became of one resource that a run left in between. */
export interface Settlement {
    resource: Pick<ResourceState, "urn" | "type" | "custom">;
    outcome: "adopted" | "was never created" | "rolled back" | "is read again";
}

export interface Settled {
    /** The state without pending operations. */
    deployment: Deployment;
    /** What the cloud takes back. */
    rollback: Creation[];
    settlements: Settlement[];
}

/**
 * Brings the state of a stack and the creates of the run that left it together: the engine notes a create before it asks
 * the cloud, and stores the resource after the answer. So a create that the state has needs nothing; one that is pending
 * there is adopted; one that it does not know was never answered, and is rolled back. So is one that is pending and whose
 * answer nobody knows, and a replacement in the making: the state has the resource already, and nothing depends on the new
 * one yet.
 */
export function settle(deployment: Deployment, creations: Creation[]): Settled {
    const { resources = [], pending_operations: pending = [], ...others } = deployment;
    const known = new Set(resources.map(({ urn }) => urn));
    const created = new Map(creations.map((creation) => [creation.urn, creation]));
    const adopted: ResourceState[] = [];
    const settlements: Settlement[] = [];
    for (const { type, resource } of pending) {
        const creation = created.get(resource.urn);
        if (type !== "creating") {
            settlements.push({ resource, outcome: "is read again" });
        } else if (creation === undefined) {
            settlements.push({ resource, outcome: "was never created" });
        } else if (creation.outputs !== undefined && !known.has(resource.urn)) {
            const { id, outputs } = creation;
            adopted.push({ ...resource, id, outputs: adoptedOutputs(resource, outputs) });
            known.add(resource.urn);
            settlements.push({ resource, outcome: "adopted" });
        }
    }
    const all = [...resources, ...adopted];
    const has = ({ urn, id }: Creation) =>
        all.some((resource) => resource.urn === urn && resource.id === id && !resource.pendingReplacement);
    const rollback = creations.filter((creation) => creation.undo !== undefined && !has(creation));
    for (const { urn } of rollback) {
        settlements.push({ resource: { urn, type: resourceOf(urn).type, custom: true }, outcome: "rolled back" });
    }
    return { deployment: { ...others, resources: all }, rollback, settlements };
}

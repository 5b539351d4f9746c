import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";
import { ComponentTree } from "./component-tree";
import { concernsCloud, type Resource, resourceOf, stateOf } from "./resource";

export type Operation = "create" | "update" | "replace" | "delete" | "unchanged";

/** What an operation of the engine did, or in a preview would do, to one resource. */
export interface Change extends Resource {
    /** The component that the resource belongs to. */
    component: Resource;
    operation: Operation;
    /** Paths of the properties that differ, for updates and replacements. */
    properties: string[];
}

/** Collects from the engine's events what happens to each resource of the cloud. */
export class Changes {
    private readonly tree = new ComponentTree();
    private readonly byUrn = new Map<string, Change>();

    apply(event: EngineEvent): void {
        const started = event.resourcePreEvent?.metadata;
        const finished = event.resOutputsEvent?.metadata;
        const metadata = started ?? finished;
        if (metadata === undefined) {
            return;
        }
        this.tree.add(metadata.urn, stateOf(metadata).parent);
        const operation = finished && operationOf(finished.op);
        if (operation === undefined || !concernsCloud(metadata)) {
            return;
        }
        const known = this.byUrn.get(metadata.urn);
        this.byUrn.set(metadata.urn, {
            ...resourceOf(metadata.urn),
            component: this.tree.componentOf(metadata.urn),
            operation: known?.operation === "replace" ? "replace" : operation,
            properties: [
                ...new Set([
                    ...(known?.properties ?? []),
                    ...Object.keys(metadata.detailedDiff ?? {}),
                    ...(metadata.detailedDiff ? [] : (metadata.diffs ?? [])),
                ]),
            ],
        });
    }

    list(): Change[] {
        return [...this.byUrn.values()];
    }
}

/** Number of resources by operation. */
export function countByOperation(changes: Change[]): Record<Operation, number> {
    const counts = { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0 };
    for (const { operation } of changes) {
        counts[operation] += 1;
    }
    return counts;
}

/**
 * The engine's steps as people speak of them; undefined for those that change nothing in the cloud. A replacement is
 * one when the new resource is there: a deletion that comes first is only that.
 */
function operationOf(op: OpType): Operation | undefined {
    switch (op) {
        case "create":
        case "import":
            return "create";
        case "update":
            return "update";
        case "create-replacement":
        case "import-replacement":
            return "replace";
        case "delete":
        case "delete-replaced":
            return "delete";
        case "same":
        case "refresh":
            return "unchanged";
        default:
            return undefined;
    }
}

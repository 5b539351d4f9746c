import { type Resource, resourceOf } from "./resource";

/** Which resource belongs to which component of the program. */
export class ComponentTree {
    private readonly parents = new Map<string, string>();

    add(urn: string, parent: string | undefined): void {
        if (parent) {
            this.parents.set(urn, parent);
        }
    }

    /** The outermost component around a resource; the resource itself when it lies directly in the stack. */
    componentOf(urn: string): Resource {
        let component = urn;
        for (let parent = this.parents.get(urn); parent && !isStack(parent); parent = this.parents.get(parent)) {
            component = parent;
        }
        return resourceOf(component);
    }
}

function isStack(urn: string): boolean {
    return resourceOf(urn).type === "pulumi:pulumi:Stack";
}

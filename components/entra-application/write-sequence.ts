import type * as pulumi from "@pulumi/pulumi";

/**
 * Resources that wait for each other in the order in which they are made. Graph keeps the parts of an application in one
 * object and refuses, or loses, writes to it that meet.
 */
export class WriteSequence {
    private latest: pulumi.Resource;

    constructor(
        first: pulumi.Resource,
        private readonly parent: pulumi.Resource,
    ) {
        this.latest = first;
    }

    /** The last resource so far. */
    get last(): pulumi.Resource {
        return this.latest;
    }

    /** Options of a resource that waits for all so far; those that follow do not wait for it. */
    get options(): pulumi.CustomResourceOptions {
        return { parent: this.parent, dependsOn: this.latest };
    }

    /** Makes the next resource with the options that it is given. */
    next<T extends pulumi.Resource>(make: (opts: pulumi.CustomResourceOptions) => T): T {
        const made = make(this.options);
        this.latest = made;
        return made;
    }
}

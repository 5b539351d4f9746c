import type { Value } from "../provider/provider";

/** The state of a stack as `pulumi stack export` prints it, as far as recovery reads it. */
export interface Deployment {
    resources?: ResourceState[];
    pending_operations?: PendingOperation[];
}

export interface ResourceState {
    urn: string;
    type: string;
    custom?: boolean;
    id?: string;
    /** Deleted already, so that the new one can be created. */
    pendingReplacement?: boolean;
    inputs?: Record<string, Value>;
    outputs?: Record<string, Value>;
    additionalSecretOutputs?: string[];
}

/** What the engine had begun and not seen the end of. */
export interface PendingOperation {
    type: "creating" | "updating" | "deleting" | "reading" | "importing";
    resource: ResourceState;
}

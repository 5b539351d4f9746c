import type { Guard } from "./guard";
import { podMakers } from "./pods";

/** Nothing runs in the namespace that every cluster has: it carries no labels, hence no pod security. */
export const defaultNamespace: Guard = {
    matches: podMakers,
    demands: [
        {
            holds: 'request.namespace != "default"',
            message: "Nothing may run in the namespace default; give what runs a namespace of its own.",
        },
    ],
};

import { sandboxRuntimeClass, tierLabel, toolsTier } from "../shared";
import { celString } from "./cel";
import { type Guard, outsideSystem } from "./guard";
import { pod, podMakers } from "./pods";

const [label, tier] = [celString(tierLabel), celString(toolsTier)];

/**
 * Pods of tools run in a virtual machine of their own. So do those of a namespace that does not say what is in it.
 * Serves practice 10.1.
 */
export const sandboxing: Guard = {
    matches: podMakers,
    where: outsideSystem,
    variables: {
        ...pod,
        tier: `namespaceObject.metadata.?labels[?${label}].orValue(${tier})`,
    },
    demands: [
        {
            holds: `variables.tier != ${tier} || variables.pod.?runtimeClassName.orValue("") == ${celString(sandboxRuntimeClass)}`,
            message: `In a namespace of tools, runtimeClassName must be ${sandboxRuntimeClass}.`,
        },
    ],
};

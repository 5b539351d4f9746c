import { celString } from "./cel";
import { type Guard, outsideSystem, writes } from "./guard";
import { podMakers, podParts } from "./pods";

/** What the secrets store driver writes for whoever can read nothing but secrets. */
const allowed = "kubernetes.io/tls";

/**
 * Secrets stay in the vault: the cluster keeps certificates at most, and no token that never expires. Serves practices
 * 6.2 and 2.5.
 */
export const secrets: Guard = {
    matches: [{ group: "", resources: ["secrets"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: `object.?type.orValue("Opaque") == ${celString(allowed)}`,
            message: `A Secret may only be of type ${allowed}; mount others from the vault by a SecretProviderClass.`,
        },
    ],
};

/** No secret is in the environment of a process, where every child and every crash report has it. */
export const secretVariables: Guard = {
    matches: podMakers,
    where: outsideSystem,
    variables: podParts,
    demands: [
        {
            holds: "variables.containers.all(c, c.?env.orValue([]).all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef)) && c.?envFrom.orValue([]).all(e, !has(e.secretRef)))",
            message: "A secret may not be an environment variable; mount it by a SecretProviderClass.",
        },
    ],
};

import { type Guard, outsideSystem, writes } from "./guard";
import { podMakers, podParts } from "./pods";

/** Secrets stay in the vault, and no token is kept that never expires. Serves practices 2.3 and 6.3. */
export const secrets: Guard = {
    matches: [{ group: "", resources: ["secrets"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: "false",
            message: "A Secret may not be kept in the cluster; mount it from the vault by a SecretProviderClass.",
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

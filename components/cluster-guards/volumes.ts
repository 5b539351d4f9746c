import { secretsDriver } from "../shared";
import { celString } from "./cel";
import { type Guard, outsideSystem } from "./guard";
import { podMakers, podParts } from "./pods";

/** What is mounted into a pod comes from the cluster or from a vault. Serves practices 6.3 and 10.3. */
export const volumes: Guard = {
    matches: podMakers,
    where: outsideSystem,
    variables: podParts,
    demands: [
        {
            holds: `variables.volumes.all(v, !has(v.csi) || v.csi.driver == ${celString(secretsDriver)})`,
            message: `A volume may not be a share or disk that only the pod names; the only driver for csi is ${secretsDriver}.`,
        },
        {
            holds: "variables.volumes.all(v, !has(v.secret) && v.?projected.?sources.orValue([]).all(s, !has(s.secret) && !has(s.podCertificate)))",
            message: "A secret of the cluster may not be a volume; mount it from the vault by a SecretProviderClass.",
        },
    ],
};

import { tokenExchangeAudience } from "../shared";
import { celString } from "./cel";
import { type Guard, outsideSystem, writes } from "./guard";
import { podMakers, podParts } from "./pods";
import { isNode } from "./requester";

/** No pod holds a token for the API server, and none shares an account with others. Serves practices 2.3 and 10.2. */
export const podTokens: Guard = {
    matches: podMakers,
    where: outsideSystem,
    variables: podParts,
    demands: [
        {
            holds: "!variables.pod.?automountServiceAccountToken.orValue(true)",
            message: "A pod may not get a token for the API server: automountServiceAccountToken must be false.",
        },
        {
            holds: `variables.volumes.all(v, v.?projected.?sources.orValue([]).all(s, !has(s.serviceAccountToken) || s.serviceAccountToken.?audience.orValue("") == ${celString(tokenExchangeAudience)}))`,
            message: `A pod may not get a token for anything but ${tokenExchangeAudience}.`,
        },
        {
            holds: '!(variables.pod.?serviceAccountName.orValue("") in ["", "default"])',
            message: "A pod must have a service account of its own; name it in serviceAccountName.",
        },
    ],
};

/** The account itself hands out no token either. The one named default is made by Kubernetes, and no pod may use it. */
export const serviceAccounts: Guard = {
    matches: [{ group: "", resources: ["serviceaccounts"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: 'object.metadata.name == "default" || !object.?automountServiceAccountToken.orValue(true)',
            message: "automountServiceAccountToken of a service account must be false.",
        },
    ],
};

/** Tokens are requested by nodes, for the pods that run on them, which is how workload identity gets them. */
export const tokenRequests: Guard = {
    matches: [{ group: "", resources: ["serviceaccounts/token"], operations: ["CREATE"] }],
    where: outsideSystem,
    demands: [{ holds: isNode, message: "Only nodes may request tokens of service accounts, for their pods." }],
};

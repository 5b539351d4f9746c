import { systemNamespaces } from "../shared";
import { celList } from "./cel";
import type { Guard } from "./guard";
import { isAzure, isMember } from "./requester";

/**
 * Only responders get into a running pod, by a shell, a debugging container, or a connection that the API server makes
 * past all network policies; without a group of them, nobody does. They need a role for it, too. Into the pods of Azure,
 * among them those that hold the keys of the ingress, nobody gets but Azure. Serves practices
 * 10.2, 10.3 and IR-2.
 */
export function shells(responderGroupId: string | undefined): Guard {
    return {
        matches: [
            {
                group: "",
                resources: ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"],
                operations: ["CONNECT"],
            },
            { group: "", resources: ["pods/ephemeralcontainers"], operations: ["UPDATE"] },
        ],
        variables: { azure: isAzure, system: `request.namespace in ${celList(systemNamespaces)}` },
        demands: [
            {
                holds: `variables.system || ${responderGroupId === undefined ? "false" : isMember(responderGroupId)}`,
                message: "Only members of the responder group may get into a running pod.",
            },
            {
                holds: "!variables.system || variables.azure",
                message: "Only Azure may get into a pod of its own.",
            },
        ],
    };
}

/** Nobody reaches the kubelet through the API server: it runs commands in every pod of its node. */
export const nodeProxy: Guard = {
    matches: [{ group: "", resources: ["nodes/proxy"], operations: ["CONNECT"] }],
    demands: [{ holds: isAzure, message: "Nobody may send requests to nodes; use logs and metrics." }],
};

import { celList } from "./cel";
import { type Guard, writes } from "./guard";
import { isAzure } from "./requester";

/** Roles that allow nearly everything, in a namespace or everywhere. */
const wideRoles = ["admin", "cluster-admin", "edit"];

/**
 * Nobody is given a role that allows nearly everything, and nothing is given to everybody. Serves practices 2.2 and 10.2.
 */
export const roleBindings: Guard = {
    matches: [
        {
            group: "rbac.authorization.k8s.io",
            resources: ["clusterrolebindings", "rolebindings"],
            operations: writes,
        },
    ],
    variables: { azure: isAzure },
    demands: [
        {
            holds: `variables.azure || !(object.roleRef.name in ${celList(wideRoles)} || object.roleRef.name.startsWith("system:"))`,
            message: `Nobody may be given ${wideRoles.join(", ")} or a role of Kubernetes itself; write a role with what is needed.`,
        },
        {
            holds: 'variables.azure || object.?subjects.orValue([]).all(s, s.kind == "ServiceAccount" || !s.name.startsWith("system:"))',
            message:
                "A role may be given to groups of Entra and to single service accounts, not to groups of Kubernetes itself.",
        },
    ],
};

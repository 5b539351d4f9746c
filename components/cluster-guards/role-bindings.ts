import { celList, celString } from "./cel";
import { type Guard, writes } from "./guard";
import { delivery, isAzure, isDelivery } from "./requester";

/** Roles that allow nearly everything, in a namespace or everywhere. */
const wideRoles = ["admin", "cluster-admin", "edit"];

/**
 * What the Flux extension gives to the account that it applies manifests as, when its configuration is for the whole
 * cluster: this binding, which nobody else can make, and which can name nobody else.
 * https://learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-gitops-flux2#multi-tenancy
 */
const ofFlux = [
    isDelivery,
    'object.kind == "ClusterRoleBinding"',
    'object.metadata.name == "flux-applier-binding"',
    'object.roleRef.name == "cluster-admin"',
    `object.?subjects.orValue([]).all(s, s.kind == "ServiceAccount" && s.name == "flux-applier" && s.?namespace.orValue("") == ${celString(delivery)})`,
].join(" && ");

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
    variables: { azure: isAzure, flux: ofFlux },
    demands: [
        {
            holds: `variables.azure || variables.flux || !(object.roleRef.name in ${celList(wideRoles)} || object.roleRef.name.startsWith("system:"))`,
            message: `Nobody may be given ${wideRoles.join(", ")} or a role of Kubernetes itself; write a role with what is needed.`,
        },
        {
            holds: 'variables.azure || object.?subjects.orValue([]).all(s, s.kind == "ServiceAccount" || !s.name.startsWith("system:"))',
            message:
                "A role may be given to groups of Entra and to single service accounts, not to groups of Kubernetes itself.",
        },
    ],
};

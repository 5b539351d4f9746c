import { celList, celString } from "./cel";
import { type Guard, writes } from "./guard";
import { delivery, isAzure, isDelivery } from "./requester";

/** Roles that allow nearly everything, in a namespace or everywhere. */
const wideRoles = ["admin", "cluster-admin", "edit"];

/**
 * How the names of roles begin that Azure and its add-ons make for themselves, most of which may read secrets or make pods.
 * Lists what a cluster with these add-ons has; names of others are not known.
 */
const rolesOfAzure = [
    "aks-",
    "ama-",
    "azure-",
    "cilium",
    "cloud-controller-manager",
    "container-health-",
    "coredns",
    "csi-",
    "flux-",
    "gatekeeper-",
    "istio",
    "metrics-server",
    "secrets-store-",
    "secretprovider",
];

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
        {
            holds: `variables.azure || variables.flux || object.roleRef.kind != "ClusterRole" || ${celList(rolesOfAzure)}.all(p, !object.roleRef.name.startsWith(p))`,
            message: "A cluster role of Azure may be given by Azure only; write a role with what is needed.",
        },
        {
            holds: 'variables.azure || variables.flux || object.?subjects.orValue([]).all(s, s.kind != "ServiceAccount" || (object.kind == "RoleBinding" && object.roleRef.kind == "Role" && s.?namespace.orValue("") == request.namespace))',
            message:
                "A service account may be given a Role of its own namespace, by a RoleBinding there, and nothing else.",
        },
    ],
};

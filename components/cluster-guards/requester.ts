import { systemNamespaces } from "../shared";
import { celList, celString, type Expression } from "./cel";

/** Whether the requester is in a group. */
export function isMember(group: string): Expression {
    return `(${celString(group)} in request.userInfo.?groups.orValue([]))`;
}

/** Whether the requester is a user or service principal of Entra, whom the cluster knows by the object id. */
export function isPrincipal(objectId: string): Expression {
    return `request.userInfo.username == ${celString(objectId)}`;
}

/** Namespace of Flux, whose accounts do not act for Azure: they bring what somebody else has put into a repository. */
export const delivery = "flux-system";

/**
 * Whether Azure asks: its control plane, which alone is in `system:masters` while local accounts are switched off, or a
 * controller or add-on of its own.
 */
export const isAzure: Expression = isOneOf([
    "system:masters",
    ...systemNamespaces.filter((namespace) => namespace !== delivery).map(accountsOf),
]);

/** Whether the controller manager of Kubernetes asks as itself, as it does for tokens of its controllers. */
export const isControllerManager: Expression = 'request.userInfo.username == "system:kube-controller-manager"';

/** Whether Flux asks. */
export const isDelivery: Expression = isMember(accountsOf(delivery));

/** Whether Flux asks for something in its own namespace. */
export const isDeliveryAtHome: Expression = `(${isDelivery} && request.namespace == ${celString(delivery)})`;

/** Whether a pod asks that does not belong to Azure. */
export const isForeignPod: Expression = `(${isMember("system:serviceaccounts")} && !${isOneOf(systemNamespaces.map(accountsOf))})`;

/** Whether the node that a pod runs on asks. */
export const isNode: Expression = isMember("system:nodes");

function isOneOf(groups: readonly string[]): Expression {
    return `request.userInfo.?groups.orValue([]).exists(g, g in ${celList(groups)})`;
}

/** Group of all service accounts of a namespace. */
function accountsOf(namespace: string): string {
    return `system:serviceaccounts:${namespace}`;
}

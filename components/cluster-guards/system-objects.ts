import { ingressGateway, ingressNamespace } from "../shared";
import { celList, celString, type Expression } from "./cel";
import { type Guard, inSystem, writes } from "./guard";
import { isAzure, isControllerManager, isDeliveryAtHome, isNode } from "./requester";

/** What `ClusterIngress` says of the load balancer. */
const ownAnnotations = [
    "service.beta.kubernetes.io/azure-load-balancer-internal",
    "service.beta.kubernetes.io/azure-load-balancer-ipv4",
];

const annotation = (object: "object" | "oldObject"): Expression => `${object}.metadata.?annotations[?a]`;

/** Whether somebody gives the ingress gateway its address, and leaves everything else of its Service as it is. */
const isAddress = [
    "oldObject != null",
    `request.namespace == ${celString(ingressNamespace)}`,
    `object.metadata.name == ${celString(ingressGateway)}`,
    "dyn(object).spec == dyn(oldObject).spec",
    `object.metadata.?annotations.orValue({}).all(a, !a.contains("kubernetes.io/azure-") || a in ${celList(ownAnnotations)} || ${annotation("oldObject")} == ${annotation("object")})`,
].join(" && ");

const isOther = (resource: string): Expression => `request.resource.resource != ${celString(resource)}`;

/**
 * Only Azure, and Flux in its own namespace, changes what the pods of Azure are and hold. Others give the ingress gateway
 * its address. Serves practices 2.3, 6.3, 10.2 and 10.3.
 */
export const systemObjects: Guard = {
    matches: [{ group: "", resources: ["secrets", "services", "serviceaccounts/token"], operations: writes }],
    where: inSystem,
    variables: { ours: `!(${isAzure} || ${isDeliveryAtHome})` },
    demands: [
        {
            holds: `!variables.ours || ${isOther("secrets")}`,
            message: "Only Azure keeps a Secret in its namespaces; use a vault.",
        },
        {
            holds: `!variables.ours || ${isOther("services")} || (${isAddress})`,
            message: `Only Azure changes a Service in its namespaces; of that of the gateway, only the annotations ${ownAnnotations.join(", ")} are yours.`,
        },
        {
            holds: `!variables.ours || ${isOther("serviceaccounts")} || ${isNode} || ${isControllerManager}`,
            message: "Only nodes may request tokens of Azure's service accounts, for their pods.",
        },
    ],
};

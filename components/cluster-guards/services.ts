import { ingressNamespace, systemNamespaces } from "../shared";
import { celString } from "./cel";
import { type Guard, outside, writes } from "./guard";
import { isAzure } from "./requester";

const annotation = (name: string) =>
    `object.metadata.?annotations[?${celString(`service.beta.kubernetes.io/${name}`)}].orValue("false")`;

/**
 * Nobody reaches a service from outside of the cluster except through the internal ingress gateway, and a service leads
 * to its own pods. Serves practices 10.3 and ZT-2.
 */
export const services: Guard = {
    matches: [{ group: "", resources: ["services"], operations: writes }],
    where: outside(systemNamespaces.filter((namespace) => namespace !== ingressNamespace)),
    variables: { azure: isAzure, type: 'object.spec.?type.orValue("ClusterIP")' },
    demands: [
        {
            holds: 'variables.type != "NodePort"',
            message: "A service may not be of type NodePort; reach it through the ingress gateway.",
        },
        {
            holds: `variables.type != "LoadBalancer" || (request.namespace == ${celString(ingressNamespace)} && ${annotation("azure-load-balancer-internal")} == "true")`,
            message: `Only the internal ingress gateway in ${ingressNamespace} may have a load balancer, and only an internal one.`,
        },
        {
            holds: "object.spec.?externalIPs.orValue([]).size() == 0",
            message: "A service may not take over addresses of others: leave out externalIPs.",
        },
        {
            // https://learn.microsoft.com/azure/aks/internal-lb#pls-customizations-via-annotations
            holds: `${annotation("azure-pls-create")} == "false"`,
            message: "A service may not be offered to other networks: leave out azure-pls-create.",
        },
        {
            // that of the API server itself has no selector
            holds: 'variables.azure || (variables.type != "ExternalName" && object.spec.?selector.orValue({}).size() > 0)',
            message: "A service must lead to pods of its namespace: give it a selector, and not the type ExternalName.",
        },
    ],
};

import type { Guard, Match } from "./guard";
import { isForeignPod } from "./requester";

const anyWrite = ["CREATE", "UPDATE", "DELETE"] as const;

/** Whatever says who may reach whom, and by what identity. */
const rules: readonly Match[] = [
    {
        group: "cilium.io",
        resources: ["ciliumcidrgroups", "ciliumclusterwidenetworkpolicies", "ciliumnetworkpolicies"],
        operations: anyWrite,
    },
    {
        group: "extensions.istio.io",
        resources: ["wasmplugins"],
        operations: anyWrite,
    },
    {
        group: "gateway.networking.k8s.io",
        resources: ["gateways", "httproutes", "referencegrants"],
        operations: anyWrite,
    },
    {
        group: "networking.istio.io",
        resources: ["destinationrules", "envoyfilters", "gateways", "serviceentries", "sidecars", "virtualservices"],
        operations: anyWrite,
    },
    { group: "networking.k8s.io", resources: ["ingresses", "networkpolicies"], operations: anyWrite },
    {
        group: "security.istio.io",
        resources: ["authorizationpolicies", "peerauthentications", "requestauthentications"],
        operations: anyWrite,
    },
    { group: "telemetry.istio.io", resources: ["telemetries"], operations: anyWrite },
];

/** No workload changes what it may reach or who may reach it, whatever its role says. Serves practices 10.3 and ZT-2. */
export const networkRules: Guard = {
    matches: rules,
    demands: [
        {
            holds: `!${isForeignPod}`,
            message: "A service account may not change network, gateway or mesh rules; whoever deploys them does.",
        },
    ],
};

import { changes, type Guard, type Match } from "./guard";
import { isForeignPod } from "./requester";

/** Whatever says who may reach whom, and by what identity, that others than Azure write. */
const rules: readonly Match[] = [
    {
        group: "cilium.io",
        resources: ["ciliumcidrgroups", "ciliumclusterwidenetworkpolicies", "ciliumnetworkpolicies"],
        operations: changes,
    },
    {
        group: "networking.istio.io",
        resources: ["destinationrules", "gateways", "virtualservices"],
        operations: changes,
    },
    { group: "networking.k8s.io", resources: ["ingresses", "networkpolicies"], operations: changes },
    { group: "secrets-store.csi.x-k8s.io", resources: ["secretproviderclasses"], operations: changes },
    {
        group: "security.istio.io",
        resources: ["authorizationpolicies", "peerauthentications", "requestauthentications"],
        operations: changes,
    },
    { group: "telemetry.istio.io", resources: ["telemetries"], operations: changes },
];

/** No workload changes what it may reach or who may reach it, whatever its role says. Serves practices 10.3 and ZT-2. */
export const networkRules: Guard = {
    matches: rules,
    demands: [
        {
            holds: `!${isForeignPod}`,
            message:
                "A service account may not change network, gateway or mesh rules, nor whose secrets are mounted; whoever deploys them does.",
        },
    ],
};

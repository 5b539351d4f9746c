import { changes, type Guard, type Match } from "./guard";
import { isAzure, isControllerManager } from "./requester";

/** What is made by Azure and Kubernetes alone, and would lead around what the other guards see. */
const kinds: readonly Match[] = [
    // where services lead
    { group: "", resources: ["endpoints"], operations: changes },
    { group: "discovery.k8s.io", resources: ["endpointslices"], operations: changes },
    // whom Cilium takes a pod for, and ways past its policies
    {
        group: "cilium.io",
        resources: [
            "ciliumclusterwideenvoyconfigs",
            "ciliumegressgatewaypolicies",
            "ciliumendpoints",
            "ciliumendpointslices",
            "ciliumenvoyconfigs",
            "ciliumidentities",
            "ciliumlocalredirectpolicies",
            "ciliumnodes",
        ],
        operations: changes,
    },
    // what changes the mesh and the gateway themselves, or brings others into it
    {
        group: "networking.istio.io",
        resources: ["envoyfilters", "proxyconfigs", "serviceentries", "sidecars", "workloadentries", "workloadgroups"],
        operations: changes,
    },
    { group: "extensions.istio.io", resources: ["wasmplugins"], operations: changes },
    // a second language for gateways and routes, which make gateways of their own
    { group: "gateway.networking.k8s.io", resources: ["*"], operations: changes },
    // how pods are kept apart, and which go first
    { group: "node.k8s.io", resources: ["runtimeclasses"], operations: changes },
    { group: "scheduling.k8s.io", resources: ["priorityclasses"], operations: changes },
    // disks, which may be folders of a node
    { group: "", resources: ["persistentvolumes"], operations: changes },
    { group: "storage.k8s.io", resources: ["csidrivers", "storageclasses", "volumeattachments"], operations: changes },
    // what the API consists of, and whose certificates it believes
    { group: "apiextensions.k8s.io", resources: ["customresourcedefinitions"], operations: changes },
    { group: "apiregistration.k8s.io", resources: ["apiservices"], operations: changes },
    {
        group: "certificates.k8s.io",
        resources: ["certificatesigningrequests/approval", "certificatesigningrequests/status"],
        operations: ["UPDATE"],
    },
];

/** Nobody but Azure changes what no server needs, and what would undo the other guards. Serves practices 10.1, 10.3 and ZT-2. */
export const azureObjects: Guard = {
    matches: kinds,
    demands: [
        {
            holds: `${isAzure} || ${isControllerManager}`,
            message: "Only Azure makes and changes objects of this kind; leave it out.",
        },
    ],
};

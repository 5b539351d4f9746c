import { serverObjects } from "../../../components/server-namespace/objects";
import { serverNamespaceArgs } from "../../components/server-namespace/sample-args";

/** What the guards of the sample cluster are told. */
export const loginServer = "crcontoso.azurecr.io";
export const responderGroupId = "33333333-3333-4333-8333-000000000051";

export const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** An object whose fields a case may change. */
// biome-ignore lint/suspicious/noExplicitAny: a bad object is one that no type allows
export type Sample = any;

/** A copy of the object with some change made to it. */
export function changed(object: Sample, change: (copy: Sample) => void): Sample {
    const copy = structuredClone(object);
    change(copy);
    return copy;
}

export type Change = (fields: Sample) => void;

export function named(object: Sample, name: string): Sample {
    return changed(object, ({ metadata }) => {
        metadata.name = name;
    });
}

/** The object in another namespace. */
export function moved(object: Sample, to: string): Sample {
    return changed(object, ({ metadata }) => {
        metadata.namespace = to;
    });
}

const server = serverObjects(
    "orders",
    { ...serverNamespaceArgs, responderGroupId },
    { identityClientId: "44444444-4444-4444-8444-000000000041" },
);

/** Everything of a server, in the order in which it is made. */
export const serverSamples: readonly Sample[] = Object.values(server);

export const goodNamespace: Sample = server.namespace;

/** Namespace of the server. */
export const namespace: string = goodNamespace.metadata.name;

export const goodDeployment: Sample = server.deployment;

const { selector, template } = goodDeployment.spec;

export const goodPod: Sample = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "orders", namespace, labels: template.metadata.labels },
    spec: template.spec,
};

export const { image } = goodPod.spec.containers[0];

export const goodStatefulSet: Sample = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "orders", namespace },
    spec: { serviceName: "orders", selector, template },
};

const jobSpec = {
    activeDeadlineSeconds: 300,
    backoffLimit: 0,
    ttlSecondsAfterFinished: 3600,
    template: { metadata: template.metadata, spec: { ...template.spec, restartPolicy: "Never" } },
};

export const goodJob: Sample = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "orders", namespace },
    spec: jobSpec,
};

export const goodCronJob: Sample = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "orders", namespace },
    spec: { schedule: "0 3 * * *", concurrencyPolicy: "Forbid", jobTemplate: { spec: jobSpec } },
};

export const goodServiceAccount: Sample = server["service-account"];

export const goodService: Sample = server.service;

/** As AKS makes it. */
export const ingressService: Sample = {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
        name: "aks-istio-ingressgateway-internal",
        namespace: "aks-istio-ingress",
        annotations: { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" },
    },
    spec: {
        type: "LoadBalancer",
        selector: { istio: "aks-istio-ingressgateway-internal" },
        ports: [{ name: "https", port: 443 }],
    },
};

export const goodGateway: Sample = server.gateway;

export const goodIngress: Sample = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "orders", namespace },
    spec: {
        rules: [
            {
                host: "orders.mcp.contoso.example",
                http: {
                    paths: [
                        {
                            path: "/",
                            pathType: "Prefix",
                            backend: { service: { name: "orders", port: { number: 443 } } },
                        },
                    ],
                },
            },
        ],
        tls: [{ hosts: ["orders.mcp.contoso.example"], secretName: "orders" }],
    },
};

export const goodApiGateway: Sample = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: "orders", namespace },
    spec: {
        gatewayClassName: "istio",
        listeners: [
            {
                name: "https",
                hostname: "orders.mcp.contoso.example",
                port: 443,
                protocol: "HTTPS",
                tls: { mode: "Terminate", certificateRefs: [{ name: "orders" }] },
            },
        ],
    },
};

export const quarantine: Sample = {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: { name: "quarantine", namespace },
    spec: { endpointSelector: {}, ingressDeny: [{ fromEntities: ["all"] }], egressDeny: [{ toEntities: ["all"] }] },
};

export const goodRole: Sample = server.responders;

export const goodClusterRole: Sample = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "readers" },
    rules: [{ apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list", "watch"] }],
};

export const goodRoleBinding: Sample = server["responders-binding"];

export const goodClusterRoleBinding: Sample = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "readers" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "readers" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: responderGroupId }],
};

export const secret: Sample = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "orders", namespace },
    type: "Opaque",
    stringData: { key: "value" },
};

export const limits: Sample = server.limits;

export const quota: Sample = server.quota;

/** A namespace of Azure, which the guards leave alone. */
export const unguardedNamespace = "kube-public";

import { azure } from "./people";
import type { Requester } from "./requester";
import {
    type Change,
    changed,
    digest,
    goodApiGateway,
    goodClusterRole,
    goodClusterRoleBinding,
    goodCronJob,
    goodDeployment,
    goodGateway,
    goodIngress,
    goodJob,
    goodNamespace,
    goodPod,
    goodRole,
    goodRoleBinding,
    goodService,
    goodServiceAccount,
    goodStatefulSet,
    image,
    ingressService,
    loginServer,
    moved,
    namespace,
    type Sample,
    secret,
    unguardedNamespace,
} from "./sample-objects";

/** An object that somebody creates by mistake or on purpose. */
export interface BadObject {
    what: string;
    object: Sample;
    /** What the API server says. */
    refused: RegExp;
    /** Rule of the policy pack that finds it in a program. Default: none does, and only the cluster refuses it. */
    rule?: string;
    /** Who creates it. Default: an administrator. */
    as?: Requester;
}

const inPod = (change: Change) => changed(goodPod, ({ spec }) => change(spec));
export const inDeployment = (change: Change) => changed(goodDeployment, ({ spec }) => change(spec.template.spec));
const inContainer = (change: Change) => inDeployment(({ containers }) => change(containers[0]));
const inContext = (change: Change) => inContainer(({ securityContext }) => change(securityContext));
const contextsIn = (pod: Sample): Sample[] =>
    [pod, ...pod.containers, ...pod.initContainers].map(({ securityContext }) => securityContext);
export const guardedBy = (guard: string, words: string) =>
    new RegExp(`ValidatingAdmissionPolicy 'mcp-${guard}' .* denied request: .*${words}`);

const unpinned = guardedBy("images", "must be in the registry of the environment and pinned");
const restricted = (words: string) => new RegExp(`violates PodSecurity "restricted:v1\\.34": .*${words}`);
const other = `docker.io/library/nginx@${digest}`;

const images: BadObject[] = [
    {
        what: "an image of another registry",
        object: inContainer((container) => {
            container.image = other;
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "a registry whose name begins like ours",
        object: inContainer((container) => {
            container.image = `${loginServer}.evil.example/servers/orders@${digest}`;
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "an image that a tag names",
        object: inContainer((container) => {
            container.image = `${loginServer}/servers/orders:1.0`;
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "a digest that is cut off",
        object: inContainer((container) => {
            container.image = image.slice(0, -1);
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "a foreign image that runs first",
        object: inDeployment((pod) => {
            pod.initContainers[0].image = other;
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "a foreign image in a pod",
        object: inPod((pod) => {
            pod.containers[0].image = other;
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "a foreign image in a job",
        object: changed(goodJob, ({ spec }) => {
            spec.template.spec.containers[0].image = other;
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "a foreign image that a schedule starts",
        object: changed(goodCronJob, ({ spec }) => {
            spec.jobTemplate.spec.template.spec.containers[0].image = other;
        }),
        refused: unpinned,
        rule: "k8s-image-provenance",
    },
    {
        what: "a foreign image in a template that waits for use",
        object: {
            apiVersion: "v1",
            kind: "PodTemplate",
            metadata: goodPod.metadata,
            template: changed(goodDeployment.spec.template, ({ spec }) => {
                spec.containers[0].image = other;
            }),
        },
        refused: unpinned,
        rule: "gov-known-types",
    },
    {
        what: "a foreign image as a volume",
        object: inDeployment((pod) => {
            pod.volumes.push({ name: "data", image: { reference: other } });
        }),
        refused: unpinned,
        rule: "k8s-pod-restricted",
    },
];

const sandboxed = guardedBy("sandboxing", "runtimeClassName must be kata-vm-isolation");

const sandboxing: BadObject[] = [
    {
        what: "a tool without a virtual machine of its own",
        object: inDeployment((pod) => {
            delete pod.runtimeClassName;
        }),
        refused: sandboxed,
        rule: "k8s-tool-runtimeclass",
    },
    {
        what: "a tool of another runtime class",
        object: changed(goodStatefulSet, ({ spec }) => {
            spec.template.spec.runtimeClassName = "runc";
        }),
        refused: sandboxed,
        rule: "k8s-tool-runtimeclass",
    },
    {
        what: "a scheduled tool without a virtual machine",
        object: changed(goodCronJob, ({ spec }) => {
            delete spec.jobTemplate.spec.template.spec.runtimeClassName;
        }),
        refused: sandboxed,
        rule: "k8s-tool-runtimeclass",
    },
];

const shared = guardedBy("isolation", "may not share network, processes or memory with its node");
const privileged = guardedBy("isolation", "may have no privileges");

const isolation: BadObject[] = [
    {
        what: "the network of the node",
        object: inDeployment((pod) => {
            pod.hostNetwork = true;
        }),
        refused: shared,
        rule: "k8s-pod-restricted",
    },
    {
        what: "the processes of the node",
        object: inDeployment((pod) => {
            pod.hostPID = true;
        }),
        refused: shared,
        rule: "k8s-pod-restricted",
    },
    {
        what: "the memory of the node",
        object: inDeployment((pod) => {
            pod.hostIPC = true;
        }),
        refused: shared,
        rule: "k8s-pod-restricted",
    },
    {
        what: "files of the node",
        object: inDeployment((pod) => {
            pod.volumes.push({ name: "node", hostPath: { path: "/" } });
        }),
        refused: guardedBy("isolation", "leave out hostPath"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a port of the node",
        object: inContainer((container) => {
            container.ports = [{ containerPort: 8443, hostPort: 8443 }];
        }),
        refused: guardedBy("isolation", "leave out hostPort"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a privileged container",
        object: inContext((context) => {
            context.privileged = true;
            context.allowPrivilegeEscalation = true;
        }),
        refused: privileged,
        rule: "k8s-pod-restricted",
    },
    {
        what: "a container that does not say whether it may get more rights",
        object: inContext((context) => {
            delete context.allowPrivilegeEscalation;
        }),
        refused: privileged,
        rule: "k8s-pod-restricted",
    },
    {
        what: "a capability",
        object: inContext((context) => {
            context.capabilities.add = ["NET_ADMIN"];
        }),
        refused: privileged,
        rule: "k8s-pod-restricted",
    },
    {
        what: "all of /proc",
        object: inDeployment((pod) => {
            pod.hostUsers = false;
            pod.containers[0].securityContext.procMount = "Unmasked";
        }),
        refused: privileged,
        rule: "k8s-pod-restricted",
    },
    {
        what: "a container that may change its image",
        object: inContext((context) => {
            delete context.readOnlyRootFilesystem;
        }),
        refused: guardedBy("isolation", "readOnlyRootFilesystem must be true"),
        rule: "k8s-readonly-rootfs",
    },
    {
        what: "a pod in the namespace default",
        object: changed(goodDeployment, ({ metadata }) => {
            metadata.namespace = "default";
        }),
        refused: guardedBy("default-namespace", "Nothing may run in the namespace default"),
        rule: "k8s-no-default-namespace",
    },
];

/** Refused by the labels of the namespace, before any guard is asked. */
const podSecurity: BadObject[] = [
    {
        what: "a pod that runs as root",
        object: inPod((pod) => {
            pod.securityContext.runAsUser = 0;
        }),
        refused: restricted("runAsUser=0"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a pod that does not say that it is not root",
        object: inPod((pod) => {
            for (const context of contextsIn(pod)) delete context.runAsNonRoot;
        }),
        refused: restricted("runAsNonRoot != true"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a pod that may use every system call",
        object: inPod((pod) => {
            for (const context of contextsIn(pod)) delete context.seccompProfile;
        }),
        refused: restricted("seccompProfile"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a pod that keeps its capabilities",
        object: inPod((pod) => {
            delete pod.containers[0].securityContext.capabilities;
        }),
        refused: restricted("unrestricted capabilities"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a privileged pod",
        object: inPod((pod) => {
            pod.containers[0].securityContext = { privileged: true };
        }),
        refused: restricted("privileged"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a pod with a port of its node",
        object: inPod((pod) => {
            pod.containers[0].ports = [{ containerPort: 8443, hostPort: 8443 }];
        }),
        refused: restricted("hostPort"),
        rule: "k8s-pod-restricted",
    },
];

const tokens: BadObject[] = [
    {
        what: "a pod with a token for the API server",
        object: inDeployment((pod) => {
            delete pod.automountServiceAccountToken;
        }),
        refused: guardedBy("pod-tokens", "automountServiceAccountToken must be false"),
        rule: "k8s-sa-tokens",
    },
    {
        what: "a pod with the account of all others",
        object: inDeployment((pod) => {
            delete pod.serviceAccountName;
        }),
        refused: guardedBy("pod-tokens", "must have a service account of its own"),
        rule: "k8s-sa-tokens",
    },
    {
        what: "a pod that asks for a token for the API server",
        object: inDeployment((pod) => {
            pod.volumes.push({ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } });
        }),
        refused: guardedBy("pod-tokens", "for anything but api://AzureADTokenExchange"),
        rule: "k8s-sa-tokens",
    },
    {
        what: "an account that hands out tokens",
        object: changed(goodServiceAccount, (account) => {
            account.metadata.name = "other";
            delete account.automountServiceAccountToken;
        }),
        refused: guardedBy("service-accounts", "automountServiceAccountToken of a service account must be false"),
        rule: "k8s-sa-tokens",
    },
    {
        what: "a secret",
        object: secret,
        refused: guardedBy("secrets", "may not be kept in the cluster"),
        rule: "k8s-no-native-secrets",
    },
    {
        what: "a token that never expires",
        object: {
            ...secret,
            metadata: { ...secret.metadata, annotations: { "kubernetes.io/service-account.name": "orders" } },
            type: "kubernetes.io/service-account-token",
            stringData: {},
        },
        refused: guardedBy("secrets", "may not be kept in the cluster"),
        rule: "k8s-no-native-secrets",
    },
    {
        what: "a secret as an environment variable",
        object: inContainer((container) => {
            container.env = [{ name: "KEY", valueFrom: { secretKeyRef: { name: "orders", key: "key" } } }];
        }),
        refused: guardedBy("secret-variables", "may not be an environment variable"),
        rule: "k8s-no-native-secrets",
    },
    {
        what: "secrets as environment variables",
        object: inContainer((container) => {
            container.envFrom = [{ secretRef: { name: "orders" } }];
        }),
        refused: guardedBy("secret-variables", "may not be an environment variable"),
        rule: "k8s-no-native-secrets",
    },
];

const inService = (change: Change) => changed(goodService, change);

const exposure: BadObject[] = [
    {
        what: "a service on every node",
        object: inService(({ spec }) => {
            spec.type = "NodePort";
        }),
        refused: guardedBy("services", "may not be of type NodePort"),
        rule: "k8s-service-exposure",
    },
    {
        what: "a load balancer of a server",
        object: inService(({ spec, metadata }) => {
            spec.type = "LoadBalancer";
            metadata.annotations = ingressService.metadata.annotations;
        }),
        refused: guardedBy("services", "Only the internal ingress gateway"),
        rule: "k8s-service-exposure",
    },
    {
        what: "a public load balancer of the ingress",
        object: changed(ingressService, ({ metadata }) => {
            delete metadata.annotations;
        }),
        refused: guardedBy("services", "only an internal one"),
        as: azure,
        rule: "k8s-service-exposure",
    },
    {
        what: "an address that belongs to somebody else",
        object: inService(({ spec }) => {
            spec.externalIPs = ["203.0.113.7"];
        }),
        refused: guardedBy("services", "leave out externalIPs"),
        rule: "k8s-service-exposure",
    },
    {
        what: "a load balancer that is offered to other networks",
        object: changed(ingressService, ({ metadata }) => {
            metadata.annotations["service.beta.kubernetes.io/azure-pls-create"] = "true";
        }),
        refused: guardedBy("services", "leave out azure-pls-create"),
        as: azure,
        rule: "k8s-service-exposure",
    },
];

export const inServer = (change: Change) => changed(goodGateway, ({ spec }) => change(spec.servers[0]));
const inListener = (change: Change) => changed(goodApiGateway, ({ spec }) => change(spec.listeners[0]));
const endsTls = guardedBy("gateways", "must end TLS itself");

const gateways: BadObject[] = [
    {
        what: "a gateway for every host",
        object: inServer((server) => {
            server.hosts = ["*"];
        }),
        refused: guardedBy("gateways", "named in full, without wildcard"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway for every host of a domain",
        object: inServer((server) => {
            server.hosts = ["*.mcp.contoso.example"];
        }),
        refused: guardedBy("gateways", "named in full, without wildcard"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway for routes of every namespace",
        object: inServer((server) => {
            server.hosts = ["*/orders.mcp.contoso.example"];
        }),
        refused: guardedBy("gateways", "named in full, without wildcard"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway without TLS",
        object: inServer((server) => {
            server.port = { name: "http", number: 80, protocol: "HTTP" };
            delete server.tls;
        }),
        refused: endsTls,
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway with TLS 1.2",
        object: inServer((server) => {
            server.tls.minProtocolVersion = "TLSV1_2";
        }),
        refused: endsTls,
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway that passes TLS on",
        object: inServer((server) => {
            server.tls = { mode: "PASSTHROUGH" };
        }),
        refused: endsTls,
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway of the Gateway API for every host",
        object: inListener((listener) => {
            delete listener.hostname;
        }),
        refused: guardedBy("azure-objects", "leave it out"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway of the Gateway API without TLS",
        object: inListener((listener) => {
            listener.protocol = "HTTP";
            delete listener.tls;
        }),
        refused: guardedBy("azure-objects", "leave it out"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "an ingress for every host",
        object: changed(goodIngress, ({ spec }) => {
            delete spec.rules[0].host;
        }),
        refused: guardedBy("ingresses", "named in full, without wildcard"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "an ingress for what no rule names",
        object: changed(goodIngress, ({ spec }) => {
            spec.defaultBackend = spec.rules[0].http.paths[0].backend;
        }),
        refused: guardedBy("ingresses", "may have no defaultBackend"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "an ingress without TLS",
        object: changed(goodIngress, ({ spec }) => {
            delete spec.tls;
        }),
        refused: guardedBy("ingresses", "tls must name every host"),
        rule: "k8s-gateway-tls13",
    },
];

const inNamespace = (change: Change) =>
    changed(goodNamespace, ({ metadata }) => {
        metadata.name = "mcp-billing";
        change(metadata.labels);
    });
const labelled = guardedBy("namespaces", "must have the labels pod-security");

const namespaces: BadObject[] = [
    {
        what: "a namespace without labels",
        object: { apiVersion: "v1", kind: "Namespace", metadata: { name: "mcp-billing" } },
        refused: labelled,
        rule: "k8s-ns-pss",
    },
    {
        what: "a namespace for privileged pods",
        object: inNamespace((labels) => {
            labels["pod-security.kubernetes.io/enforce"] = "privileged";
        }),
        refused: labelled,
        rule: "k8s-ns-pss",
    },
    {
        what: "a namespace whose restriction changes with the cluster",
        object: inNamespace((labels) => {
            labels["pod-security.kubernetes.io/enforce-version"] = "latest";
        }),
        refused: labelled,
        rule: "k8s-ns-pss",
    },
    {
        what: "a namespace that warns nobody",
        object: inNamespace((labels) => {
            delete labels["pod-security.kubernetes.io/warn"];
        }),
        refused: labelled,
        rule: "k8s-ns-pss",
    },
    {
        what: "a namespace without a class of its data",
        object: inNamespace((labels) => {
            delete labels["data-classification"];
        }),
        refused: guardedBy("namespaces", "label data-classification with one of public, internal"),
        rule: "k8s-ns-pss",
    },
    {
        what: "a namespace with a class that does not exist",
        object: inNamespace((labels) => {
            labels["data-classification"] = "secret";
        }),
        refused: guardedBy("namespaces", "label data-classification with one of public, internal"),
        rule: "k8s-ns-pss",
    },
    {
        what: "a namespace that does not say what runs in it",
        object: inNamespace((labels) => {
            delete labels["mcp-tier"];
        }),
        refused: guardedBy("namespaces", "must have the label mcp-tier"),
        rule: "k8s-ns-pss",
    },
    {
        what: "a namespace with a name of Azure's",
        object: changed(goodNamespace, ({ metadata }) => {
            metadata.name = "flux-system";
        }),
        refused: guardedBy("namespaces", "This name belongs to Azure"),
        rule: "k8s-ns-pss",
    },
];

export const inRule = (change: Change) =>
    changed(goodRole, ({ metadata, rules }) => {
        metadata.name = "other";
        change(rules[0]);
    });
const inClusterRule = (change: Change) => changed(goodClusterRole, ({ rules }) => change(rules[0]));
const wildcard = guardedBy("roles", "without wildcard");
const inside = guardedBy("roles", "may not allow nodes/proxy");
const widely = guardedBy("role-bindings", "Nobody may be given admin, cluster-admin, edit");
const everybody = guardedBy("role-bindings", "not to groups of Kubernetes itself");

const rights: BadObject[] = [
    {
        what: "a role with every verb",
        object: inRule((rule) => {
            rule.verbs = ["*"];
        }),
        refused: wildcard,
        rule: "k8s-rbac-least",
    },
    {
        what: "a role for everything",
        object: inRule((rule) => {
            rule.resources = ["*"];
        }),
        refused: wildcard,
        rule: "k8s-rbac-least",
    },
    {
        what: "a role for the subresources of everything",
        object: inRule((rule) => {
            rule.resources = ["*/exec"];
        }),
        refused: wildcard,
        rule: "k8s-rbac-least",
    },
    {
        what: "a role for every API group",
        object: inRule((rule) => {
            rule.apiGroups = ["*"];
        }),
        refused: wildcard,
        rule: "k8s-rbac-least",
    },
    {
        what: "a role for every URL",
        object: inClusterRule((rule) => {
            Object.assign(rule, { nonResourceURLs: ["/metrics/*"], apiGroups: [], resources: [], verbs: ["get"] });
        }),
        refused: wildcard,
        rule: "k8s-rbac-least",
    },
    ...["bind", "escalate", "impersonate"].map((verb) => ({
        what: `a role that leads to the rights of others: ${verb}`,
        object: inClusterRule((rule) => {
            rule.verbs = [verb];
        }),
        refused: guardedBy("roles", "they lead to the rights of others"),
        rule: "k8s-rbac-least",
    })),
    ...["pods/exec", "nodes/proxy", "serviceaccounts/token"].map((resource) => ({
        what: `a role for ${resource}`,
        object: inClusterRule((rule) => {
            rule.resources = [resource];
        }),
        refused: inside,
        rule: "k8s-rbac-least",
    })),
    {
        what: "a role for all secrets",
        object: inRule((rule) => {
            rule.resources = ["secrets"];
        }),
        refused: guardedBy("roles", "may not allow anything with secrets"),
        rule: "k8s-rbac-least",
    },
    {
        what: "a role that may put its own code before the API server",
        object: inClusterRule((rule) => {
            Object.assign(rule, {
                apiGroups: ["admissionregistration.k8s.io"],
                resources: ["mutatingwebhookconfigurations"],
                verbs: ["create"],
            });
        }),
        refused: guardedBy("roles", "change what the API server refuses"),
        rule: "k8s-rbac-least",
    },
    {
        what: "a role that may remove guards",
        object: inClusterRule((rule) => {
            Object.assign(rule, {
                apiGroups: ["admissionregistration.k8s.io"],
                resources: ["validatingadmissionpolicybindings"],
                verbs: ["delete"],
            });
        }),
        refused: guardedBy("roles", "change what the API server refuses"),
        rule: "k8s-rbac-least",
    },
    {
        what: "a role made of whatever roles there are",
        object: { ...goodClusterRole, rules: [], aggregationRule: { clusterRoleSelectors: [{}] } },
        refused: guardedBy("roles", "leave out aggregationRule"),
        rule: "k8s-rbac-least",
    },
    {
        what: "another administrator",
        object: changed(goodClusterRoleBinding, ({ roleRef }) => {
            roleRef.name = "cluster-admin";
        }),
        refused: widely,
        rule: "k8s-rbac-least",
    },
    {
        what: "somebody who may edit everything in a namespace",
        object: changed(goodRoleBinding, ({ metadata, roleRef }) => {
            metadata.name = "editors";
            Object.assign(roleRef, { kind: "ClusterRole", name: "edit" });
        }),
        refused: widely,
        rule: "k8s-rbac-least",
    },
    {
        what: "a role of a part of Kubernetes",
        object: changed(goodClusterRoleBinding, ({ roleRef }) => {
            roleRef.name = "system:node";
        }),
        refused: widely,
        rule: "k8s-rbac-least",
    },
    ...["system:authenticated", "system:unauthenticated"].map((name) => ({
        what: `a role for ${name}`,
        object: changed(goodClusterRoleBinding, ({ subjects }) => {
            subjects[0].name = name;
        }),
        refused: everybody,
        rule: "k8s-rbac-least",
    })),
    {
        what: "a role for every account of a namespace",
        object: changed(goodRoleBinding, ({ metadata, subjects }) => {
            metadata.name = "accounts";
            subjects[0].name = "system:serviceaccounts:mcp-orders";
        }),
        refused: everybody,
        rule: "k8s-rbac-least",
    },
];

const exceeded = (what: string, asked: number, used: number, limit: number) => {
    const amount = (of: number) => `.*\\b${what.replaceAll(".", "\\.")}=${of}\\b.*`;
    return new RegExp(
        `exceeded quota: orders, requested: ${amount(asked)}, used: ${amount(used)}, limited: ${amount(limit)}`,
    );
};
const sized = (change: Change) => inPod(({ containers }) => change(containers[0].resources));
const unguarded = (object: Sample) => moved(object, unguardedNamespace);

/** Refused by quota and limits of the namespace: each count of the quota, and each limit. */
const consumption: BadObject[] = [
    {
        what: "a pod too many",
        object: goodPod,
        refused: exceeded("pods", 1, 4, 4),
    },
    {
        what: "a second service",
        object: inService(({ metadata }) => {
            metadata.name = "other";
        }),
        refused: exceeded("services", 1, 1, 1),
    },
    {
        what: "a disk",
        object: {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: { name: "orders", namespace },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
        refused: exceeded("persistentvolumeclaims", 1, 0, 0),
    },
    {
        what: "a secret, even if no guard refused it",
        object: unguarded(secret),
        refused: exceeded("secrets", 1, 0, 0),
        as: azure,
        rule: "k8s-no-native-secrets",
    },
    ...["NodePort", "LoadBalancer"].map((type) => ({
        what: `a service of type ${type}, even if no guard refused it`,
        object: unguarded(
            inService(({ spec }) => {
                spec.type = type;
            }),
        ),
        refused: exceeded(`services.${type.toLowerCase()}s`, 1, 0, 0),
        as: azure,
        rule: "k8s-service-exposure",
    })),
    ...Object.entries({ cpu: "64", memory: "64Gi", "ephemeral-storage": "64Gi" }).map(([resource, size]) => ({
        what: `a container with more ${resource} than any may have`,
        object: sized((resources) => {
            resources.requests[resource] = size;
            resources.limits[resource] = size;
        }),
        refused: new RegExp(`maximum ${resource} usage per Container is \\S+, but limit is ${size}`),
    })),
    ...Object.entries({ cpu: "10m", memory: "16Mi" }).map(([resource, request]) => ({
        what: `a container that may take more ${resource} than it asks for`,
        object: sized((resources) => {
            resources.requests[resource] = request;
        }),
        refused: new RegExp(`${resource} max limit to request ratio per Container is 1, but provided ratio is`),
    })),
];

export const badObjects: readonly BadObject[] = [
    ...images,
    ...sandboxing,
    ...isolation,
    ...podSecurity,
    ...tokens,
    ...exposure,
    ...gateways,
    ...namespaces,
    ...rights,
    ...consumption,
];

import { certificateKeeper } from "../../../components/cluster-ingress/certificate-keeper";
import { meshRules } from "../../../components/cluster-ingress/mesh-rules";
import { clusterIngressArgs } from "../../components/cluster-ingress/sample-args";
import { type BadObject, guardedBy, inDeployment, inRule, inServer } from "./bad-objects";
import { responder } from "./people";
import {
    type Change,
    changed,
    digest,
    goodClusterRole,
    goodClusterRoleBinding,
    goodGateway,
    goodIngress,
    goodPod,
    goodRoleBinding,
    goodService,
    ingressService,
    moved,
    named,
    namespace,
    quarantine,
    type Sample,
    secret,
    serverSamples,
} from "./sample-objects";

const ingress = "aks-istio-ingress";
const mesh = "aks-istio-system";
const gateway = "aks-istio-ingressgateway-internal";
const attacker = "https://attacker.example";

/** What an administrator may have beside the ingress gateway. */
export const keeper: Sample = certificateKeeper(clusterIngressArgs, "44444444-4444-4444-8444-000000000042").keeper;

const inKeeper = (change: Change) => changed(keeper, ({ spec }) => change(spec.template));
const ofServer = (kind: string, change: Change) =>
    changed(
        serverSamples.find((sample) => sample.kind === kind),
        ({ spec }) => change(spec),
    );

const ours = (words: string) => guardedBy("system-workloads", `Pods of ours among those of Azure ${words}`);
const onlyAzureRuns = guardedBy("system-workloads", "Only Azure runs something in its namespaces");

/** Among the pods of Azure. */
const pods: BadObject[] = [
    {
        what: "a pod that the gateway's service leads to, and that holds its keys",
        object: {
            ...keeper,
            metadata: { name: "impostor", namespace: ingress },
            spec: {
                selector: { matchLabels: { istio: gateway } },
                template: {
                    metadata: { labels: { app: gateway, istio: gateway } },
                    spec: {
                        ...keeper.spec.template.spec,
                        volumes: [{ name: "certificates", secret: { secretName: "mcp-ingress" } }],
                    },
                },
            },
        },
        refused: onlyAzureRuns,
        rule: "k8s-system-workloads",
    },
    ...["kube-system", "kube-public", "gatekeeper-system"].map((place) => ({
        what: `a pod in ${place}`,
        object: moved(keeper, place),
        refused: onlyAzureRuns,
        rule: "k8s-system-workloads",
    })),
    {
        what: "another kind of what keeps the certificates",
        object: { ...keeper, kind: "DaemonSet", spec: { ...keeper.spec, replicas: undefined } },
        refused: onlyAzureRuns,
        rule: "k8s-system-workloads",
    },
    ...["app", "istio"].map((label) => ({
        what: `what keeps the certificates, with the label ${label} of the gateway`,
        object: inKeeper(({ metadata }) => {
            metadata.labels[label] = gateway;
        }),
        refused: ours("may have no labels but"),
        rule: "k8s-system-workloads",
    })),
    {
        what: "what keeps the certificates, with the keys themselves",
        object: inKeeper(({ spec }) => {
            spec.volumes.push({ name: "keys", secret: { secretName: "mcp-ingress-client" } });
        }),
        refused: ours("must have the service account"),
        rule: "k8s-system-workloads",
    },
    {
        what: "what keeps the certificates, as somebody else",
        object: inKeeper(({ spec }) => {
            spec.serviceAccountName = gateway;
        }),
        refused: ours("must have the service account"),
    },
    {
        what: "what keeps the certificates, with an image of another registry",
        object: inKeeper(({ spec }) => {
            spec.containers[0].image = `docker.io/library/nginx@${digest}`;
        }),
        refused: ours("must have images of the registry"),
        rule: "k8s-image-provenance",
    },
    {
        what: "what keeps the certificates, with privileges",
        object: inKeeper(({ spec }) => {
            spec.containers[0].securityContext = { privileged: true };
        }),
        refused: ours(".* and no privileges"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "what keeps the certificates, with the network of its node",
        object: inKeeper(({ spec }) => {
            spec.hostNetwork = true;
        }),
        refused: ours(".* and no privileges"),
        rule: "k8s-pod-restricted",
    },
];

const onlyAzureServes = guardedBy("system-objects", "Only Azure changes a Service in its namespaces");

/** What Azure's pods are and hold. */
const objects: BadObject[] = [
    {
        what: "a token of an account of Azure that never expires",
        object: {
            ...secret,
            metadata: {
                name: "token",
                namespace: "kube-system",
                annotations: { "kubernetes.io/service-account.name": "namespace-controller" },
            },
            type: "kubernetes.io/service-account-token",
            stringData: {},
        },
        refused: guardedBy("system-objects", "Only Azure keeps a Secret in its namespaces"),
        rule: "k8s-no-native-secrets",
    },
    {
        what: "other keys of the ingress gateway",
        object: changed(secret, ({ metadata }) => {
            Object.assign(metadata, { name: "mcp-ingress", namespace: ingress });
        }),
        refused: guardedBy("system-objects", "Only Azure keeps a Secret in its namespaces"),
        rule: "k8s-no-native-secrets",
    },
    {
        what: "a public load balancer of pods of Azure",
        object: moved(
            changed(goodService, ({ spec }) => {
                spec.type = "LoadBalancer";
            }),
            "kube-system",
        ),
        refused: onlyAzureServes,
        rule: "k8s-service-exposure",
    },
    {
        what: "another internal load balancer of the ingress gateway",
        object: named(ingressService, "other"),
        refused: onlyAzureServes,
        rule: "k8s-service-exposure",
    },
];

const inRoute = (change: Change) => ofServer("VirtualService", ({ http }) => change(http[0]));
const elsewhere = "billing.mcp-billing.svc.cluster.local";

/** Ways of calls. */
const routes: BadObject[] = [
    {
        what: "a gateway for the host of another server",
        object: inServer((server) => {
            server.hosts = ["./billing.dev.internal.contoso.com"];
        }),
        refused: guardedBy("gateways", "must serve the host of its own server"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway in a namespace of no server",
        object: moved(goodGateway, "default"),
        refused: guardedBy("gateways", "must serve the host of its own server"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "an ingress for the host of another server",
        object: changed(goodIngress, ({ spec }) => {
            spec.rules[0].host = "billing.mcp.contoso.example";
            spec.tls[0].hosts = ["billing.mcp.contoso.example"];
        }),
        refused: guardedBy("ingresses", "must serve the host of its own server"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway at an address of its own",
        object: inServer((server) => {
            server.bind = "10.20.0.7";
        }),
        refused: guardedBy("gateways", "leave out bind"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway with the certificate by which it is known to servers",
        object: inServer(({ tls }) => {
            tls.credentialName = "mcp-ingress-client";
        }),
        refused: guardedBy("gateways", "credentialName mcp-ingress"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a gateway of another protocol",
        object: inServer(({ port }) => {
            port.protocol = "TLS";
        }),
        refused: guardedBy("gateways", "must have the protocol HTTPS"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a route for the host of another server",
        object: ofServer("VirtualService", (spec) => {
            spec.hosts = ["billing.dev.internal.contoso.com"];
        }),
        refused: guardedBy("routes", "must route the host of its own server"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a route at the gateway of another server",
        object: ofServer("VirtualService", (spec) => {
            spec.gateways = ["mcp-billing/billing"];
        }),
        refused: guardedBy("routes", "at a gateway of its own namespace"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a route in the mesh",
        object: ofServer("VirtualService", (spec) => {
            delete spec.gateways;
        }),
        refused: guardedBy("routes", "at a gateway of its own namespace"),
        rule: "k8s-gateway-tls13",
    },
    ...Object.entries({
        delegate: { name: "billing", namespace: "mcp-billing" },
        directResponse: { status: 200 },
        mirror: { host: elsewhere },
        mirrors: [{ destination: { host: elsewhere } }],
        redirect: { authority: "attacker.example" },
    }).map(([field, value]) => ({
        what: `a route that goes elsewhere: ${field}`,
        object: inRoute((route) => {
            if (field !== "mirror" && field !== "mirrors") delete route.route;
            delete route.rewrite;
            route[field] = value;
        }),
        refused: guardedBy("routes", "may not delegate, mirror, redirect or answer"),
    })),
    {
        what: "a route to another server",
        object: inRoute(({ route }) => {
            route[0].destination.host = elsewhere;
        }),
        refused: guardedBy("routes", "must route to services of its own namespace"),
        rule: "k8s-gateway-tls13",
    },
    {
        what: "a route of another protocol",
        object: ofServer("VirtualService", (spec) => {
            spec.tcp = [{ route: [{ destination: { host: spec.http[0].route[0].destination.host } }] }];
        }),
        refused: guardedBy("routes", "must route to services of its own namespace"),
    },
    {
        what: "a rule for calls to another server",
        object: ofServer("DestinationRule", (spec) => {
            spec.host = elsewhere;
        }),
        refused: guardedBy("destinations", "must be about a service of its own namespace"),
    },
    {
        what: "calls that nothing encrypts",
        object: ofServer("DestinationRule", ({ trafficPolicy }) => {
            delete trafficPolicy.tls;
        }),
        refused: guardedBy("destinations", "must demand mutual TLS of everything"),
        rule: "aks-mesh-mtls",
    },
    {
        what: "calls through a tunnel",
        object: ofServer("DestinationRule", ({ trafficPolicy }) => {
            trafficPolicy.tunnel = { targetHost: "attacker.example", targetPort: 443 };
        }),
        refused: guardedBy("destinations", "without insecureSkipVerify, tunnel"),
        rule: "aks-mesh-mtls",
    },
    {
        what: "calls to a part of the pods that nothing encrypts",
        object: ofServer("DestinationRule", (spec) => {
            spec.subsets = [{ name: "a", trafficPolicy: { tls: { mode: "DISABLE" } } }];
        }),
        refused: guardedBy("destinations", "portLevelSettings and subsets"),
        rule: "aks-mesh-mtls",
    },
    {
        what: "a name in the mesh for something outside",
        object: {
            apiVersion: "networking.istio.io/v1",
            kind: "ServiceEntry",
            metadata: { name: "other", namespace },
            spec: { hosts: ["orders.mcp-orders.svc.cluster.local"], ports: [{ number: 443, name: "https" }] },
        },
        refused: guardedBy("azure-objects", "leave it out"),
        rule: "gov-known-types",
    },
];

const inMesh = (words: string) => guardedBy("system-mesh", words);

/** What holds in the whole mesh, and who passes the gateway. */
const meshObjects: BadObject[] = [
    {
        what: "settings of the mesh",
        object: {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "istio-shared-configmap-asm-1-27", namespace: mesh },
            data: { mesh: "outboundTrafficPolicy: {mode: ALLOW_ANY}" },
        },
        refused: inMesh("The mesh is configured by Azure"),
    },
    ...[goodGateway, ofServer("VirtualService", () => {}), ofServer("DestinationRule", () => {})].map((object) => ({
        what: `a ${object.kind} beside the ingress gateway`,
        object: moved(object, ingress),
        refused: inMesh("must be in the namespace of their server"),
    })),
    ...Object.entries<Change>({
        "for whoever calls": (rule) => {
            delete rule.from;
        },
        "for tokens of somebody else": ({ from }) => {
            from[0].source.requestPrincipals = [`${attacker}/*`];
        },
        "for every token": (rule) => {
            delete rule.when;
        },
        "for another server": ({ to }) => {
            to[0].operation.hosts = ["billing.dev.internal.contoso.com"];
        },
        "for every server": (rule) => {
            delete rule.to;
        },
    }).map(([what, change]) => ({
        what: `a way past the gateway ${what}`,
        object: ofServer("AuthorizationPolicy", ({ rules }) => change(rules[0])),
        refused: inMesh("An AuthorizationPolicy in a namespace of Azure must select the gateway"),
    })),
    {
        what: "a policy that asks somebody else",
        object: ofServer("AuthorizationPolicy", (spec) => {
            Object.assign(spec, { action: "CUSTOM", provider: { name: "other" } });
        }),
        refused: inMesh("An AuthorizationPolicy in a namespace of Azure must select the gateway"),
        rule: "k8s-authz-default-deny",
    },
    {
        what: "a policy for the whole mesh",
        object: moved(
            ofServer("AuthorizationPolicy", () => {}),
            mesh,
        ),
        refused: inMesh("An AuthorizationPolicy in a namespace of Azure must select the gateway"),
        rule: "k8s-authz-default-deny",
    },
    ...Object.entries({ jwksUri: `${attacker}/keys`, issuer: attacker, jwks: '{"keys": []}' }).map(
        ([field, value]) => ({
            what: `keys of somebody else: ${field}`,
            object: ofServer("RequestAuthentication", ({ jwtRules }) => {
                if (field === "jwks") delete jwtRules[0].jwksUri;
                jwtRules[0][field] = value;
            }),
            refused: inMesh("A RequestAuthentication in a namespace of Azure must select the gateway"),
            rule: "k8s-authz-default-deny",
        }),
    ),
    ...[
        { mtls: { mode: "PERMISSIVE" } },
        {
            mtls: { mode: "STRICT" },
            selector: { matchLabels: { app: "x" } },
            portLevelMtls: { 443: { mode: "DISABLE" } },
        },
    ].map((spec) => ({
        what: `a mesh that takes calls without TLS: ${JSON.stringify(spec)}`,
        object: { ...meshRules["mutual-tls"], spec },
        refused: inMesh("A PeerAuthentication in a namespace of Azure must be in aks-istio-system"),
        rule: "aks-mesh-mtls",
    })),
    {
        what: "a mesh that logs no call",
        object: { ...meshRules["access-log"], spec: { accessLogging: [{ disabled: true }] } },
        refused: inMesh("A Telemetry in a namespace of Azure must be in aks-istio-system"),
        rule: "k8s-authz-default-deny",
    },
    {
        what: "a gateway that logs no call",
        object: moved({ ...meshRules["access-log"] }, ingress),
        refused: inMesh("A Telemetry in a namespace of Azure must be in aks-istio-system"),
    },
];

const inNamespace = { name: "other", namespace };
const onlyAzureMakes = guardedBy("azure-objects", "Only Azure makes and changes objects of this kind");

/** Ways past the policies of the network, and past what the other guards see. */
const openings: BadObject[] = [
    {
        what: "a network policy that adds to what is allowed",
        object: {
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: inNamespace,
            spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] },
        },
        refused: guardedBy("network-policies", "may only deny"),
        rule: "k8s-netpol-no-allow-all",
    },
    ...[
        named(quarantine, "help"),
        changed(quarantine, ({ spec }) => {
            spec.egress = [{ toEntities: ["all"] }];
        }),
        { ...quarantine, specs: [{ endpointSelector: {}, ingress: [{ fromEntities: ["all"] }] }] },
    ].map((object, index) => ({
        what: `a responder who opens the network: ${index}`,
        object,
        refused: guardedBy("quarantines", "Responders may only deny"),
        as: responder,
    })),
    {
        what: "a service that leads wherever somebody says",
        object: changed(goodService, ({ spec }) => {
            delete spec.selector;
        }),
        refused: guardedBy("services", "must lead to pods of its namespace"),
    },
    {
        what: "a service that is another name",
        object: changed(goodService, ({ spec }) => {
            Object.assign(spec, { type: "ExternalName", externalName: "attacker.example" });
        }),
        refused: guardedBy("services", "must lead to pods of its namespace"),
        rule: "k8s-service-exposure",
    },
    {
        what: "addresses of a service",
        object: {
            apiVersion: "v1",
            kind: "Endpoints",
            metadata: inNamespace,
            subsets: [{ addresses: [{ ip: "203.0.113.9" }], ports: [{ port: 443 }] }],
        },
        refused: onlyAzureMakes,
        rule: "gov-known-types",
    },
    {
        what: "more addresses of a service",
        object: {
            apiVersion: "discovery.k8s.io/v1",
            kind: "EndpointSlice",
            metadata: { ...inNamespace, labels: { "kubernetes.io/service-name": "orders" } },
            addressType: "IPv4",
            endpoints: [{ addresses: ["203.0.113.9"] }],
            ports: [{ name: "https", port: 443 }],
        },
        refused: onlyAzureMakes,
        rule: "gov-known-types",
    },
    {
        what: "a runtime class that is no virtual machine",
        object: { apiVersion: "node.k8s.io/v1", kind: "RuntimeClass", metadata: { name: "other" }, handler: "runc" },
        refused: onlyAzureMakes,
    },
    {
        what: "a disk that is a folder of a node",
        object: {
            apiVersion: "v1",
            kind: "PersistentVolume",
            metadata: { name: "other" },
            spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/" } },
        },
        refused: onlyAzureMakes,
        rule: "gov-known-types",
    },
    {
        what: "a class of pods that go first",
        object: { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "other" }, value: 1 },
        refused: onlyAzureMakes,
    },
];

const volume = (source: object): Sample =>
    inDeployment(({ volumes }) => {
        volumes.push({ name: "other", ...source });
    });
const noSecret = guardedBy("volumes", "may not be a volume");

/** In pods of servers. */
const parts: BadObject[] = [
    ...["file.csi.azure.com", "blob.csi.azure.com"].map((driver) => ({
        what: `a share of somebody else: ${driver}`,
        object: volume({ csi: { driver } }),
        refused: guardedBy("volumes", "the only driver for csi is secrets-store.csi.k8s.io"),
        rule: "k8s-pod-restricted",
    })),
    {
        what: "a secret of the cluster as a volume",
        object: volume({ secret: { secretName: "orders" } }),
        refused: noSecret,
        rule: "k8s-no-native-secrets",
    },
    {
        what: "a secret of the cluster in a volume",
        object: volume({ projected: { sources: [{ secret: { name: "orders" } }] } }),
        refused: noSecret,
        rule: "k8s-no-native-secrets",
    },
    {
        what: "processes that see each other",
        object: inDeployment((pod) => {
            pod.shareProcessNamespace = true;
        }),
        refused: guardedBy("isolation", "may not see each other's processes"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a pod that chooses its node",
        object: inDeployment((pod) => {
            pod.nodeName = "system-0";
        }),
        refused: guardedBy("isolation", "may not run on any node"),
        rule: "k8s-pod-restricted",
    },
    {
        what: "a pod that runs anywhere",
        object: inDeployment((pod) => {
            pod.tolerations = [{ operator: "Exists" }];
        }),
        refused: guardedBy("isolation", "may not run on any node"),
        rule: "k8s-tool-runtimeclass",
    },
    {
        what: "a pod that goes before those of Azure",
        object: changed(goodPod, ({ spec }) => {
            spec.priorityClassName = "system-node-critical";
        }),
        refused: guardedBy("isolation", "may not take the place of Azure's"),
        rule: "k8s-pod-restricted",
    },
];

const inClusterRule = (apiGroup: string, resource: string, verb: string): Sample => ({
    ...goodClusterRole,
    rules: [{ apiGroups: [apiGroup], resources: [resource], verbs: [verb] }],
});
const ruling = guardedBy("roles", "nor other rules of cluster, mesh and network");
const others = guardedBy("roles", "they lead to the rights of others");
const istiod = { kind: "ClusterRole", name: "istiod-clusterrole-asm-1-27-aks-istio-system" };
const account = { kind: "ServiceAccount", name: "orders", namespace };
const onlyOwnRole = guardedBy("role-bindings", "A service account may be given a Role of its own namespace");

const rights: BadObject[] = [
    ...[
        ["certificates.k8s.io", "certificatesigningrequests/approval", "update"],
        ["rbac.authorization.k8s.io", "clusterrolebindings", "create"],
        ["apiregistration.k8s.io", "apiservices", "create"],
        ["apiextensions.k8s.io", "customresourcedefinitions", "patch"],
        ["networking.istio.io", "virtualservices", "create"],
        ["security.istio.io", "authorizationpolicies", "delete"],
        ["networking.k8s.io", "networkpolicies", "deletecollection"],
        ["node.k8s.io", "runtimeclasses", "update"],
        ["discovery.k8s.io", "endpointslices", "create"],
        ["secrets-store.csi.x-k8s.io", "secretproviderclasses", "create"],
        ["cilium.io", "ciliumidentities", "create"],
        ["cilium.io", "ciliumclusterwidenetworkpolicies", "create"],
        ["", "namespaces/finalize", "update"],
        ["", "persistentvolumes", "create"],
        ["", "nodes/status", "patch"],
    ].map(([group = "", resource = "", verb = ""]) => ({
        what: `a role that changes rules: ${verb} ${resource}`,
        object: inClusterRule(group, resource, verb),
        refused: ruling,
        rule: "k8s-rbac-least",
    })),
    ...[
        ["certificates.k8s.io", "signers", "approve"],
        ["certificates.k8s.io", "signers", "sign"],
        ["authentication.k8s.io", "users", "impersonate:user-info"],
    ].map(([group = "", resource = "", verb = ""]) => ({
        what: `a role that makes one somebody else: ${verb} ${resource}`,
        object: inClusterRule(group, resource, verb),
        refused: others,
        rule: "k8s-rbac-least",
    })),
    ...[
        ["", "pods", "create"],
        ["apps", "deployments", "patch"],
        ["apps", "daemonsets", "create"],
        ["batch", "cronjobs", "update"],
    ].map(([group = "", resource = "", verb = ""]) => ({
        what: `a role that makes pods: ${verb} ${resource}`,
        object: inClusterRule(group, resource, verb),
        refused: guardedBy("roles", "may not allow to make or change pods"),
        rule: "k8s-rbac-least",
    })),
    {
        what: "a role that reads a secret",
        object: inRule((rule) => {
            Object.assign(rule, { apiGroups: [""], resources: ["secrets"], verbs: ["get"] });
        }),
        refused: guardedBy("roles", "may not allow anything with secrets"),
        rule: "k8s-rbac-least",
    },
    {
        what: "a role of Azure for somebody else",
        object: changed(goodClusterRoleBinding, ({ roleRef }) => Object.assign(roleRef, istiod)),
        refused: guardedBy("role-bindings", "may be given by Azure only"),
        rule: "k8s-rbac-least",
    },
    {
        what: "a cluster role for an account",
        object: { ...goodClusterRoleBinding, subjects: [account] },
        refused: onlyOwnRole,
        rule: "k8s-netpol-write-guard",
    },
    {
        what: "a cluster role for an account in its namespace",
        object: changed(goodRoleBinding, (binding) => {
            binding.metadata.name = "other";
            Object.assign(binding.roleRef, { kind: "ClusterRole", name: "readers" });
            binding.subjects = [account];
        }),
        refused: onlyOwnRole,
        rule: "k8s-netpol-write-guard",
    },
    {
        what: "a role for an account elsewhere",
        object: changed(goodRoleBinding, (binding) => {
            binding.metadata.name = "other";
            binding.subjects = [{ ...account, namespace: "mcp-billing" }];
        }),
        refused: onlyOwnRole,
        rule: "k8s-netpol-write-guard",
    },
];

/** What takes the place of something of Azure's or of another server's, or leads around what guards it. */
export const impostors: readonly BadObject[] = [
    ...pods,
    ...objects,
    ...routes,
    ...meshObjects,
    ...openings,
    ...parts,
    ...rights,
];

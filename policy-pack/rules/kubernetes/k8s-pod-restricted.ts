import { defineRule, unless } from "../../engine";
import { exampleTypes, inEveryList, workload } from "./example-workload";
import { partialTypes, refusePartial } from "./partial-types";
import {
    type Container,
    containersIn,
    inContainers,
    inOtherContainers,
    inPods,
    type Pod,
    podIn,
    type SecurityContext,
    workloadTypes,
} from "./workload";

const hosts = ["hostIPC", "hostNetwork", "hostPID"] as const;
const probes = ["livenessProbe", "readinessProbe", "startupProbe"] as const;
const containerPaths = ["ports", ...probes, "lifecycle"];
const shared = "spec.shareProcessNamespace";
const node = "spec.nodeName";
const priority = "spec.priorityClassName";
const podPaths = [
    "spec.securityContext",
    "spec.volumes",
    ...hosts.map((host) => `spec.${host}`),
    shared,
    node,
    priority,
];
const optional = [
    ...inPods(podPaths),
    ...inContainers(containerPaths),
    ...inOtherContainers(["securityContext", ...containerPaths]),
];
const partial = partialTypes(workloadTypes);

const volumes = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
];
const seLinuxTypes = ["", "container_engine_t", "container_init_t", "container_kvm_t", "container_t"];
const sysctls = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
];

// for the examples
const deployment = "kubernetes:apps/v1:Deployment";
const safe = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
};

/**
 * Pods keep the standard `restricted` of version 1.34, with the runtime's own seccomp profile: one from the node's disk is
 * seen by nobody. https://kubernetes.io/docs/concepts/security/pod-security-standards/
 *
 * What a container does not say, its pod says for it, as in Kubernetes. A patch of a workload is refused: what it changes
 * is not in the program. Refused, too, is what the standard leaves open and leads to files of others, to other containers
 * or past the scheduler. Annotations, which once were the way to choose a profile of AppArmor, are left to the cluster:
 * often they hold a checksum that a preview does not know.
 */
export default defineRule({
    id: "k8s-pod-restricted",
    title: "Pods keep the restricted pod security standard",
    severity: "critical",
    level: "mandatory",
    practices: ["10.1"],
    references: {
        azurePolicy: ["95edb821", "1c6e92c9", "47a1ee2f", "c26596ff", "f06ddb64", "975ce327", "098fc59e", "82985f06"],
        checkov: [
            "CKV_K8S_16",
            "CKV_K8S_17",
            "CKV_K8S_18",
            "CKV_K8S_19",
            "CKV_K8S_20",
            "CKV_K8S_23",
            "CKV_K8S_25",
            "CKV_K8S_26",
            "CKV_K8S_27",
            "CKV_K8S_28",
            "CKV_K8S_29",
            "CKV_K8S_30",
            "CKV_K8S_31",
            "CKV_K8S_37",
            "CKV_K8S_39",
            "CKV_K8S_40",
        ],
    },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/developer-best-practices-pod-security",
    types: [...workloadTypes, ...partial],
    reads: [...inContainers(["securityContext"]), ...optional],
    optional,
    why: "A container with more rights than it needs is a way to its node, and from there to every other pod, identity and secret on it.",
    fix: 'Set securityContext on every container: allowPrivilegeEscalation false, capabilities.drop ["ALL"], runAsNonRoot true, seccompProfile.type "RuntimeDefault". Remove what reaches the node: privileged, host namespaces, host ports, hostPath volumes, drivers other than secrets-store.csi.k8s.io in csi volumes, and addresses of other hosts in probes; and shareProcessNamespace, nodeName and a priorityClassName of the system. Declare a workload as a whole instead of patching it.',
    check: (inputs, { resource: { type } }) => {
        if (partial.includes(type)) return refusePartial();
        const { pod, at } = podIn(inputs, type);
        return [
            ...podFlaws(pod, at),
            ...containersIn(inputs, type).flatMap(({ container, at: inContainer }) => [
                ...contextFlaws(
                    container.securityContext,
                    pod,
                    `${inContainer}securityContext`,
                    `${at}spec.securityContext`,
                ),
                ...reachFlaws(container, inContainer),
            ]),
        ];
    },
    examples: {
        compliant: [
            ...exampleTypes.map((type) => workload(type, inEveryList({ name: "server", securityContext: safe }))),
            workload(deployment, {
                securityContext: {
                    runAsNonRoot: true,
                    runAsUser: 65_532,
                    seccompProfile: { type: "RuntimeDefault" },
                    seLinuxOptions: { type: "container_t" },
                    appArmorProfile: { type: "RuntimeDefault" },
                    windowsOptions: { hostProcess: false },
                    sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "1024" }],
                },
                hostIPC: false,
                hostNetwork: false,
                hostPID: false,
                shareProcessNamespace: false,
                nodeName: "",
                priorityClassName: "tools",
                volumes: [
                    { name: "scratch", emptyDir: { sizeLimit: "64Mi" } },
                    { name: "certificates", csi: { driver: "secrets-store.csi.k8s.io" } },
                ],
                containers: [
                    {
                        name: "server",
                        securityContext: {
                            allowPrivilegeEscalation: false,
                            capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
                            privileged: false,
                            procMount: "Default",
                        },
                        ports: [{ containerPort: 8443, hostPort: 0 }],
                        readinessProbe: { httpGet: { path: "/ready", port: 8090 } },
                        lifecycle: { preStop: { sleep: { seconds: 5 } } },
                    },
                ],
            }),
        ],
        violating: [
            // everything at once, wherever it can stand
            ...exampleTypes.map((type) =>
                workload(type, {
                    ...inEveryList({
                        name: "server",
                        securityContext: { privileged: true },
                        ports: [{ containerPort: 8443, hostPort: 443 }],
                        livenessProbe: { httpGet: { host: "10.0.0.4", port: 80 } },
                        readinessProbe: { tcpSocket: { host: "10.0.0.4", port: 80 } },
                        startupProbe: { httpGet: { host: "10.0.0.4", port: 80 } },
                        lifecycle: {
                            postStart: { httpGet: { host: "10.0.0.4", port: 80 } },
                            preStop: { tcpSocket: { host: "10.0.0.4", port: 80 } },
                        },
                    }),
                    securityContext: { runAsUser: 0 },
                    hostIPC: true,
                    hostNetwork: true,
                    hostPID: true,
                    shareProcessNamespace: true,
                    nodeName: "aks-system-0",
                    priorityClassName: "system-node-critical",
                    volumes: [{ name: "node", hostPath: { path: "/" } }],
                }),
            ),
            workload(deployment, { containers: [] }),
            workload(deployment, { containers: [server({}), { name: "sidecar" }] }),
            workload(deployment, { containers: [server({})], initContainers: [{ name: "setup" }] }),
            { ...workload(deployment, { containers: [server({})] }), type: `${deployment}Patch` },
        ],
    },
});

function podFlaws({ spec }: Pod, at: string) {
    return [
        ...hosts.flatMap((host) =>
            unless(spec?.[host] !== true, `${at}spec.${host}`, "a pod shares what belongs to its node"),
        ),
        ...unless(
            (spec?.volumes ?? []).every((volume) =>
                Object.keys(volume).every((key) => key === "name" || volumes.includes(key)),
            ),
            `${at}spec.volumes`,
            `a volume is none of ${volumes.join(", ")}`,
        ),
        ...unless(
            (spec?.volumes ?? []).every(({ csi }) => csi === undefined || csi.driver === "secrets-store.csi.k8s.io"),
            `${at}spec.volumes`,
            "a driver mounts what it is told to with rights of its node, besides that of the secrets store",
        ),
        ...unless(
            spec?.shareProcessNamespace !== true,
            `${at}${shared}`,
            "containers of a pod see the processes and files of each other",
        ),
        ...unless(!spec?.nodeName, `${at}${node}`, "a pod chooses its node past the scheduler"),
        ...unless(
            !spec?.priorityClassName?.startsWith("system-"),
            `${at}${priority}`,
            "a pod takes the place of those that the cluster itself needs",
        ),
        ...unless(
            (spec?.securityContext?.sysctls ?? []).every(({ name = "" }) => sysctls.includes(name)),
            `${at}spec.securityContext`,
            "a kernel setting is not among those that are for the pod alone",
        ),
        ...eitherFlaws(spec?.securityContext, `${at}spec.securityContext`),
    ];
}

/** What a container may do, where its pod says what it does not. */
function contextFlaws(own: SecurityContext = {}, pod: Pod, path: string, podPath: string) {
    const { runAsNonRoot, seccompProfile } = { ...pod.spec?.securityContext, ...own };
    const { allowPrivilegeEscalation, capabilities, privileged, procMount = "Default" } = own;
    return [
        ...unless(privileged !== true, path, "a container has every right on its node: privileged"),
        ...unless(
            allowPrivilegeEscalation === false,
            path,
            "a process can get more rights than the container: allowPrivilegeEscalation",
        ),
        ...unless(
            (capabilities?.drop ?? []).includes("ALL"),
            path,
            "a container keeps rights of root: capabilities must drop ALL",
        ),
        ...unless(
            (capabilities?.add ?? []).every((capability) => capability === "NET_BIND_SERVICE"),
            path,
            "a container gets rights of root: capabilities must add none but NET_BIND_SERVICE",
        ),
        ...unless(procMount === "Default", path, "a container sees the processes of its node: procMount"),
        ...unless(runAsNonRoot === true, path, "a container may run as root: runAsNonRoot", [podPath]),
        ...unless(
            seccompProfile?.type === "RuntimeDefault",
            path,
            "a container may call everything in the kernel: seccompProfile",
            [podPath],
        ),
        ...eitherFlaws(own, path),
    ];
}

/** What neither a pod nor a container may say. */
function eitherFlaws(context: SecurityContext = {}, path: string) {
    const { appArmorProfile, runAsUser, seLinuxOptions, windowsOptions } = context;
    return [
        ...unless(runAsUser !== 0, path, "a container runs as root: runAsUser"),
        ...unless(
            seLinuxTypes.includes(seLinuxOptions?.type ?? "") && !seLinuxOptions?.user && !seLinuxOptions?.role,
            path,
            "a container has labels of its own choice: seLinuxOptions",
        ),
        ...unless(
            appArmorProfile?.type !== "Unconfined",
            path,
            "a container runs outside of AppArmor: appArmorProfile",
        ),
        ...unless(windowsOptions?.hostProcess !== true, path, "a container is a process of its node: windowsOptions"),
    ];
}

/** Ways from a container to its node, or to hosts that its node reaches. */
function reachFlaws(container: Container, at: string) {
    const calls = [
        ...probes.map((probe) => [probe, container[probe]] as const),
        ["lifecycle", container.lifecycle?.postStart] as const,
        ["lifecycle", container.lifecycle?.preStop] as const,
    ];
    return [
        ...unless(
            (container.ports ?? []).every(({ hostPort = 0 }) => hostPort === 0),
            `${at}ports`,
            "a container listens on a port of its node",
        ),
        ...calls.flatMap(([name, call]) =>
            unless(!call?.httpGet?.host && !call?.tcpSocket?.host, `${at}${name}`, "the node calls another host"),
        ),
    ];
}

function server(changes: object) {
    return { name: "server", securityContext: { ...safe, ...changes } };
}

import { parsePath, valueAt } from "../../engine";

/** What stands before the paths of a pod in each type of workload. */
const pods: Readonly<Record<string, string>> = {
    "kubernetes:apps/v1:DaemonSet": "spec.template.",
    "kubernetes:apps/v1:Deployment": "spec.template.",
    "kubernetes:apps/v1:ReplicaSet": "spec.template.",
    "kubernetes:apps/v1:StatefulSet": "spec.template.",
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.",
    "kubernetes:batch/v1:Job": "spec.template.",
    "kubernetes:core/v1:Pod": "",
    "kubernetes:core/v1:ReplicationController": "spec.template.",
};

/** Every type that makes pods of which its inputs say everything. */
export const workloadTypes = Object.keys(pods);

/** Lists of containers in a pod. Only the first must be there. */
const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

const places = [...new Set(Object.values(pods))];

/** Paths in a pod, such as `spec.hostNetwork`, as they are in all workloads. */
export function inPods(paths: readonly string[]): string[] {
    return places.flatMap((at) => paths.map((path) => `${at}${path}`));
}

/** Paths in a container, such as `image`, as they are in all workloads: of those that every pod has. */
export function inContainers(paths: readonly string[]): string[] {
    return inPods(paths.map((path) => `spec.containers[].${path}`));
}

/** The same of the other containers, which few pods have. */
export function inOtherContainers(paths: readonly string[]): string[] {
    const [, ...others] = lists;
    return inPods(others.flatMap((list) => paths.map((path) => `spec.${list}[].${path}`)));
}

/** A container, as far as rules judge it. */
export interface Container {
    name?: string;
    image?: string;
    ports?: { hostPort?: number }[];
    env?: { valueFrom?: { secretKeyRef?: object } }[];
    envFrom?: { secretRef?: object }[];
    resources?: Partial<Record<"requests" | "limits", Record<string, string | number>>>;
    securityContext?: SecurityContext;
    livenessProbe?: Probe;
    readinessProbe?: Probe;
    startupProbe?: Probe;
    lifecycle?: { postStart?: Probe; preStop?: Probe };
}

/** What a container may do, and what its pod says for all that do not say it themselves. */
export interface SecurityContext {
    allowPrivilegeEscalation?: boolean;
    appArmorProfile?: { type?: string };
    capabilities?: { add?: string[]; drop?: string[] };
    privileged?: boolean;
    procMount?: string;
    readOnlyRootFilesystem?: boolean;
    runAsNonRoot?: boolean;
    runAsUser?: number;
    seLinuxOptions?: { type?: string; user?: string; role?: string };
    seccompProfile?: { type?: string };
    windowsOptions?: { hostProcess?: boolean };
}

interface Probe {
    httpGet?: { host?: string };
    tcpSocket?: { host?: string };
}

/** A pod, as far as rules judge it. */
export interface Pod {
    metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    spec?: {
        containers?: Container[];
        initContainers?: Container[];
        ephemeralContainers?: Container[];
        automountServiceAccountToken?: boolean;
        hostIPC?: boolean;
        hostNetwork?: boolean;
        hostPID?: boolean;
        nodeName?: string;
        priorityClassName?: string;
        runtimeClassName?: string;
        securityContext?: SecurityContext & { sysctls?: { name?: string }[] };
        serviceAccountName?: string;
        shareProcessNamespace?: boolean;
        terminationGracePeriodSeconds?: number;
        tolerations?: Toleration[];
        topologySpreadConstraints?: object[];
        volumes?: Volume[];
    };
}

/** A volume: its kind is the name of the field that it has besides its own name. */
export interface Volume extends Record<string, unknown> {
    csi?: { driver?: string; nodePublishSecretRef?: object };
    projected?: { sources?: { secret?: object; serviceAccountToken?: { audience?: string } }[] };
    secret?: object;
}

export interface Toleration {
    key?: string;
    operator?: string;
    value?: string;
    effect?: string;
}

/** What stands before the paths of a pod in the inputs of a workload; nothing where the workload is a pod. */
export function podPrefix(type: string): string {
    return pods[type] ?? "";
}

/** The pods of a workload, and what stands before their paths. */
// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
export function podIn(inputs: any, type: string): { pod: Pod; at: string } {
    const at = podPrefix(type);
    return { pod: (valueAt(inputs, parsePath(at)) ?? {}) as Pod, at };
}

/**
 * The containers of a workload, each with what stands before its paths. A pod without any has one of which nothing is said,
 * so that what must be said of every container is missed.
 */
// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
export function containersIn(inputs: any, type: string): { container: Container; at: string }[] {
    const { pod, at } = podIn(inputs, type);
    const [first, ...others] = lists;
    const own = pod.spec?.[first] ?? [];
    const listed = [
        [first, own.length > 0 ? own : [{}]],
        ...others.map((list) => [list, pod.spec?.[list] ?? []] as const),
    ];
    return (listed as [string, Container[]][]).flatMap(([list, containers]) =>
        containers.map((container) => ({ container, at: `${at}spec.${list}[].` })),
    );
}

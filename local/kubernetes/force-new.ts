import type { Value } from "../provider/provider";
import { isConfigMap, isSecret } from "./built-in";
import { apiVersionOf, isObject, type KubernetesObject, kindOf } from "./object";

/** Configuration of the provider that allows data to change in place. */
export interface Mutability {
    configMapMutable: boolean;
    secretMutable: boolean;
}

const containers = [
    "args",
    "command",
    "env",
    "image",
    "imagePullPolicy",
    "lifecycle",
    "livenessProbe",
    "ports",
    "readinessProbe",
    "resources",
    "securityContext",
    "stdin",
    "stdinOnce",
    "terminationMessagePath",
    "terminationMessagePolicy",
    "tty",
    "volumeDevices",
    "volumeMounts",
    "workingDir",
].flatMap((name) => [`spec.containers[].${name}`, `spec.initContainers[].${name}`]);

const pod = [
    "affinity",
    "automountServiceAccountToken",
    "dnsConfig",
    "dnsPolicy",
    "enableServiceLinks",
    "hostAliases",
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostname",
    "imagePullSecrets",
    "nodeName",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "priorityClassName",
    "readinessGates",
    "restartPolicy",
    "runtimeClassName",
    "schedulerName",
    "securityContext",
    "serviceAccount",
    "serviceAccountName",
    "shareProcessNamespace",
    "subdomain",
    "terminationGracePeriodSeconds",
    "volumes",
].map((name) => `spec.${name}`);

const persistentVolume = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
].map((name) => `spec.${name}`);

/** Properties whose change replaces the object, by API version and kind: the list of the real provider. */
const forceNew: Record<string, string[]> = {
    "apps/v1 DaemonSet": ["spec.selector"],
    "apps/v1 Deployment": ["spec.selector"],
    "apps/v1 StatefulSet": [
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.selector",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ],
    "batch/v1 Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
    "rbac.authorization.k8s.io/v1 ClusterRoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/v1 RoleBinding": ["roleRef"],
    "storage.k8s.io/v1 StorageClass": ["parameters", "provisioner"],
    "v1 PersistentVolume": persistentVolume,
    "v1 PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
    "v1 Pod": [...pod, ...containers],
    "v1 ResourceQuota": ["spec.scopes"],
    "v1 Service": ["spec.clusterIP"],
};

const identity = ["metadata.name", "metadata.namespace"];

export function forceNewProperties(object: KubernetesObject, mutability: Mutability): string[] {
    if (isSecret(object)) {
        return mutability.secretMutable && object.immutable !== true
            ? [...identity, "type"]
            : [...identity, "type", "stringData", "data"];
    }
    if (isConfigMap(object) && (!mutability.configMapMutable || object.immutable === true)) {
        return [...identity, "binaryData", "data"];
    }
    return [...identity, ...(forceNew[`${apiVersionOf(object)} ${kindOf(object)}`] ?? [])];
}

/** Properties that a patch resource cannot change. */
export const patchForceNew = identity;

/** Whether a change at a path, to that value, touches one of the properties. */
export function touches(path: (string | number)[], value: Value | undefined, properties: string[]): boolean {
    return properties.some((property) => {
        const names = property.split(/\.|(?=\[\])/);
        for (const [index, step] of path.entries()) {
            const name = names[index];
            if (name === undefined) {
                return true;
            }
            if (name === "[]" ? typeof step !== "number" : name !== step) {
                return false;
            }
        }
        return has(value, names.slice(path.length));
    });
}

function has(value: Value | undefined, [name, ...rest]: string[]): boolean {
    if (name === undefined) {
        return true;
    }
    if (name === "[]") {
        return Array.isArray(value) && value.some((item) => has(item, rest));
    }
    return isObject(value) && name in value && has(value[name], rest);
}

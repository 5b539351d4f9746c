import { apiVersionOf, type KubernetesObject, kindOf } from "./object";

/** API groups that Kubernetes itself brings, beside the core group, which has no name. */
const groups = new Set([
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "core",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
]);

/** Whether the object is of a kind that has a type in Go, which leaves out what is zero. */
export function isBuiltIn(object: KubernetesObject): boolean {
    const [group, version] = apiVersionOf(object).split("/");
    return version === undefined || groups.has(group ?? "");
}

export const isSecret = (object: KubernetesObject) => apiVersionOf(object) === "v1" && kindOf(object) === "Secret";
export const isConfigMap = (object: KubernetesObject) =>
    apiVersionOf(object) === "v1" && kindOf(object) === "ConfigMap";
export const isDefinition = (object: KubernetesObject) =>
    kindOf(object) === "CustomResourceDefinition" && apiVersionOf(object).startsWith("apiextensions.k8s.io/");

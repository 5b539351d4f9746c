import type { Expression } from "./cel";
import type { Match } from "./guard";
import { writes } from "./guard";

/** Pods, and whatever pods are made from: a template is refused at once, before a controller tries in vain. */
export const podMakers: readonly Match[] = [
    {
        group: "",
        resources: ["pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"],
        operations: writes,
    },
    { group: "apps", resources: ["daemonsets", "deployments", "replicasets", "statefulsets"], operations: writes },
    { group: "batch", resources: ["cronjobs", "jobs"], operations: writes },
];

/**
 * Metadata and specification of the pod, wherever the kind has them. As `dyn`, because no kind has all of these fields.
 *
 * @param object - Name of the object: `object` or `oldObject`.
 */
export function templateIn(object: "object" | "oldObject"): Expression {
    return [
        `object.kind == "Pod" ? dyn(${object})`,
        `object.kind == "PodTemplate" ? dyn(${object}).template`,
        `object.kind == "CronJob" ? dyn(${object}).spec.jobTemplate.spec.template`,
        `dyn(${object}).spec.template`,
    ].join(" : ");
}

/** The specification of the pod. */
export const pod = {
    template: templateIn("object"),
    pod: "variables.template.spec",
};

/** The pod, its volumes and its containers of every sort. */
export const podParts = {
    ...pod,
    volumes: "variables.pod.?volumes.orValue([])",
    containers: [
        "variables.pod.containers",
        "variables.pod.?initContainers.orValue([])",
        "variables.pod.?ephemeralContainers.orValue([])",
    ].join(" + "),
};

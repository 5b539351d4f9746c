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

/** The specification of the pod, wherever the kind has it. As `dyn`, because no kind has all of these fields. */
export const pod = {
    pod: [
        'object.kind == "Pod" ? dyn(object).spec',
        'object.kind == "PodTemplate" ? dyn(object).template.spec',
        'object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template.spec',
        "dyn(object).spec.template.spec",
    ].join(" : "),
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

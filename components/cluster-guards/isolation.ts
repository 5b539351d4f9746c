import { type Guard, outsideSystem } from "./guard";
import { podMakers, podParts } from "./pods";

/** Whether a field of the pod is off, which it is when it is absent. */
const isOff = (field: string) => `!variables.pod.?${field}.orValue(false)`;

/** Whether the pod is kept apart from its node. */
export const sharesNothing = [isOff("hostNetwork"), isOff("hostPID"), isOff("hostIPC")].join(" && ");

/** Whether a container may no more than an ordinary process. */
const noPrivileges = [
    "!c.?privileged.orValue(false)",
    "!c.?allowPrivilegeEscalation.orValue(true)",
    'c.?procMount.orValue("Default") == "Default"',
    "c.?capabilities.?add.orValue([]).size() == 0",
    "!c.?windowsOptions.?hostProcess.orValue(false)",
].join(" && ");

export const haveNoPrivileges = `variables.containers.map(c, c.?securityContext.orValue({})).all(c, ${noPrivileges})`;

/**
 * Pods are kept apart from their node and from each other. Pod security has the same behind it where a namespace asks for it; this holds
 * everywhere. Serves practices 10.1 and 10.2.
 */
export const isolation: Guard = {
    matches: podMakers,
    where: outsideSystem,
    variables: podParts,
    demands: [
        {
            holds: sharesNothing,
            message:
                "A pod may not share network, processes or memory with its node: leave out hostNetwork, hostPID and hostIPC.",
        },
        {
            holds: isOff("shareProcessNamespace"),
            message: "The containers of a pod may not see each other's processes: leave out shareProcessNamespace.",
        },
        {
            holds: [
                '(!has(variables.pod.nodeName) || (object.kind == "Pod" && request.operation == "UPDATE"))',
                'variables.pod.?tolerations.orValue([]).all(t, t.?key.orValue("") != "")',
            ].join(" && "),
            message: "A pod may not run on any node: leave out nodeName, and name the key of every toleration.",
        },
        {
            // https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/
            holds: '!variables.pod.?priorityClassName.orValue("").startsWith("system-")',
            message:
                "A pod may not take the place of Azure's: leave out priorityClassName, or name a class that is not of the system.",
        },
        {
            holds: "variables.volumes.all(v, !has(v.hostPath))",
            message: "A pod may not use files of its node: leave out hostPath.",
        },
        {
            holds: "variables.containers.all(c, c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0))",
            message: "A pod may not listen on its node: leave out hostPort.",
        },
        {
            holds: haveNoPrivileges,
            message:
                "A container may have no privileges: allowPrivilegeEscalation must be false, and privileged, procMount, added capabilities and hostProcess must be left out.",
        },
        {
            holds: "(variables.pod.containers + variables.pod.?initContainers.orValue([])).all(c, c.?securityContext.?readOnlyRootFilesystem.orValue(false))",
            message: "A container may not change its image: readOnlyRootFilesystem must be true.",
        },
    ],
};

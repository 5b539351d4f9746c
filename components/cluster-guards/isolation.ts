import { type Guard, outsideSystem } from "./guard";
import { podMakers, podParts } from "./pods";

/** Whether a field of the pod is off, which it is when it is absent. */
const isOff = (field: string) => `!variables.pod.?${field}.orValue(false)`;

/**
 * Pods are kept apart from their node. Pod security has the same behind it where a namespace asks for it; this holds
 * everywhere. Serves practices 10.1 and 10.2.
 */
export const isolation: Guard = {
    matches: podMakers,
    where: outsideSystem,
    variables: {
        ...podParts,
        contexts: "variables.containers.map(c, c.?securityContext.orValue({}))",
    },
    demands: [
        {
            holds: [isOff("hostNetwork"), isOff("hostPID"), isOff("hostIPC")].join(" && "),
            message:
                "A pod may not share network, processes or memory with its node: leave out hostNetwork, hostPID and hostIPC.",
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
            holds: [
                "!c.?privileged.orValue(false)",
                "!c.?allowPrivilegeEscalation.orValue(true)",
                'c.?procMount.orValue("Default") == "Default"',
                "c.?capabilities.?add.orValue([]).size() == 0",
                "!c.?windowsOptions.?hostProcess.orValue(false)",
            ]
                .join(" && ")
                .replace(/^.*$/, "variables.contexts.all(c, $&)"),
            message:
                "A container may have no privileges: allowPrivilegeEscalation must be false, and privileged, procMount, added capabilities and hostProcess must be left out.",
        },
        {
            holds: "(variables.pod.containers + variables.pod.?initContainers.orValue([])).all(c, c.?securityContext.?readOnlyRootFilesystem.orValue(false))",
            message: "A container may not change its image: readOnlyRootFilesystem must be true.",
        },
    ],
};

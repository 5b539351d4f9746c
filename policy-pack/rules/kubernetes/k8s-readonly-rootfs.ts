import { defineRule, unless } from "../../engine";
import { exampleTypes, inEveryList, workload } from "./example-workload";
import { containersIn, inContainers, inOtherContainers, workloadTypes } from "./workload";

const readOnly = "securityContext.readOnlyRootFilesystem";

/** What a container runs is what its image holds. Where it has to write, a volume says so. */
export default defineRule({
    id: "k8s-readonly-rootfs",
    title: "Containers cannot change their own files",
    severity: "high",
    level: "mandatory",
    practices: ["10.1"],
    references: { azurePolicy: ["df49d893"], checkov: ["CKV_K8S_22"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/developer-best-practices-pod-security",
    types: workloadTypes,
    reads: [...inContainers([readOnly]), ...inOtherContainers([readOnly])],
    optional: inOtherContainers([readOnly]),
    why: "Whoever runs a command in a container can otherwise put programs of their own beside those of the image, and replace those.",
    fix: "Set securityContext.readOnlyRootFilesystem to true on every container, also on those of initContainers, and mount an emptyDir with a size limit where a program has to write.",
    check: (inputs, { resource: { type } }) =>
        containersIn(inputs, type).flatMap(({ container, at }) =>
            unless(
                container.securityContext?.readOnlyRootFilesystem === true,
                `${at}${readOnly}`,
                "a container can write to the files of its image",
            ),
        ),
    examples: {
        compliant: [
            ...exampleTypes.map((type) => workload(type, inEveryList(container(true)))),
            workload("kubernetes:apps/v1:Deployment", { containers: [container(true)] }),
        ],
        violating: [
            ...exampleTypes.map((type) => workload(type, inEveryList(container(false)))),
            workload("kubernetes:apps/v1:Deployment", { containers: [] }),
            workload("kubernetes:apps/v1:Deployment", { containers: [container(true), { name: "sidecar" }] }),
            workload("kubernetes:apps/v1:Deployment", {
                containers: [container(true)],
                initContainers: [container(false)],
            }),
        ],
    },
});

function container(readOnlyRootFilesystem: boolean) {
    return { name: "server", securityContext: { readOnlyRootFilesystem } };
}

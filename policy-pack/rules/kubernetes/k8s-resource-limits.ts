import { defineRule, unless } from "../../engine";
import { exampleTypes, inEveryList, workload } from "./example-workload";
import { isPositive } from "./quantity";
import { containersIn, inContainers, inOtherContainers, workloadTypes } from "./workload";

const kinds = ["requests", "limits"] as const;
const names = ["cpu", "memory", "ephemeral-storage"];
const paths = kinds.map((kind) => `resources.${kind}`);

// for the examples
const enough = { cpu: "250m", memory: "256Mi", "ephemeral-storage": "64Mi" };

/** A container gets what it needs and no more, of what its node has. */
export default defineRule({
    id: "k8s-resource-limits",
    title: "Containers have requests and limits for processor, memory and disk",
    severity: "high",
    level: "mandatory",
    practices: ["4.3", "10.1"],
    references: {
        azurePolicy: ["e345eecc", "03a4ecdb"],
        checkov: ["CKV_K8S_10", "CKV_K8S_11", "CKV_K8S_12", "CKV_K8S_13"],
    },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/developer-best-practices-resource-management",
    types: workloadTypes,
    reads: [...inContainers(paths), ...inOtherContainers(paths)],
    optional: inOtherContainers(paths),
    why: "A container without limits takes everything that its node has, and all others there starve.",
    fix: "Set resources.requests and resources.limits on every container, each with cpu, memory and ephemeral-storage.",
    check: (inputs, { resource: { type } }) =>
        containersIn(inputs, type).flatMap(({ container, at }) =>
            kinds.flatMap((kind) =>
                unless(
                    names.every((name) => isPositive(container.resources?.[kind]?.[name])),
                    `${at}resources.${kind}`,
                    `a container has no ${kind} for ${names.join(", ")}`,
                ),
            ),
        ),
    examples: {
        compliant: [
            ...exampleTypes.map((type) => workload(type, inEveryList(container({})))),
            workload("kubernetes:apps/v1:Deployment", { containers: [container({ cpu: "1.5" })] }),
        ],
        violating: [
            ...exampleTypes.map((type) => workload(type, inEveryList({ name: "server" }))),
            ...exampleTypes.map((type) => workload(type, inEveryList(container({ cpu: "0" })))),
            workload("kubernetes:apps/v1:Deployment", {
                containers: [container({}), { name: "sidecar", resources: { limits: enough } }],
            }),
            workload("kubernetes:apps/v1:Deployment", {
                containers: [container({}), { name: "sidecar", resources: { requests: enough } }],
            }),
            workload("kubernetes:apps/v1:Deployment", { containers: [container({ memory: "0Mi" })] }),
            workload("kubernetes:apps/v1:Deployment", { containers: [container({ "ephemeral-storage": "" })] }),
        ],
    },
});

function container(changes: object) {
    const amounts = { ...enough, ...changes };
    return { name: "server", resources: { requests: amounts, limits: amounts } };
}

import { defineRule, unless } from "../../engine";
import { exampleTypes, inEveryList, workload } from "./example-workload";
import { isHostAmong } from "./registry-host";
import { containersIn, inContainers, inOtherContainers, workloadTypes } from "./workload";

// for the examples
const deployment = "kubernetes:apps/v1:Deployment";
const digest = `sha256:${"0".repeat(64)}`;
const pinned = `crcontoso.azurecr.io/mcp/orders@${digest}`;

/**
 * What runs is what was built, scanned and pushed to a registry of one's own; a digest stands for one content, a tag for
 * what was pushed last.
 */
export default defineRule({
    id: "k8s-image-provenance",
    title: "Images come from registries of our own and are pinned by digest",
    severity: "critical",
    level: "mandatory",
    practices: ["9.2", "12.1", "12.3"],
    references: {
        azurePolicy: ["febd0533", "021f8078"],
        checkov: ["CKV_K8S_14", "CKV_K8S_15", "CKV_K8S_43"],
    },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/operator-best-practices-container-image-management",
    types: workloadTypes,
    reads: [...inContainers(["image"]), ...inOtherContainers(["image"])],
    optional: inOtherContainers(["image"]),
    parameters: {
        registries: {
            type: "array",
            items: { type: "string" },
            default: ["*.azurecr.io"],
            description:
                "Login servers of the registries that images may come from. A * in front of the first dot stands for any name.",
        },
    },
    why: "Whoever controls an image controls everything that its pod may do, and whoever can move a tag replaces what runs without a deployment.",
    fix: "Import the image into a private registry and set image to <login server>/<repository>@sha256:<digest>, without relying on a tag. Name the registries of the environment in the parameter registries.",
    check: (inputs, { resource: { type }, parameters: { registries } }) =>
        containersIn(inputs, type).flatMap(({ container: { image = "" }, at }) => [
            ...unless(
                isHostAmong(registries, /^([^/@]+)\/./.exec(image)?.[1]),
                `${at}image`,
                "an image must come from a registry of the environment",
            ),
            ...unless(/@sha256:[0-9a-f]{64}$/.test(image), `${at}image`, "an image must be pinned by its digest"),
        ]),
    examples: {
        compliant: [
            ...exampleTypes.map((type) => workload(type, inEveryList({ name: "server", image: pinned }))),
            workload(deployment, {
                containers: [{ name: "server", image: `crcontoso.azurecr.io/mcp/orders:1.4.0@${digest}` }],
            }),
        ],
        violating: [
            ...exampleTypes.map((type) => workload(type, inEveryList({ name: "server", image: "docker.io/orders:1" }))),
            ...[
                "crcontoso.azurecr.io/mcp/orders:1.4.0",
                `crcontoso.azurecr.io/mcp/orders@sha256:${"0".repeat(63)}`,
                `mcr.microsoft.com/mcp/orders@${digest}`,
                `crcontoso.azurecr.io.example.com/mcp/orders@${digest}`,
                `example.com/crcontoso.azurecr.io/mcp/orders@${digest}`,
                `crcontoso.azurecr.io@${digest}`,
            ].map((image) => workload(deployment, { containers: [{ name: "server", image }] })),
            workload(deployment, { containers: [] }),
            workload(deployment, { containers: [{ name: "server", image: pinned }, { name: "sidecar" }] }),
        ],
    },
});

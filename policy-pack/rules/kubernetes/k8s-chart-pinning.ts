import { defineRule, unless } from "../../engine";
import { isHostAmong } from "./registry-host";

const release = "kubernetes:helm.sh/v3:Release";
const repository = "repositoryOpts.repo";
const files = "valueYamlFiles";

/**
 * A chart is one content from a registry of one's own, its signature is checked, and its values stand in the program.
 *
 * No rule sees what a release creates: its type is none that gov-known-types knows, and has to be reviewed first. Of charts
 * as components every object is judged, but their arguments stay with the provider, so they are refused until it passes
 * them on; render such a chart, and declare what comes out.
 */
export default defineRule({
    id: "k8s-chart-pinning",
    title: "Charts are pinned and come from registries of our own",
    severity: "high",
    level: "mandatory",
    practices: ["12.1", "12.2"],
    references: {},
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-helm-repos",
    types: [release, "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"],
    reads: ["chart", "version", "verify", repository, files],
    optional: [repository, files],
    parameters: {
        registries: {
            type: "array",
            items: { type: "string" },
            default: ["*.azurecr.io"],
            description:
                "Login servers of the registries that charts may come from. A * in front of the first dot stands for any name.",
        },
    },
    why: "A chart creates anything in the cluster with the rights of the deployment, and whoever can change it, or the values that it is rendered with, deploys what he likes.",
    fix: "Push the chart, signed, to a private registry; set chart to oci://<login server>/<repository>, version to one exact version and verify to true, remove repositoryOpts.repo, and write values instead of valueYamlFiles.",
    check: ({ chart, version, verify, repositoryOpts, valueYamlFiles }, { parameters: { registries } }) => [
        ...unless(
            isHostAmong(registries, /^oci:\/\/([^/]+)\/./.exec(chart ?? "")?.[1]),
            "chart",
            "a chart must come by oci from a registry of the environment",
        ),
        ...unless(repositoryOpts?.repo === undefined, repository, "a chart comes from another place than it says"),
        ...unless(
            /^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/.test(version ?? ""),
            "version",
            "a chart must have one exact version",
        ),
        ...unless(verify === true, "verify", "nobody checks the signature of the chart"),
        ...unless(valueYamlFiles === undefined, files, "values stand where no rule reads them"),
    ],
    examples: {
        compliant: [{ inputs: chart({}) }, { type: "kubernetes:helm.sh/v4:Chart", inputs: chart({}) }],
        violating: [
            { inputs: {} },
            { inputs: chart({ chart: "oci://registry.example.com/charts/orders" }) },
            { inputs: chart({ chart: "https://crcontoso.azurecr.io/charts/orders.tgz" }) },
            { inputs: chart({ chart: "oci://crcontoso.azurecr.io/" }) },
            { inputs: chart({ chart: "orders", repositoryOpts: { repo: "https://charts.example.com" } }) },
            { inputs: chart({ repositoryOpts: { repo: "https://charts.example.com" } }) },
            { inputs: chart({ version: "1.x" }) },
            { inputs: chart({ version: ">=1.4.0" }) },
            { inputs: chart({ verify: false }) },
            { inputs: chart({ valueYamlFiles: [{ uri: "https://example.com/values.yaml" }] }) },
            { type: "kubernetes:helm.sh/v4:Chart", inputs: {} },
        ],
    },
});

function chart(changes: object) {
    return { chart: "oci://crcontoso.azurecr.io/charts/orders", version: "1.4.0", verify: true, ...changes };
}

// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import type { Properties } from "../../../../local/provider/provider";
import { clusterId, smallestCluster } from "../container-service-landscape";
import { groupId } from "../fixture";
import { example } from "../landscape";
import { arm, itRefuses, type RefusalCase } from "../refusal-case";

const extension = "kubernetesconfiguration:Extension";
const flux = "kubernetesconfiguration:FluxConfiguration";
const cluster: RefusalCase["given"] = ["resources:ResourceGroup", ["containerservice:ManagedCluster", smallestCluster]];
const isolated: RefusalCase["given"] = [
    "resources:ResourceGroup",
    [
        "containerservice:ManagedCluster",
        {
            ...smallestCluster,
            bootstrapProfile: { artifactSource: "Cache" },
            networkProfile: { outboundType: "none" },
        },
    ],
];
const invalid = (problem: string) => arm(400, "InvalidConfiguration", `The configuration is invalid: ${problem}.`);
const repository = (change: Properties) => ({
    gitRepository: { ...(example[flux]?.gitRepository as Properties), ...change },
});

const fluxCases: [title: string, inputs: Properties, message: string][] = [
    [
        "its name is too long",
        { fluxConfigurationName: "m".repeat(31) },
        invalid(
            `the name '${"m".repeat(31)}' must have 1 to 30 lower-case letters, digits, dots and dashes, and begin and end with a letter or digit`,
        ),
    ],
    [
        "it says another source than it describes",
        { sourceKind: "Bucket" },
        invalid("the sourceKind Bucket needs bucket and nothing else, not gitRepository"),
    ],
    [
        "its repository is no address",
        repository({ url: "manifests" }),
        invalid("gitRepository.url 'manifests' is no address of a repository"),
    ],
    [
        "it follows nothing",
        repository({ repositoryRef: {} }),
        invalid("gitRepository.repositoryRef needs a branch, tag, semver or commit"),
    ],
    ["it applies nothing", { kustomizations: {} }, invalid("it needs kustomizations")],
    [
        "it waits for what is not there",
        { kustomizations: { apps: { dependsOn: ["infrastructure"] } } },
        invalid("kustomizations.apps depends on 'infrastructure', which is none of them"),
    ],
];

describe("azure refuses a configuration of Flux when", () =>
    itRefuses([
        ...fluxCases.map(([title, inputs, message]) => ({
            title,
            given: [...cluster, extension],
            token: flux,
            inputs,
            message,
        })),
        {
            title: "Flux is not installed",
            given: cluster,
            token: flux,
            message: arm(
                400,
                "ExtensionNotInstalled",
                "The extension microsoft.flux must be installed in the cluster before a Flux configuration is created.",
            ),
        },
    ]));

describe("azure refuses an extension of a cluster when", () =>
    itRefuses([
        {
            title: "there is none of its type",
            given: cluster,
            token: extension,
            inputs: { extensionType: "microsoft.gitops" },
            message: arm(
                400,
                "ExtensionTypeNotFound",
                "The extension type 'microsoft.gitops' is not one of microsoft.azuredefender.kubernetes, microsoft.azuremonitor.containers, microsoft.dapr, microsoft.dataprotection.kubernetes, microsoft.flux.",
            ),
        },
        {
            title: "it has a version and upgrades itself",
            given: cluster,
            token: extension,
            inputs: { version: "1.17.3" },
            message: invalid("a version needs autoUpgradeMinorVersion false"),
        },
        {
            title: "it becomes another one",
            given: cluster,
            token: extension,
            update: true,
            inputs: { extensionType: "microsoft.dapr" },
            message: invalid("extensionType cannot be changed"),
        },
        {
            title: "the cluster gets nothing from the internet",
            given: isolated,
            token: extension,
            message: invalid("microsoft.flux is not supported in a network isolated cluster"),
        },
        {
            title: "it is in a cluster outside of Azure",
            given: ["resources:ResourceGroup", "keyvault:Vault"],
            token: extension,
            inputs: {
                clusterRp: "Microsoft.KeyVault",
                clusterResourceName: "vaults",
                clusterName: "kv-one",
            },
            message: arm(
                400,
                "BadRequest",
                `${groupId}/providers/Microsoft.KeyVault/vaults/kv-one/providers/Microsoft.KubernetesConfiguration/extensions/flux is in Microsoft.KeyVault/vaults, and the local cloud has clusters of Microsoft.ContainerService/managedClusters only.`,
            ),
        },
        {
            title: "it is there already under another name",
            given: [...cluster, extension],
            token: extension,
            inputs: { extensionName: "gitops" },
            message: arm(
                409,
                "Conflict",
                `The extension type microsoft.flux is installed in the cluster already, as ${clusterId}/providers/Microsoft.KubernetesConfiguration/extensions/flux.`,
            ),
        },
    ]));

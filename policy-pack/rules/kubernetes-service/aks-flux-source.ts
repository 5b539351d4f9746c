import { defineRule, unless } from "../../engine";

const configuration = "kubernetesconfiguration:FluxConfiguration";
const extension = "kubernetesconfiguration:Extension";
const kind = "sourceKind";
const url = "gitRepository.url";
const reference = "gitRepository.repositoryRef";
const kustomizations = "kustomizations";
const software = "extensionType";
const train = "releaseTrain";
const settings = "configurationSettings";
const hidden = "configurationProtectedSettings";
const reads = [kind, url, reference, kustomizations, software, train, settings];

/** https://learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-gitops-flux2#multi-tenancy */
const tenancy = "multiTenancy.enforce";

// for the examples
const repository = "https://git.contoso.example/platform/manifests";

/**
 * A cluster runs what is in repositories that somebody decided on, and no software that Azure puts into it besides Flux.
 *
 * Multi-tenancy does not narrow a configuration for the whole cluster: Flux applies it with an account that Azure makes in
 * the namespace of the configuration, and gives every right. It holds what the manifests bring: a source or a release of
 * Flux in another namespace has no such account, and reaches into no other.
 *
 * Who may write to the branch is a matter of the repository.
 */
export default defineRule({
    id: "aks-flux-source",
    title: "Flux applies what is in listed repositories",
    severity: "critical",
    level: "mandatory",
    practices: ["12.1", "12.3"],
    references: {},
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-gitops-flux2",
    types: [configuration, extension],
    reads: [...reads, hidden],
    optional: [hidden],
    parameters: {
        repositories: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Addresses of the Git repositories whose manifests clusters may apply, over https.",
        },
    },
    why: "What Flux finds in its source, it applies with every right in the cluster, past everybody who reviews the program: whoever chooses the source, or any other extension, owns the cluster.",
    fix: `In a FluxConfiguration, set ${kind} to "GitRepository", ${url} to an address that repositories of aks-flux-source lists in the policy configuration, ${reference} to a branch or a commit, and prune to true in every kustomization. In an Extension, set ${software} to "microsoft.flux", ${train} to "Stable" and ${settings}["${tenancy}"] to "true".`,
    check: (inputs, { resource: { type }, parameters: { repositories } }) =>
        type === extension ? extensionFlaws(inputs) : configurationFlaws(inputs, repositories),
    examples: {
        parameters: { repositories: [repository, "http://git.contoso.example/plain"] },
        compliant: [
            flux({}),
            flux({ gitRepository: { url: repository, repositoryRef: { commit: "0".repeat(40) } } }),
            installed({}),
            installed({ [settings]: { [tenancy]: "true", "image-automation-controller.enabled": "false" } }),
            installed({ [hidden]: {} }),
        ],
        violating: [
            flux({ sourceKind: "Bucket" }),
            flux({ gitRepository: { url: `${repository}-of-others`, repositoryRef: { branch: "main" } } }),
            flux({ gitRepository: { url: "http://git.contoso.example/plain", repositoryRef: { branch: "main" } } }),
            flux({ gitRepository: { url: repository, repositoryRef: { semver: ">=1.0.0" } } }),
            flux({ gitRepository: { url: repository, repositoryRef: { tag: "v1" } } }),
            flux({ kustomizations: {} }),
            flux({ kustomizations: { apps: { prune: true }, others: { prune: false } } }),
            installed({ extensionType: "microsoft.dapr" }),
            installed({ releaseTrain: "Preview" }),
            installed({ [settings]: { [tenancy]: "false" } }),
            installed({ [hidden]: { [tenancy]: "false" } }),
        ],
    },
});

// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
function configurationFlaws(inputs: any, repositories: readonly string[]) {
    const { sourceKind, gitRepository, kustomizations: given = {} } = inputs;
    const { branch, commit, semver, tag } = gitRepository?.repositoryRef ?? {};
    const applied: { prune?: boolean }[] = Object.values(given);
    return [
        ...unless(sourceKind === "GitRepository", kind, "only the history of a Git repository says who changed what"),
        ...unless(repositories.includes(gitRepository?.url), url, "this is no repository that the environment lists"),
        ...unless(
            String(gitRepository?.url).startsWith("https://"),
            url,
            "whoever is between the repository and the cluster changes what it says",
        ),
        ...unless(
            Boolean(branch || commit) && semver === undefined && tag === undefined,
            reference,
            "what is applied must be a branch or a commit: a tag can be moved, and a range finds others",
        ),
        ...unless(
            applied.length > 0 && applied.every(({ prune }) => prune === true),
            kustomizations,
            "what is removed from the repository stays in the cluster",
        ),
    ];
}

// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
function extensionFlaws({ extensionType, releaseTrain, ...given }: any) {
    return [
        ...unless(
            extensionType === "microsoft.flux",
            software,
            "this puts software into the cluster that no rule knows",
        ),
        ...unless(releaseTrain === "Stable", train, "only the train Stable is meant for clusters in use"),
        ...unless(
            given[settings]?.[tenancy] === "true",
            settings,
            "manifests of one namespace reach into others: multi-tenancy must be enforced, and say so",
        ),
        ...unless(
            Object.keys(given[hidden] ?? {}).length === 0,
            hidden,
            "settings that nobody can read undo those that are judged",
        ),
    ];
}

function flux(changes: object) {
    return {
        inputs: {
            sourceKind: "GitRepository",
            gitRepository: { url: repository, repositoryRef: { branch: "main" } },
            kustomizations: { apps: { prune: true } },
            ...changes,
        },
    };
}

function installed(changes: object) {
    return {
        type: extension,
        inputs: {
            extensionType: "microsoft.flux",
            releaseTrain: "Stable",
            [settings]: { [tenancy]: "true" },
            ...changes,
        },
    };
}

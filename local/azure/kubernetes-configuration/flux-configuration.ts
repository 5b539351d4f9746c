import { boolean, each, integer, map, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { isObject, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { clusterIsOfAnotherKind, extensionOf, inCluster, invalidConfiguration } from "./cluster-path";

/** Kinds of sources, with the property that describes each. */
const sources: Record<string, string> = { AzureBlob: "azureBlob", Bucket: "bucket", GitRepository: "gitRepository" };

const times = each(integer, "syncIntervalInSeconds", "timeoutInSeconds");

/** Microsoft.KubernetesConfiguration/fluxConfigurations: what Flux applies in a cluster, and from where. */
export const fluxConfiguration: ResourceType = {
    token: "azure-native:kubernetesconfiguration:FluxConfiguration",
    apiVersion: "2023-05-01",
    path: inCluster("fluxConfigurations/{fluxConfigurationName}"),
    properties: {
        azureBlob: object({
            ...each(string, "containerName", "localAuthRef", "url"),
            ...times,
            managedIdentity: object({ clientId: string }),
            // secrets in the state
            ...notModelled("accountKey", "sasToken", "servicePrincipal"),
        }),
        bucket: object({
            ...each(string, "bucketName", "localAuthRef", "url"),
            insecure: boolean,
            ...times,
            ...notModelled("accessKey"),
        }),
        gitRepository: object({
            ...each(string, "httpsCACert", "httpsUser", "localAuthRef", "sshKnownHosts", "url"),
            repositoryRef: object(each(string, "branch", "commit", "semver", "tag")),
            ...times,
        }),
        kustomizations: map(
            object({
                dependsOn: list(string),
                ...each(boolean, "force", "prune", "wait"),
                path: string,
                postBuild: object({
                    substitute: map(string),
                    substituteFrom: list(object({ kind: string, name: string, optional: boolean })),
                }),
                ...each(integer, "retryIntervalInSeconds", "syncIntervalInSeconds", "timeoutInSeconds"),
                ...readOnly("name"),
            }),
        ),
        ...notModelled("configurationProtectedSettings"),
        ...each(string, "namespace", "reconciliationWaitDuration"),
        scope: oneOf("cluster", "namespace"),
        sourceKind: oneOf(...Object.keys(sources)),
        ...each(boolean, "suspend", "waitForReconciliation"),
        ...readOnly("complianceState", "errorMessage", "provisioningState", "repositoryPublicKey"),
        ...readOnly("sourceSyncedCommitId", "sourceUpdatedAt", "statusUpdatedAt", "statuses"),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; objects of Flux, which applies what it finds later
    seconds: { create: 40, update: 30, delete: 30 },
    outputs: ({ inputs, cloud }) => ({
        complianceState: inputs.suspend === true ? "Suspended" : "Pending",
        errorMessage: "",
        namespace: inputs.namespace ?? "default",
        repositoryPublicKey: "",
        scope: inputs.scope ?? "cluster",
        sourceKind: inputs.sourceKind ?? "GitRepository",
        statusUpdatedAt: cloud.timestamp(),
        statuses: [],
        suspend: inputs.suspend ?? false,
        kustomizations: Object.fromEntries(
            Object.keys(isObject(inputs.kustomizations) ? inputs.kustomizations : {}).map((name) => [name, { name }]),
        ),
    }),
    refuse: [
        clusterIsOfAnotherKind,
        ({ name }) =>
            /^[a-z0-9]([a-z0-9.-]{0,28}[a-z0-9])?$/.test(name)
                ? undefined
                : invalidConfiguration(
                      `the name '${name}' must have 1 to 30 lower-case letters, digits, dots and dashes, and begin and end with a letter or digit`,
                  ),
        extensionIsMissing,
        sourceIsWrong,
        kustomizationIsWrong,
    ],
};

/** https://learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-gitops-flux2#flux-cluster-extension */
function extensionIsMissing(put: Put): ArmError | undefined {
    return extensionOf(put, "microsoft.flux")
        ? undefined
        : new ArmError(
              400,
              "ExtensionNotInstalled",
              "The extension microsoft.flux must be installed in the cluster before a Flux configuration is created.",
          );
}

function sourceIsWrong({ inputs }: Put): ArmError | undefined {
    const kind = textAt(inputs, "sourceKind") ?? "GitRepository";
    const property = sources[kind] ?? "";
    const given = Object.values(sources).filter((name) => inputs[name] !== undefined);
    if (given.length !== 1 || given[0] !== property) {
        return invalidConfiguration(
            `the sourceKind ${kind} needs ${property} and nothing else, not ${given.join(", ") || "nothing"}`,
        );
    }
    const url = textAt(inputs, `${property}.url`) ?? "";
    if (!/^(https?|ssh):\/\/[^\s@]+(@[^\s@]+)?$|^git@[^\s]+$/.test(url)) {
        return invalidConfiguration(`${property}.url '${url}' is no address of a repository`);
    }
    const references = ["branch", "commit", "semver", "tag"].filter(
        (name) => textAt(inputs, `gitRepository.repositoryRef.${name}`) !== undefined,
    );
    return kind === "GitRepository" && references.length === 0
        ? invalidConfiguration("gitRepository.repositoryRef needs a branch, tag, semver or commit")
        : undefined;
}

function kustomizationIsWrong({ inputs }: Put): ArmError | undefined {
    const kustomizations = isObject(inputs.kustomizations) ? inputs.kustomizations : {};
    if (Object.keys(kustomizations).length === 0) {
        return invalidConfiguration("it needs kustomizations");
    }
    for (const [name, one] of Object.entries(kustomizations)) {
        const missing = textsAt(one, "dependsOn").find((other) => !(other in kustomizations));
        if (missing !== undefined) {
            return invalidConfiguration(`kustomizations.${name} depends on '${missing}', which is none of them`);
        }
    }
    return undefined;
}

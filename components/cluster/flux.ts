import * as kubernetesconfiguration from "@pulumi/azure-native/kubernetesconfiguration";
import type * as pulumi from "@pulumi/pulumi";
import { listed } from "../shared";
import type { ClusterArgs } from "./cluster-args";
import type { ManagedCluster } from "./managed-cluster";

/** Where manifests are. The firewall must let nodes reach the host. */
export interface FluxSource {
    /** Required. Address of the Git repository, over https and without credentials. */
    url: string;
    /** Required. Branch, which only reviewed changes reach: whoever writes to it decides what runs in the cluster. */
    branch: string;
    /** Optional. Folder in it, without a slash at its ends. Default: the whole repository. */
    path?: string;
    /**
     * Optional. Name of a secret in the namespace flux-system, made by hand, with the credentials of a private repository.
     * Default: it is public.
     */
    credentialsName?: string;
}

/** Problems in the source. */
export function fluxProblems({ url, branch, path, credentialsName }: FluxSource): string[] {
    return listed(
        isRepository(url)
            ? undefined
            : `flux.url is "${url.replace(/\/\/[^/]*@/, "//***@")}"; it must be an https URL without credentials, for example "https://git.contoso.example/platform/manifests".`,
        /^[\w][\w./-]*$/.test(branch) ? undefined : `flux.branch is "${branch}"; it must be the name of a branch.`,
        path === undefined || /^[\w.-]+(\/[\w.-]+)*$/.test(path)
            ? undefined
            : `flux.path is "${path}"; it must be a folder in the repository, without a slash at its ends.`,
        credentialsName === undefined || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(credentialsName)
            ? undefined
            : `flux.credentialsName is "${credentialsName}"; it must be the name of a Kubernetes secret.`,
    );
}

function isRepository(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, username, password } = new URL(url);
    return protocol === "https:" && username === "" && password === "";
}

/** Flux applies what is in the repository, and removes what is no longer there: https://learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-gitops-flux2 */
export function followRepository(
    name: string,
    { url, branch, path, credentialsName }: FluxSource,
    cluster: ManagedCluster,
    { resourceGroupName }: ClusterArgs,
    parent: pulumi.Resource,
    after: pulumi.Resource[],
): void {
    const place = {
        resourceGroupName,
        clusterRp: "Microsoft.ContainerService",
        clusterResourceName: "managedClusters",
        clusterName: cluster.name,
    };
    const namespace = "flux-system";
    const extension = new kubernetesconfiguration.Extension(
        `${name}-flux`,
        {
            ...place,
            extensionName: "flux",
            extensionType: "microsoft.flux",
            autoUpgradeMinorVersion: true,
            releaseTrain: "Stable",
            // what manifests bring acts in its own namespace only: https://learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-gitops-flux2#multi-tenancy
            configurationSettings: { "multiTenancy.enforce": "true" },
            scope: { cluster: { releaseNamespace: namespace } },
        },
        { parent, dependsOn: after },
    );
    new kubernetesconfiguration.FluxConfiguration(
        `${name}-manifests`,
        {
            ...place,
            fluxConfigurationName: "manifests",
            namespace,
            scope: "cluster",
            sourceKind: "GitRepository",
            gitRepository: { url, repositoryRef: { branch }, localAuthRef: credentialsName },
            kustomizations: { manifests: { path: path ?? "", prune: true, force: false, wait: true } },
            suspend: false,
        },
        { parent, dependsOn: extension },
    );
}

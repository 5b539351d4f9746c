import { Provider } from "@pulumi/azure-native/provider";
import { Provider as EntraProvider } from "@pulumi/azuread/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type { Cluster } from "../components";
import { isDirect } from "./cluster";
import type { Environment } from "./environment";

/**
 * The provider of all Azure resources, bound to the tenant and the subscription of the environment. Whoever is signed
 * in elsewhere gets an error, not resources elsewhere.
 */
export function azureProvider({ tenantId, placement: { subscriptionId } }: Environment): Provider {
    return new Provider("azure", { tenantId, subscriptionId, environment: "public" });
}

/** The provider of everything in Entra, bound to the tenant of the environment. */
export function entraProvider({ tenantId }: Environment): EntraProvider {
    return new EntraProvider("entra", { tenantId });
}

/** The provider of everything in the cluster: of the API server, or of a folder with manifests. */
export function kubernetesProvider(env: Environment, { clusterId, kubeconfig }: Cluster): KubernetesProvider {
    const { manifestFolder = `../rendered/${env.placement.naming.environment}` } = env.cluster;
    return isDirect(env)
        ? // the same cluster, also while its kubeconfig is not known
          new KubernetesProvider("kubernetes", { kubeconfig, clusterIdentifier: clusterId })
        : // a checkout that has the state, but not the folder, gets all of it with the next `up`
          new KubernetesProvider("kubernetes", { renderYamlToDirectory: manifestFolder, alwaysRender: true });
}

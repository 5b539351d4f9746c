import { version } from "@pulumi/kubernetes/package.json";
import type { Store } from "../cloud/store";
import type { ProviderPackage } from "../provider/provider";
import { clusterProvider } from "./cluster-provider";
import { checkServer } from "./known-clusters";
import type { LocalCluster } from "./local-cluster";
import { renderingProvider } from "./rendering-provider";
import { configDiff, configProblems, readSettings, serverOf } from "./settings";

/**
 * The Kubernetes provider on the cluster of the local cloud; creations are noted in the store, which also says which
 * clusters Azure has: a kubeconfig must lead to one of them, once there is any. The cluster is started with the first
 * instance, which is soon going to need it, or only when something does: an engine that leaves all objects alone makes
 * instances as well.
 */
export function kubernetesPackage(
    cluster: LocalCluster,
    store: Store,
    { lazy = false }: { lazy?: boolean } = {},
): ProviderPackage {
    return {
        name: "kubernetes",
        version,
        acceptSecrets: true,
        checkConfig: configProblems,
        diffConfig: configDiff,
        configure(config, warn = () => {}) {
            const settings = readSettings(config);
            if (settings.renderDirectory !== "") {
                return renderingProvider(settings, warn);
            }
            if (!lazy) {
                cluster.prepare();
            }
            const use = async () => {
                checkServer(serverOf(config), store);
                return cluster.use();
            };
            return clusterProvider(settings, use, store, warn);
        },
    };
}

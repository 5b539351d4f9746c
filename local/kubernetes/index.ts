import { version } from "@pulumi/kubernetes/package.json";
import type { Store } from "../cloud/store";
import type { ProviderPackage } from "../provider/provider";
import { clusterProvider } from "./cluster-provider";
import { checkServer } from "./known-clusters";
import type { LocalCluster } from "./local-cluster";
import { renderingProvider } from "./rendering-provider";
import { configDiff, configProblems, readSettings, serverOf } from "./settings";

/**
 * The Kubernetes provider on the cluster of the local cloud, which is started when the first instance needs it; creations
 * are noted in the store. It stands for every cluster that Azure has: once there are any, a kubeconfig must name one.
 */
export function kubernetesPackage(cluster: LocalCluster, store: Store): ProviderPackage {
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
            cluster.prepare();
            const use = async () => {
                checkServer(serverOf(config), store);
                return cluster.use();
            };
            return clusterProvider(settings, use, store, warn);
        },
    };
}

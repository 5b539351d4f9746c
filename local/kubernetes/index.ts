import { version } from "@pulumi/kubernetes/package.json";
import type { Store } from "../cloud/store";
import type { ProviderPackage } from "../provider/provider";
import { clusterProvider } from "./cluster-provider";
import type { LocalCluster } from "./local-cluster";
import { renderingProvider } from "./rendering-provider";
import { configDiff, configProblems, readSettings } from "./settings";

/** The Kubernetes provider on the cluster of the local cloud, which is started when the first instance needs it; creations are noted in the store. */
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
            return clusterProvider(settings, () => cluster.use(), store, warn);
        },
    };
}

import { lastSegment } from "../azure/arm-id";
import { stored } from "../azure/cloud";
import { clusterType } from "../azure/container-service/cluster-of";
import type { Store } from "../cloud/store";
import { Refusal } from "../provider/provider";
import { textAt } from "../provider/values";

/**
 * Looks up the server of a kubeconfig among the clusters that Azure has. Where it has none, programs are about Kubernetes
 * alone, and any kubeconfig will do.
 *
 * @param server - URL; undefined when there is no kubeconfig that names one.
 * @throws {Refusal} when it is none of the clusters, with those that there are.
 */
export function checkServer(server: string | undefined, store: Store): void {
    const clusters = store
        .list("arm:")
        .flatMap(([, record]) => stored(record) ?? [])
        .filter(({ type }) => type === clusterType)
        .map(({ id, body }) => ({ name: lastSegment(id), host: textAt(body, "privateFQDN") }));
    const host = hostOf(server);
    if (clusters.length === 0 || (host !== undefined && clusters.some((cluster) => cluster.host === host))) {
        return;
    }
    const known = clusters.map((cluster) => `${cluster.name} at ${cluster.host}`).join(", ");
    throw new Refusal(
        `configured Kubernetes cluster is unreachable: ${
            server === undefined ? "no kubeconfig names a server" : `no such host in the kubeconfig's server ${server}`
        }. The local cloud has ${known}. Set kubeconfig of the provider to that of one of them.`,
    );
}

function hostOf(server: string | undefined): string | undefined {
    return server !== undefined && URL.canParse(server) ? new URL(server).hostname : undefined;
}

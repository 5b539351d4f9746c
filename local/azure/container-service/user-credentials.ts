import { stringify } from "yaml";
import { type Properties, Refusal } from "../../provider/provider";
import { textAt } from "../../provider/values";
import { expandPath } from "../arm-id";
import type { Cloud } from "../cloud";
import { read } from "../operations";
import { notFound } from "../scopes";
import { managedCluster } from "./managed-cluster";

/** Stands for who signed the certificate of an API server; the local cloud's has another one. */
export const clusterAuthority = "-----BEGIN CERTIFICATE-----\nlocal cloud\n-----END CERTIFICATE-----\n";

/**
 * How users reach a cluster, as `listClusterUserCredential` of Microsoft.ContainerService/managedClusters tells, with the way
 * that people sign in: https://learn.microsoft.com/azure/aks/kubelogin-authentication
 */
export function userCredentials(args: Properties, subscriptionId: string, cloud: Cloud): Properties {
    const id = expandPath(managedCluster.path, { ...args, subscriptionId });
    const cluster = read(managedCluster, id, cloud);
    if (!cluster) {
        throw new Refusal(`request failed ${id}: ${notFound(id).message}`);
    }
    const host = textAt(cluster.body, "privateFQDN") ?? textAt(cluster.body, "fqdn") ?? "";
    const name = textAt(cluster.body, "name") ?? "";
    const user = `clusterUser_${args.resourceGroupName}_${name}`;
    const kubeconfig = {
        apiVersion: "v1",
        clusters: [
            {
                name,
                cluster: { "certificate-authority-data": base64(clusterAuthority), server: `https://${host}:443` },
            },
        ],
        contexts: [{ name, context: { cluster: name, user } }],
        "current-context": name,
        kind: "Config",
        preferences: {},
        users: [
            {
                name: user,
                user: {
                    exec: {
                        apiVersion: "client.authentication.k8s.io/v1beta1",
                        command: "kubelogin",
                        args: ["get-token", "--login", "devicecode", "--tenant-id", cloud.seed.tenantId],
                    },
                },
            },
        ],
    };
    return { kubeconfigs: [{ name: "clusterUser", value: base64(stringify(kubeconfig)) }] };
}

function base64(text: string): string {
    return Buffer.from(text).toString("base64");
}

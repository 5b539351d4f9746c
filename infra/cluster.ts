import {
    type AuditLog,
    type ClusterArgs,
    type EgressRule,
    type IngressCertificates,
    type KeyVault,
    KubeconfigLogin,
    type Network,
    type Registry,
} from "../components";
import { ClusterDelivery } from "./cluster-delivery";
import type { Environment } from "./environment";
import { named } from "./named";

interface Parts {
    network: Network;
    log: AuditLog;
    encryption: KeyVault;
    kms: KeyVault;
    registry: Registry;
}

/** What the environment and its parts say about the cluster. */
export function clusterArgs(
    env: Environment,
    parts: Parts,
): Omit<ClusterArgs, keyof Environment["placement"] | "resourceGroupName"> {
    const { network, log, encryption, kms, registry } = parts;
    const { systemPool: system, userPool: user, toolPool: tools, administratorGroupId, ...settings } = env.cluster;
    const { kubernetesVersion, meshRevisions, tier, serviceRange, maintenance, registerHostEncryption, flux } =
        settings;
    return {
        ...{ kubernetesVersion, meshRevisions, tier, serviceRange, maintenance, registerHostEncryption, flux },
        tenantId: env.tenantId,
        workspaceId: log.workspaceId,
        dataCollectionRuleId: log.dataCollectionRuleIds.apply(({ containers }) => containers ?? ""),
        dataCollectionEndpointId: log.dataCollectionEndpointId,
        nodeSubnetId: network.subnetId("cluster-nodes"),
        apiServerSubnetId: network.subnetId("cluster-api"),
        routeTableId: network.routeTableId("cluster-nodes"),
        podRange: network.podRange,
        registryId: registry.registryId,
        kmsKeyUri: named(kms.keyVersionUris, "kms"),
        kmsVaultId: kms.vaultId,
        diskKeyId: named(encryption.keyResourceIds, "disk"),
        diskKeyUri: named(encryption.keyVersionUris, "disk"),
        administratorGroupIds: [administratorGroupId],
        availabilityZones: env.availabilityZones,
        pools: { system, user, tools },
        login: isDirect(env) ? KubeconfigLogin.AzureCli : undefined,
    };
}

/** Where the certificates of the ingress gateway are. */
export function ingressCertificates({ cluster, gateway }: Environment): IngressCertificates {
    return {
        vaultId: gateway.certificateVaultId,
        certificateName: cluster.ingressCertificate ?? "mcp-ingress",
        clientCertificateName: cluster.clientCertificate ?? "mcp-ingress-client",
        authorityName: certificateAuthority({ cluster }),
    };
}

/** Name of the secret with the authority of both ends of the way from the ingress gateway to the servers. */
export function certificateAuthority({ cluster }: Pick<Environment, "cluster">): string {
    return cluster.certificateAuthority ?? "mcp-authority";
}

/** Whether this process sends objects to the cluster, and does not write them as files. */
export function isDirect({ cluster }: Environment): boolean {
    return (cluster.delivery ?? ClusterDelivery.Direct) === ClusterDelivery.Direct;
}

/** What Flux may reach: the host of its repository. */
export function fluxEgress({ cluster: { flux } }: Environment): Record<string, EgressRule> {
    if (flux === undefined) return {};
    const { hostname, port } = new URL(flux.url);
    return {
        "flux-repository": {
            zone: "cluster-nodes",
            fqdns: [hostname],
            ports: [`HTTPS:${port || "443"}`],
            reason: "Flux fetches the manifests of the cluster.",
        },
    };
}

/** What the job that delivers to the cluster needs to run the program: Azure, Entra and the state. */
export function deliveryEgress({ runner }: Environment): Record<string, EgressRule> {
    if (runner === undefined) return {};
    return {
        "runner-delivery": {
            zone: "runner",
            fqdns: ["graph.microsoft.com", "management.azure.com", ...(runner.stateHosts ?? [])],
            ports: ["HTTPS:443"],
            reason: "The job deliver asks Azure and Entra, and keeps the state of the deployment.",
        },
    };
}

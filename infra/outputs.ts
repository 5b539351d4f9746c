import * as pulumi from "@pulumi/pulumi";
import type {
    AuditArchive,
    AuditLog,
    Cluster,
    ContentSafety,
    Gateway,
    KeyVault,
    ManagedHsm,
    McpServer,
    Network,
    Registry,
    ResourceGroup,
    Runner,
} from "../components";

/** What other stacks and the tools around an environment may rely on: names, ids and addresses, never a secret. */
export interface Outputs {
    resourceGroupName: pulumi.Output<string>;
    /** ARM id of the virtual network. */
    virtualNetworkId: pulumi.Output<string>;
    /** ARM id of the workspace that holds the audit logs. */
    workspaceId: pulumi.Output<string>;
    /** Addresses of the vaults: `vault`, `encryption` and `kms`, and of the Managed HSM, `hsm`, if there is one. */
    vaultUris: Record<string, pulumi.Output<string>>;
    /** Addresses of the keys, without version: `disk`, `storage` and `kms`. */
    keyIds: pulumi.Output<Record<string, string>>;
    /** Addresses of the secrets, without version: the keys of sessions and of identity headers, two of each. */
    secretUris: pulumi.Output<Record<string, string>>;
    /** Names of the storage accounts of the archive: `forensic` and `flowLog`. */
    archiveAccountNames: Record<string, pulumi.Output<string>>;
    /** Host of the registry. */
    loginServer: pulumi.Output<string>;
    /** Address of the content safety account. */
    contentSafetyEndpoint: pulumi.Output<string>;
    /** Address of the host that clients call: public, or inside of the network. */
    gatewayAddress: pulumi.Output<string>;
    /** URLs of the servers, by name. */
    endpoints: pulumi.Output<Record<string, string>>;
    /** ARM id of the cluster. */
    clusterId: pulumi.Output<string>;
    /** ARM ids of the runner's jobs, if there is one: `deliver`, and those that playbooks start. */
    jobIds: pulumi.Output<Record<string, string>>;
}

interface Parts {
    group: ResourceGroup;
    network: Network;
    log: AuditLog;
    vault: KeyVault;
    encryption: KeyVault;
    kms: KeyVault;
    hsm: ManagedHsm | undefined;
    archive: AuditArchive;
    registry: Registry;
    contentSafety: ContentSafety;
    runner: Runner;
    gateway: Gateway;
    cluster: Cluster;
    servers: Record<string, McpServer>;
}

export function contract(parts: Parts): Outputs {
    const { group, network, log, vault, encryption, kms, hsm, archive, registry, contentSafety, runner } = parts;
    const { gateway, cluster, servers } = parts;
    return {
        resourceGroupName: group.resourceGroupName,
        virtualNetworkId: network.virtualNetworkId,
        workspaceId: log.workspaceId,
        vaultUris: {
            vault: vault.vaultUri,
            encryption: encryption.vaultUri,
            kms: kms.vaultUri,
            ...(hsm && { hsm: hsm.hsmUri }),
        },
        keyIds: pulumi.all({ ...encryption.keyIds, ...kms.keyIds }),
        secretUris: pulumi.all(vault.secretUris),
        archiveAccountNames: { forensic: archive.forensicAccountName, flowLog: archive.flowLogAccountName },
        loginServer: registry.loginServer,
        contentSafetyEndpoint: contentSafety.endpoint,
        gatewayAddress: gateway.address,
        endpoints: pulumi.all(
            Object.fromEntries(Object.entries(servers).map(([server, { endpoint }]) => [server, endpoint])),
        ),
        clusterId: cluster.clusterId,
        jobIds: runner.jobIds,
    };
}

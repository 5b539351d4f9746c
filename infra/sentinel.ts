import * as pulumi from "@pulumi/pulumi";
import type {
    AuditArchive,
    Cluster,
    EgressRule,
    Gateway,
    McpClient,
    ResponseJob,
    Runner,
    SecretReference,
    SentinelArgs,
} from "../components";
import { allEgress } from "../components/network/egress";
import { playbooksWithJob } from "../components/sentinel/sentinel-args";
import type { Environment } from "./environment";
import { named } from "./named";

interface Parts {
    gateway: Gateway;
    cluster: Cluster;
    archive: AuditArchive;
    runner: Runner;
    clients: Record<string, McpClient>;
    sessionKeys: Record<string, SecretReference>;
    /** What the environment declares for the firewall. */
    egress: Record<string, EgressRule>;
}

/** What the environment and its parts say about Sentinel. */
export function sentinelArgs(
    env: Environment,
    { gateway, cluster, archive, runner, clients, sessionKeys, egress }: Parts,
): Omit<SentinelArgs, keyof Environment["placement"] | "resourceGroupName" | "workspaceId"> {
    return {
        ...env.sentinel,
        tenantId: env.tenantId,
        entraLogs: env.auditLog.exportEntraLogs,
        activityLog: env.auditLog.exportActivityLog,
        // playbooks get roles on named values, which are there once the name is known
        gatewayServiceId: pulumi.all([gateway.apiManagementId, gateway.serviceName]).apply(([id]) => id),
        clusterId: cluster.clusterId,
        evidenceAccountId: archive.forensicAccountId,
        clients: Object.fromEntries(Object.entries(clients).map(([client, { clientId }]) => [client, clientId])),
        tools: Object.fromEntries(env.servers.map(({ name, tools }) => [name, tools.map((tool) => tool.name)])),
        egressFqdns: fqdnsOf(allEgress(env.placement.location, egress)),
        deliveryPrincipalId: env.runner && runner.jobIdentities.apply((ids) => named(ids, "deliver")),
        jobs: env.runner && jobsOf(runner),
        sessionKeys,
    };
}

function fqdnsOf(egress: Record<string, EgressRule>): string[] {
    return [...new Set(Object.values(egress).flatMap(({ fqdns = [] }) => fqdns))].sort();
}

function jobsOf({ jobIds, jobIdentities }: Runner): Record<string, ResponseJob> {
    return Object.fromEntries(
        playbooksWithJob.map((playbook) => [
            playbook,
            {
                jobId: jobIds.apply((ids) => named(ids, playbook)),
                principalId: jobIdentities.apply((ids) => named(ids, playbook)),
            },
        ]),
    );
}

import type * as pulumi from "@pulumi/pulumi";
import {
    EntraPublicClient,
    type Gateway,
    type McpClient,
    type McpGateway,
    type McpServerArgs,
    type McpWorkload,
    type SecretReference,
    type WafExclusion,
} from "../components";
import { shortHash } from "../components/shared";
import { certificateAuthority } from "./cluster";
import type { Environment, Server } from "./environment";
import type { RotatingKey } from "./rotating-key";

/** Clients by name: those that exist, and public clients of the environment's own for the others. */
export function mcpClients(env: Environment, opts: pulumi.ComponentResourceOptions): Record<string, McpClient> {
    const { workload, environment } = env.placement.naming;
    const users = usersOf(env.servers);
    return Object.fromEntries(
        Object.entries(env.clients).map(([client, { clientId, redirectUris = [], preAuthorized }]) => {
            const displayName = `MCP client ${client} (${workload}-${environment})`;
            const id =
                clientId ??
                new EntraPublicClient(`client-${client}`, { displayName, redirectUris, users }, opts).clientId;
            return [client, { clientId: id, preAuthorized }];
        }),
    );
}

/** What the definition of a server and the environment say about it. */
export function serverArgs(
    {
        name,
        dataClassification,
        egress,
        wafExclusions,
        groups,
        identityKey,
        image,
        certificate,
        replicas,
        ...definition
    }: Server,
    env: Environment,
) {
    return {
        ...definition,
        ownership: { ...env.placement.ownership, dataClassification },
        tenantId: env.tenantId,
        assignments: Object.fromEntries(
            Object.entries(groups).map(([group, { groupId, role }]) => [group, { principalId: groupId, role }]),
        ),
        conditionalAccess: env.conditionalAccess,
        allowedOrigins: env.gateway.allowedOrigins,
        onlyServer: env.servers.length === 1,
    } satisfies Partial<McpServerArgs>;
}

/**
 * How a server runs in the cluster; not at all as long as it has no image.
 *
 * @param secret - The secret of that name in the vault of the environment.
 */
export function serverWorkload(
    { name, egress, image, certificate = name, replicas, identityKey }: Server,
    { cluster, gateway }: Environment,
    inCluster: Pick<McpWorkload, "oidcIssuerUrl" | "guards" | "isolatorId" | "evidenceCollectorId">,
    secret: (name: string) => SecretReference,
): McpWorkload | undefined {
    const { certificateVaultId: vaultId } = gateway;
    const authorityName = certificateAuthority({ cluster });
    if (image === undefined) return undefined;
    return {
        ...inCluster,
        internalDomain: gateway.internalDomain,
        image,
        proxyImage: cluster.proxyImage,
        definitionCheckImage: cluster.utilityImage,
        certificate: { vaultId, certificateName: certificate, authorityName },
        egress,
        replicas,
        secrets: identityKeys(identityKey, secret),
        responderGroupId: cluster.responderGroupId,
    };
}

/**
 * Both keys that the gateway signs with by turns who calls, in `/secrets/identity-key-even/value` and
 * `/secrets/identity-key-odd/value`: a signature is good with either. They are not called by what they are good for now,
 * so that nothing in the cluster changes when they change places. Serves practices 7.3 and ZT-2.
 */
function identityKeys(
    { slots }: RotatingKey,
    secret: (name: string) => SecretReference,
): Record<string, SecretReference> {
    return Object.fromEntries(Object.entries(slots).map(([slot, key]) => [`identity-key-${slot}`, secret(key)]));
}

/** The gateway as servers need it. */
export function mcpGateway(
    gateway: Gateway,
    hostName: string,
    ingressPrivateAddress: pulumi.Output<string>,
): McpGateway {
    const { serviceName, loggerId, metadataApiName, internalDomain } = gateway;
    const { identityPrincipalId, systemIdentityPrincipalId } = gateway;
    return {
        hostName,
        serviceName,
        loggerId,
        metadataApiName,
        identityPrincipalId,
        systemIdentityPrincipalId,
        internalDomain,
        ingressPrivateAddress,
    };
}

/** What the servers need the web application firewall to overlook. */
export function wafExclusions(servers: Server[]): Record<string, WafExclusion> {
    const exclusions = servers.flatMap(({ name, wafExclusions: own = {} }) =>
        Object.entries(own).map(([label, exclusion]) => [`${name}-${label}`, { server: name, ...exclusion }]),
    );
    return Object.fromEntries(exclusions);
}

/** Everybody who may use one of the servers, by a name that stays when servers come and go. */
function usersOf(servers: Server[]): Record<string, string> {
    const ids = servers.flatMap(({ groups }) => Object.values(groups).map(({ groupId }) => groupId));
    return Object.fromEntries(ids.map((id) => [`group-${shortHash(id)}`, id]));
}

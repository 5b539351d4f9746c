import type * as pulumi from "@pulumi/pulumi";
import { assignRole, createWorkloadIdentity, type ManagedIdentity } from "../shared";
import { namespaceOf } from "./names";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** The identity of a server, and what must be there before its pods can use it. */
export interface ServerIdentity extends ManagedIdentity {
    usableAfter: pulumi.Resource[];
}

/**
 * What the pods are in Azure: only the service account of this server in this cluster is taken for it, and it may read
 * the server's certificate and that of the authority; its secrets come with a right of their own. Serves practices 2.2,
 * 6.2 and 10.2.
 */
export function createServerIdentity(name: string, args: ServerNamespaceArgs, parent: pulumi.Resource): ServerIdentity {
    const { credential, ...identity } = createWorkloadIdentity(
        name,
        args,
        "server-namespace",
        {
            oidcIssuerUrl: args.oidcIssuerUrl,
            namespace: namespaceOf(name),
            serviceAccount: name,
        },
        parent,
    );
    const { vaultId, certificateName, authorityName } = args.certificate;
    const reader = (what: string, secret: string) =>
        assignRole(
            `${name}-${what}-reader`,
            {
                role: "Key Vault Secrets User",
                scope: `${vaultId}/secrets/${secret}`,
                principal: identity.principal,
                subscriptionId: args.subscriptionId,
            },
            parent,
        );
    return {
        ...identity,
        usableAfter: [credential, reader("certificate", certificateName), reader("authority", authorityName)],
    };
}

import { lastSegment, sameId } from "../../azure/arm-id";
import type { Cloud, Stored } from "../../azure/cloud";
import { textAt } from "../../provider/values";
import { appOnlyToken } from "./app-only-token";
import { unknownClient } from "./registered";
import type { IssuedToken } from "./sign";
import type { Tenant } from "./tenant";

/** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations */
const lifetimeSeconds = 24 * 60 * 60;

/** A user-assigned identity that is deployed. */
export interface ManagedIdentity {
    /** ARM id. */
    id: string;
    clientId: string;
    /** Object id. */
    principalId: string;
}

/** The identity with a client id. */
export function managedIdentityOf(cloud: Cloud, clientId: string): ManagedIdentity | undefined {
    return cloud
        .all("azure-native:managedidentity:UserAssignedIdentity")
        .map(read)
        .find((identity) => sameId(identity.clientId, clientId));
}

/**
 * A token of a user-assigned identity for itself.
 *
 * @param resource - Identifier URI or client id of an application, or an API of Microsoft.
 * @throws TokenError when Entra would refuse it.
 */
export async function managedIdentityToken(tenant: Tenant, clientId: string, resource: string): Promise<IssuedToken> {
    const identity = managedIdentityOf(tenant.cloud, clientId);
    if (identity === undefined) throw unknownClient(tenant.graph, clientId);
    const { id, principalId } = identity;
    return appOnlyToken(tenant, {
        client: { clientId: identity.clientId, displayName: lastSegment(id), principalId, identityId: id },
        resource,
        lifetimeSeconds,
    });
}

function read({ id, body }: Stored): ManagedIdentity {
    return { id, clientId: textAt(body, "clientId") ?? "", principalId: textAt(body, "principalId") ?? "" };
}

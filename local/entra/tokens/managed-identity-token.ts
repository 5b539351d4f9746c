import type { JWTPayload } from "jose";
import { lastSegment, sameId } from "../../azure/arm-id";
import type { Cloud, Stored } from "../../azure/cloud";
import { textAt } from "../../provider/values";
import { rolesOfApplication } from "./assignments";
import { issuers } from "./issuers";
import { microsoftResource } from "./microsoft";
import { resourceOf, unknownClient } from "./registered";
import { type IssuedToken, signToken } from "./sign";
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
    const { version, claims } = claimsFor(tenant, identity, resource);
    return signToken(tenant, { version, lifetimeSeconds, claims });
}

function claimsFor(
    { graph }: Tenant,
    { id, clientId, principalId }: ManagedIdentity,
    resource: string,
): { version: 1 | 2; claims: JWTPayload } {
    const microsoft = microsoftResource(resource);
    const registered = microsoft ? undefined : resourceOf(graph, resource);
    const version = (microsoft?.version ?? registered?.tokenVersion) === 2 ? 2 : 1;
    const roles =
        registered === undefined
            ? []
            : rolesOfApplication(graph, registered, { clientId, displayName: lastSegment(id), principalId });
    const subject = { oid: principalId, ...(roles.length > 0 && { roles }), sub: principalId };
    // an optional claim, which the APIs of Microsoft ask for
    const idtyp = microsoft && { idtyp: "app" };
    return version === 2
        ? {
              version,
              claims: {
                  aud: microsoft?.clientId ?? registered?.clientId ?? resource,
                  azp: clientId,
                  azpacr: "2",
                  ...idtyp,
                  ...subject,
              },
          }
        : {
              version,
              claims: {
                  aud: microsoft?.clientId ?? resource,
                  appid: clientId,
                  appidacr: "2",
                  idp: issuers(graph.seed.tenantId).v1,
                  ...idtyp,
                  ...subject,
                  xms_mirid: id,
              },
          };
}

function read({ id, body }: Stored): ManagedIdentity {
    return { id, clientId: textAt(body, "clientId") ?? "", principalId: textAt(body, "principalId") ?? "" };
}

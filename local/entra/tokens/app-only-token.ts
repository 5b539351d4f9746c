import type { JWTPayload } from "jose";
import { rolesOfApplication } from "./assignments";
import { issuers } from "./issuers";
import { microsoftResource } from "./microsoft";
import { resourceOf } from "./registered";
import { type IssuedToken, signToken } from "./sign";
import type { Tenant } from "./tenant";

/** Who acts for itself. */
export interface AppOnlyClient {
    clientId: string;
    displayName: string;
    /** Object id of what stands for it in the tenant. */
    principalId: string;
    /** Optional. ARM id, of a managed identity. Default: it is an application. */
    identityId?: string;
}

/** What a client asks for. */
export interface AppOnlyRequest {
    client: AppOnlyClient;
    /** Identifier URI or client id of an application, or an API of Microsoft. */
    resource: string;
    lifetimeSeconds: number;
}

/**
 * A token with which an application or a managed identity acts for itself.
 * @throws TokenError when Entra would refuse it.
 */
export async function appOnlyToken(tenant: Tenant, request: AppOnlyRequest): Promise<IssuedToken> {
    const { version, claims } = claimsFor(tenant, request);
    return signToken(tenant, { version, lifetimeSeconds: request.lifetimeSeconds, claims });
}

function claimsFor({ graph }: Tenant, { client, resource }: AppOnlyRequest): { version: 1 | 2; claims: JWTPayload } {
    const { clientId, principalId, identityId } = client;
    const microsoft = microsoftResource(resource);
    const registered = microsoft ? undefined : resourceOf(graph, resource);
    const version = (microsoft?.version ?? registered?.tokenVersion) === 2 ? 2 : 1;
    const roles = registered === undefined ? [] : rolesOfApplication(graph, registered, client);
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
                  ...(identityId && { xms_mirid: identityId }),
              },
          };
}

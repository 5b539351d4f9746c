import { sameId } from "../azure/arm-id";
import { managedIdentityToken } from "../entra/tokens/managed-identity-token";
import type { Tenant } from "../entra/tokens/tenant";
import { TokenError } from "../entra/tokens/token-error";
import { NotDelivered, type Send } from "../logic-apps/send";
import { textAt } from "../provider/values";
import { type Management, managementHosts } from "./management";

export interface SendAsOptions {
    /** Required. ARM ids of the identities that the workflow has. */
    identityIds: string[];
    /** Required. The tenant as it is at the moment. */
    tenant(): Tenant;
    /** Required. */
    management: Management;
}

/**
 * Delivers requests of a workflow as its identities. A workflow of the plan Consumption is on the internet and in no
 * network: what has a private endpoint only is out of its reach, and nothing but Resource Manager and Graph answers here.
 */
export function sendAs({ identityIds, tenant, management }: SendAsOptions): Send {
    return async ({ method, url, headers, body, authentication }) => {
        const { protocol, host } = new URL(url);
        if (protocol !== "https:" || !Object.values<string>(managementHosts).includes(host)) {
            throw new NotDelivered(`${host} is not reached from the internet.`, true);
        }
        const token = authentication && (await tokenOf(authentication, identityIds, tenant()));
        return await management.answer({
            method,
            url,
            headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
            body,
        });
    };
}

async function tokenOf(
    { identity, audience }: { identity: string; audience: string },
    identityIds: string[],
    tenant: Tenant,
): Promise<string> {
    if (!identityIds.some((id) => sameId(id, identity))) {
        throw new NotDelivered(`The workflow does not have the identity ${identity}.`, false);
    }
    const clientId = textAt(tenant.cloud.find(identity)?.body, "clientId") ?? "";
    try {
        return (await managedIdentityToken(tenant, clientId, audience)).accessToken;
    } catch (error) {
        if (error instanceof TokenError) throw new NotDelivered(error.message, false);
        throw error;
    }
}

import { textAt, textsAt } from "../../provider/values";
import { applicationIds } from "../ids";
import { managedIdentityOf } from "./managed-identity-token";
import { tokenExchange } from "./microsoft";
import type { Registered } from "./registered";
import { isoTime, secondsNow, type Tenant } from "./tenant";
import { TokenError } from "./token-error";
import { verifyToken } from "./verify";

const checkCredential =
    "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/**
 * Lets an application prove itself with a token of a managed identity that one of its federated credentials trusts.
 * Issuer and subject are compared byte for byte.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 *
 * @throws TokenError when the token is none, or no credential trusts it.
 */
export async function verifyFederatedAssertion(
    tenant: Tenant,
    application: Registered,
    assertion: string,
): Promise<void> {
    const verified = await verifyToken(tenant, assertion);
    if ("problem" in verified) {
        throw verified.problem === "time"
            ? refused(
                  700024,
                  `Client assertion is not within its valid time range. Current time: ${isoTime(secondsNow(tenant))}, assertion valid from ${isoTime(verified.notBefore)}, expiry time of assertion ${isoTime(verified.expires)}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.`,
              )
            : verified.problem === "signature"
              ? refused(700027, "Client assertion failed signature validation.")
              : new TokenError(50027, "invalid_request", "JWT token is invalid or malformed.");
    }
    const { aud, azp, iss, sub = "" } = verified.claims;
    const credentials = tenant.graph
        .below(`${applicationIds.format(application.objectId)}/federatedIdentityCredentials`)
        .map(({ body }) => body)
        .filter((credential) => textsAt(credential, "audiences").some((each) => tokenExchange.names.includes(each)));
    const ofIssuer = credentials.filter((credential) => textAt(credential, "issuer") === iss);
    if (ofIssuer.length === 0) {
        throw refused(
            700211,
            `No matching federated identity record found for presented assertion issuer '${iss}'. ${checkCredential}`,
        );
    }
    if (aud !== tokenExchange.clientId) {
        throw refused(
            7002121,
            `No matching federated identity record found for presented assertion audience '${aud}'. ${checkCredential}`,
        );
    }
    if (managedIdentityOf(tenant.cloud, String(azp)) === undefined) {
        throw refused(700226, "Only MSI tokens may be used as Federated Identity Credentials for AAD issuer.");
    }
    if (!ofIssuer.some((credential) => textAt(credential, "subject") === sub)) {
        throw refused(
            700213,
            `No matching federated identity record found for presented assertion subject '${sub}'. The matching is done using a case-sensitive comparison. ${checkCredential}`,
        );
    }
}

function refused(code: number, text: string): TokenError {
    return new TokenError(code, "invalid_client", text);
}

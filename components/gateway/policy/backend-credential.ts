import { identityHeaders } from "../../shared/identity-headers";
import { tokenChallenge } from "./challenge";
import { block, expression, namedValue, requestHeader, stringLiteral, variable } from "./csharp";
import { setMac } from "./hmac";
import { refuse } from "./refusal";
import type { PolicyServer } from "./server";
import { choose, deleteHeader, setHeader, setToNamedValue, setVariable } from "./statements";
import { audienceNamedValue } from "./token";
import { type Element, element } from "./xml";

/** Seconds within which Entra must answer. */
const answerSeconds = 10;

/**
 * Takes the client's token away and signs in to the server with one that was issued to the gateway for this server only,
 * then tells the server who calls, signed, so that nothing between the gateway and the server can say otherwise.
 * Serves practices MUST-1, 7.1, 7.3 and ZT-2.
 */
export function signIn(server: PolicyServer): Element[] {
    const signIns = { managedIdentity: asGateway, onBehalfOf: asUser };
    return [...signIns[server.backendIdentity](server), ...tellCaller(server)];
}

// https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy
function asGateway(server: PolicyServer): Element[] {
    return [
        deleteHeader("Authorization"),
        gatewayToken(`${server.endpoint.url}/backend`, "backendToken"),
        setHeader("Authorization", expression(`"Bearer " + ${variable("backendToken")}`)),
    ];
}

/**
 * The gateway proves with a token of its identity that it is the server's application, so that no secret exists:
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
function asUser(server: PolicyServer): Element[] {
    const answer = '((IResponse)context.Variables["backendGrant"])';
    return [
        setVariable("userToken", expression(`${requestHeader("Authorization")}.Split(' ').Last()`)),
        ...setToNamedValue("frontClientId", audienceNamedValue(server)),
        gatewayToken("api://AzureADTokenExchange", "clientAssertion"),
        element(
            "send-request",
            {
                mode: "new",
                "response-variable-name": "backendGrant",
                timeout: String(answerSeconds),
                "ignore-error": "false",
            },
            element("set-url", {}, `https://login.microsoftonline.com/${server.tenantId}/oauth2/v2.0/token`),
            element("set-method", {}, "POST"),
            setHeader("Content-Type", "application/x-www-form-urlencoded"),
            element("set-body", {}, expression(grantRequest(server))),
        ),
        choose(
            {
                // about the user's token: it ended, or Entra wants the user; anything else is about the gateway
                when: `${answer}.StatusCode == 400`,
                do: refuse({
                    status: 401,
                    reason: "on-behalf-of-refused",
                    message: "Sign in again",
                    headers: { "WWW-Authenticate": tokenChallenge(server) },
                }),
            },
            {
                when: `${answer}.StatusCode != 200`,
                do: refuse({ status: 502, reason: "on-behalf-of-failed", message: "The server cannot be reached" }),
            },
        ),
        deleteHeader("Authorization"),
        setHeader("Authorization", expression(`"Bearer " + (string)${answer}.Body.As<JObject>()["access_token"]`)),
    ];
}

function gatewayToken(resource: string, variableName: string): Element {
    return element("authentication-managed-identity", {
        resource,
        "client-id": namedValue("gateway-identity-client-id"),
        "output-token-variable-name": variableName,
        "ignore-error": "false",
    });
}

// tokens and client ids need no form encoding
function grantRequest({ endpoint }: PolicyServer): string {
    const fields = new URLSearchParams({
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        requested_token_use: "on_behalf_of",
        scope: `${endpoint.url}/backend/.default`,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    });
    return [
        stringLiteral(`${fields}&client_id=`),
        variable("frontClientId"),
        stringLiteral("&client_assertion="),
        variable("clientAssertion"),
        stringLiteral("&assertion="),
        variable("userToken"),
    ].join(" + ");
}

/**
 * The signature is over the JSON array of "identity", the server's name and the values of the headers in the order in
 * which they stand here, without spaces.
 */
function tellCaller({ name }: PolicyServer): Element[] {
    const values = {
        [identityHeaders.user]: variable("oid"),
        [identityHeaders.client]: variable("azp"),
        [identityHeaders.rights]: variable("rights"),
        [identityHeaders.requestId]: "context.RequestId.ToString()",
        [identityHeaders.issuedAt]: variable("identityIssuedAt"),
    };
    const signed = [stringLiteral("identity"), stringLiteral(name), ...Object.values(values)];
    return [
        ...setToNamedValue("identityKey", `mcp-${name}-identity-key`),
        setVariable("identityIssuedAt", expression("DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString()")),
        ...Object.entries(values).map(([header, value]) => setHeader(header, expression(value))),
        setHeader(identityHeaders.signature, block(...setMac(variable("identityKey"), ...signed), "return mac;")),
    ];
}

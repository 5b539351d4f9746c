import { ingressLabels, ingressNamespace, type KubernetesObject } from "../shared";
import { hostOf, objectLabels } from "./names";
import { requiredClaims } from "./required-claims";
import type { ServerNamespaceArgs } from "./server-namespace-args";
import { signingKeys, tokenIssuer } from "./token-issuer";

/**
 * Who gets through the ingress gateway to the server's host, on which everything is denied but this: a token of the
 * tenant for this server, issued to the gateway. The certificate of a caller is no proof there, for the gateway shares it
 * with everything in the network. Serves practices MUST-1, MUST-2, 7.2, 7.3 and ZT-1.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function ingressPolicies(name: string, args: ServerNamespaceArgs): Record<string, KubernetesObject> {
    const { tenantId, caller } = args;
    const issuer = tokenIssuer(tenantId);
    const metadata = { name, namespace: ingressNamespace, labels: objectLabels(name) };
    const selector = { matchLabels: { ...ingressLabels } };
    const claims = [{ claim: "aud", value: caller.audience }, ...requiredClaims(caller)];
    return {
        "request-authentication": {
            apiVersion: "security.istio.io/v1",
            kind: "RequestAuthentication",
            metadata,
            spec: {
                selector,
                jwtRules: [
                    {
                        issuer,
                        audiences: [caller.audience],
                        jwksUri: signingKeys(tenantId),
                        fromHeaders: [{ name: "Authorization", prefix: "Bearer " }],
                        forwardOriginalToken: true, // the proxy of the pod checks it again
                    },
                ],
            },
        },
        "authorization-policy": {
            apiVersion: "security.istio.io/v1",
            kind: "AuthorizationPolicy",
            metadata,
            spec: {
                selector,
                action: "ALLOW",
                rules: [
                    {
                        from: [{ source: { requestPrincipals: [`${issuer}/*`] } }],
                        to: [
                            {
                                operation: {
                                    hosts: [hostOf(name, args.internalDomain)],
                                    methods: ["POST", "GET", "DELETE"],
                                    paths: [ingressPath],
                                },
                            },
                        ],
                        when: claims.map(({ claim, value }) => ({
                            key: `request.auth.claims[${claim}]`,
                            values: [value],
                        })),
                    },
                ],
            },
        },
    };
}

/** Path under which the gateway calls a server: a host behind the ingress is one server, whatever its own paths are. */
export const ingressPath = "/";

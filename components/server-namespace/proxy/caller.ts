import { type RequiredClaim, requiredClaims } from "../required-claims";
import { extension, type Message } from "./extension";
import type { ProxySettings } from "./settings";
import { claimsKey, tokenFilter } from "./token";

/**
 * Only the gateway gets through, by its claims in the token, over a connection of the ingress gateway, by the name in its
 * certificate, and only to the endpoint. The certificate alone would not do: whatever comes through the ingress has it.
 * Serves practices MUST-2, 7.3 and ZT-1.
 */
export function callerCheck(settings: ProxySettings): Message {
    const { callerName, path } = settings;
    return extension("envoy.filters.http.rbac", "envoy.extensions.filters.http.rbac.v3.RBAC", {
        rules: {
            action: "ALLOW",
            policies: {
                gateway: {
                    permissions: [
                        {
                            and_rules: {
                                rules: [
                                    { url_path: { path: { exact: path } } },
                                    { or_rules: { rules: ["POST", "GET", "DELETE"].map(method) } },
                                ],
                            },
                        },
                    ],
                    principals: [
                        {
                            and_ids: {
                                ids: [
                                    { authenticated: { principal_name: { exact: callerName } } },
                                    ...requiredClaims(settings).map(claim),
                                ],
                            },
                        },
                    ],
                },
            },
        },
    });
}

function method(name: string): Message {
    return { header: { name: ":method", string_match: { exact: name } } };
}

function claim({ claim, value, list }: RequiredClaim<string>): Message {
    const exact = { string_match: { exact: value } };
    return {
        sourced_metadata: {
            metadata_matcher: {
                filter: tokenFilter,
                path: [{ key: claimsKey }, { key: claim }],
                value: list ? { list_match: { one_of: exact } } : exact,
            },
            metadata_source: "DYNAMIC",
        },
    };
}

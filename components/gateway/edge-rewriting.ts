import type { network } from "@pulumi/azure-native/types/input";
import { clientAddressHeader } from "./policy/headers";
import { revealingHeaders, securityHeaders } from "./security-headers";

/**
 * What the edge writes into every request and response.
 *
 * Clients can send any header, and Application Gateway appends the address that it sees to what a client sent in
 * `X-Forwarded-For`: https://learn.microsoft.com/azure/application-gateway/how-application-gateway-works#modifications-to-the-request
 * So the headers that tell an address are overwritten, without conditions, and `Forwarded`, which it does not know, is
 * removed. The others that it adds have its own values.
 *
 * Responses get the headers for browsers here as well, because a policy of API Management that answers by itself ends
 * before those that API Management adds.
 *
 * Serves practices 4.1, 5.1 and 8.4.
 */
export const rewriteRules: network.ApplicationGatewayRewriteRuleArgs[] = [
    {
        name: "headers",
        ruleSequence: 100,
        conditions: [],
        actionSet: {
            requestHeaderConfigurations: [
                { headerName: clientAddressHeader, headerValue: "{var_client_ip}" },
                { headerName: "X-Forwarded-For", headerValue: "{var_client_ip}" },
                removed("Forwarded"),
            ],
            responseHeaderConfigurations: [
                ...Object.entries(securityHeaders).map(([headerName, headerValue]) => ({ headerName, headerValue })),
                ...revealingHeaders.map(removed),
            ],
        },
    },
];

// https://learn.microsoft.com/azure/application-gateway/rewrite-http-headers-url#delete-unwanted-headers
function removed(headerName: string): network.ApplicationGatewayHeaderConfigurationArgs {
    return { headerName, headerValue: "" };
}

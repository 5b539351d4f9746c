import { identityHeaders } from "../../shared/identity-headers";
import { deleteHeader } from "./statements";
import type { Element } from "./xml";

/** Address of the client, which the edge writes over whatever the client sent; only the edge can reach the gateway. */
export const clientAddressHeader = "X-MCP-Client-Address";

const untrusted = [
    clientAddressHeader,
    ...Object.values(identityHeaders),
    // who calls, or with which token, as other gateways tell it
    "X-Forwarded-Authorization",
    "X-Forwarded-Access-Token",
    "X-Forwarded-User",
    "X-Forwarded-Client-Cert",
    "X-MS-CLIENT-PRINCIPAL",
    "X-MS-CLIENT-PRINCIPAL-ID",
    "X-MS-CLIENT-PRINCIPAL-IDP",
    "X-MS-CLIENT-PRINCIPAL-NAME",
    "X-MS-TOKEN-AAD-ACCESS-TOKEN",
    "X-MS-TOKEN-AAD-ID-TOKEN",
    "Proxy-Authorization",
    "Cookie",
    "Ocp-Apim-Subscription-Key",
    // another method or path than the one that was judged
    "X-HTTP-Method",
    "X-HTTP-Method-Override",
    "X-Method-Override",
    "X-Original-URL",
    "X-Rewrite-URL",
];

/**
 * Takes away from the request whatever a client could send to be taken for somebody else, or to change behind the gateway
 * what the gateway judged. Serves practices MUST-2, 1.1 and 7.3.
 */
export function scrubHeaders(): Element[] {
    return untrusted.map(deleteHeader);
}

/** What the configuration of a proxy follows from. */
export interface ProxySettings {
    /** Name of the server. */
    server: string;
    /** Host that callers name: the server's part of the ingress. */
    host: string;
    /** Name in the certificate of the only caller there is. */
    callerName: string;
    /** Id of the Entra tenant. */
    tenantId: string;
    /** Audience of tokens. */
    audience: string;
    /** Object id of the caller of a token that is not on behalf of a user. */
    gatewayPrincipalId: string;
    /** Client id of the caller of a token that is on behalf of a user; without it, no such token is accepted. */
    onBehalfOfClientId?: string;
    /** Path of the MCP endpoint. */
    path: string;
    /** Port of the server on the loopback interface. */
    port: number;
}

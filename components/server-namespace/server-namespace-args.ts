import type * as pulumi from "@pulumi/pulumi";
import type { PlacementArgs } from "../shared";

/** Where the certificate of a server, and that of the authority which signed it, lie: a vault with private access. */
export interface ServerCertificate {
    /** Required. ARM id of the vault. */
    vaultId: string;
    /** Required. Name of the certificate for `<server>.<internal domain>`; renewed ones are picked up. */
    certificateName: string;
    /** Required. Name of the secret with the certificates, as PEM, of the authority of the ingress gateway's client certificate. */
    authorityName: string;
}

/** Who may call the server, as claims of the token that the gateway brings. */
export interface ServerCaller {
    /** Required. Audience of the token: client id of the server's backend application. */
    audience: pulumi.Input<string>;
    /** Required. Object id of the gateway's identity: the caller, unless the token is on behalf of a user. */
    gatewayPrincipalId: pulumi.Input<string>;
    /** Conditional. Required for a server that acts on behalf of users. Client id of the server's application, which the gateway acts as. */
    onBehalfOfClientId?: pulumi.Input<string>;
}

/** Arguments of `ServerNamespace`. The name of the component is the name of the server. */
export interface ServerNamespaceArgs extends PlacementArgs {
    /** Required. Id of the Entra tenant, a GUID. */
    tenantId: string;
    /** Required. Issuer of the cluster's service account tokens, a URL: `Cluster.oidcIssuerUrl`. */
    oidcIssuerUrl: pulumi.Input<string>;
    /** Required. Domain of the cluster's ingress; the server is at `<name>.<domain>`. */
    internalDomain: string;
    /** Required. Image of the server, pinned: `<login server>/<repository>@sha256:<64 hexadecimal digits>`. It listens on `127.0.0.1:<port>` only. */
    image: string;
    /** Required. Image of Envoy, pinned in the same way. */
    proxyImage: string;
    /** Required. Image of Node.js 20 or later, pinned in the same way, in which the check of the tool definitions runs. */
    definitionCheckImage: string;
    /** Required. Certificate of the server. */
    certificate: ServerCertificate;
    /** Required. Who may call. */
    caller: ServerCaller;
    /** Required. Hosts that the server may call, on port 443; without wildcard. */
    egress: string[];
    /** Required. Tools as the server's `tools/list` returns them, as JSON text: what the check compares with. */
    toolDefinitions: string;
    /** Optional. Path of the MCP endpoint on the server. Default: /mcp. */
    path?: string;
    /** Optional. Port of the server on the loopback interface, 1024 to 65535. Default: 8080. */
    port?: number;
    /** Optional. Pods, 2 to 20. Default: 2. */
    replicas?: number;
    /** Optional. Object id of the Entra group that responds to incidents in the namespace. Default: nobody. */
    responderGroupId?: string;
}

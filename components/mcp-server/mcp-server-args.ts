import type * as pulumi from "@pulumi/pulumi";
import type { EntraConditionalAccess } from "../entra-application/conditional-access";
import type { EntraAssignment, EntraScope } from "../entra-application/entra-application-args";
import type { ApiMode } from "../gateway/gateway-api-args";
import type { McpOffer } from "../gateway/mcp-definition";
import type { ServerCertificate } from "../server-namespace/server-namespace-args";
import { listed, type PlacementArgs, placementProblems, type SecretReference } from "../shared";
import { hostNameProblem } from "../shared/endpoint";

/** What an administrator lets a group or an application do with a server: a value of the claim `roles`. */
export interface McpRole {
    /** Required. What the list of roles calls it, 1 to 100 characters. */
    title: string;
    /** Required. What it allows, for the person who assigns it, 1 to 500 characters. */
    description: string;
}

/** An application that may call a server for its users. */
export interface McpClient {
    /** Required. Client id of the application, a GUID. */
    clientId: pulumi.Input<string>;
    /**
     * Optional. Whether it sees what the server offers without consent of the user. Consent is asked for everything else
     * in any case. Default: false.
     */
    preAuthorized?: boolean;
}

/** The gateway that a server is behind: outputs of `Gateway` and `Network`. */
export interface McpGateway {
    /** Required. Host that clients call. */
    hostName: string;
    /** Required. Name of the API Management service, which is in the resource group of the server. */
    serviceName: pulumi.Input<string>;
    /** Required. ARM id of its logger of type azureMonitor. */
    loggerId: pulumi.Input<string>;
    /** Required. Name of its API that publishes Protected Resource Metadata. */
    metadataApiName: pulumi.Input<string>;
    /** Required. Object id of its user-assigned identity, as which it signs in to servers. */
    identityPrincipalId: pulumi.Input<string>;
    /** Required. Object id of the service's system identity, which reads secrets. */
    systemIdentityPrincipalId: pulumi.Input<string>;
    /** Required. Domain of the cluster's ingress, a private DNS zone in the resource group of the server. */
    internalDomain: pulumi.Input<string>;
    /** Required. Address of the cluster's ingress. */
    ingressPrivateAddress: pulumi.Input<string>;
}

/** How a server runs in the cluster: outputs of `Cluster`, images and a certificate. */
export interface McpWorkload {
    /** Required. Issuer of the cluster's service account tokens, a URL. */
    oidcIssuerUrl: pulumi.Input<string>;
    /** Required. Domain of the cluster's ingress, that of the gateway, as text: routes are known before anything exists. */
    internalDomain: string;
    /** Required. Image of the server, pinned: `<login server>/<repository>@sha256:<64 hexadecimal digits>`. It listens on the loopback interface only. */
    image: string;
    /** Required. Image of Envoy, pinned in the same way. */
    proxyImage: string;
    /** Required. Image of Node.js 20 or later, pinned in the same way, in which the tool definitions are checked. */
    definitionCheckImage: string;
    /** Required. Certificate of `<server>.<internal domain>`. */
    certificate: ServerCertificate;
    /** Optional. Hosts that the server may call, on port 443; without wildcard. Default: none. */
    egress?: string[];
    /** Optional. Path of the MCP endpoint on the server. Default: /mcp. */
    path?: string;
    /** Optional. Port of the server on the loopback interface, 1024 to 65535. Default: 8080. */
    port?: number;
    /** Optional. Pods, 2 to 20; the calls of a user come to one of them as long as it is there. Default: 2. */
    replicas?: number;
    /**
     * Optional. Secrets that the server alone reads, by names of 1 to 56 lower-case letters, digits and hyphens: each is in
     * the file `/secrets/<name>/value`, which it must read anew, for it is told of no new version. To check who calls, a
     * server needs the secret that is `identityKey` of `McpServer`, and the one that takes turns with it. Default: none.
     */
    secrets?: Record<string, SecretReference>;
    /** Optional. Object id of the Entra group that responds to incidents in the namespace. Default: nobody. */
    responderGroupId?: string;
    /** Optional. Object id of the identity of the job that isolates the namespace. Default: there is none. */
    isolatorId?: pulumi.Input<string>;
    /** Optional. Object id of the identity of the job that keeps evidence of incidents. Default: there is none. */
    evidenceCollectorId?: pulumi.Input<string>;
    /**
     * Optional. `ClusterGuards.enforced`: nothing is created in the cluster before. What is in Azure does not wait.
     * Default: nothing is waited for.
     */
    guards?: pulumi.Input<string>;
}

/** Arguments of `McpServer`. The name of the component is the name of the server. */
export interface McpServerArgs extends PlacementArgs, McpOffer {
    /** Required. Id of the Entra tenant, a GUID. */
    tenantId: string;
    /** Required. Gateway that the server is behind. */
    gateway: McpGateway;
    /**
     * Required. Secret that the gateway signs with who calls: the base64 of 32 bytes or more. The server gets it only if
     * `secrets` of its workload name it, too.
     */
    identityKey: SecretReference;
    /** Required. Rights that a user delegates to a client, by name: a group of tools, then .read, .write or .execute. */
    scopes: Record<string, EntraScope>;
    /** Optional. Rights that an administrator assigns to groups or applications, by name. Default: none. */
    roles?: Record<string, McpRole>;
    /** Required. Applications that may call, by a short name; at least one. */
    clients: Record<string, McpClient>;
    /**
     * Optional. Who may use the server, by short names; with `onBehalfOf` groups and users only, for nobody can act for an
     * application. Default: nobody.
     */
    assignments?: Record<string, EntraAssignment>;
    /** Optional. As what API Management knows the server. Default: http. */
    mode?: ApiMode;
    /**
     * Optional. How it runs in the cluster, with the Kubernetes provider of the component. Default: it does not; something
     * else answers at its name in the internal domain.
     */
    workload?: McpWorkload;
    /** Optional. Conditions of a sign-in. Default: those that the tenant has for everything. */
    conditionalAccess?: EntraConditionalAccess;
}

/** Problems in the arguments that are not those of a part, as sentences; empty when there are none. */
export function mcpServerProblems(name: string, args: McpServerArgs): string[] {
    return listed(
        ...placementProblems(name, args),
        hostNameProblem(args.gateway.hostName, "gateway.hostName"),
        entryScope in args.scopes
            ? `scopes has "${entryScope}", which every server has; remove it, or name the group of tools otherwise.`
            : undefined,
    );
}

/** Scope that every server has: a client begins with it, and asks for more when a call needs it. Serves practice 2.2. */
export const entryScope = "mcp.read";

import * as pulumi from "@pulumi/pulumi";
import { EntraApplication } from "../entra-application/entra-application";
import { type EntraAssignment, RoleMember } from "../entra-application/entra-application-args";
import { GatewayApi } from "../gateway/gateway-api";
import { shownTool } from "../gateway/mcp-definition";
import { gatewayRole, userRole, userScope } from "../server-namespace/required-claims";
import { ServerNamespace } from "../server-namespace/server-namespace";
import { tokenIssuer } from "../server-namespace/token-issuer";
import { type PlacementArgs, validate } from "../shared";
import { endpointOf } from "../shared/endpoint";
import { entryScope, type McpServerArgs, type McpWorkload, mcpServerProblems } from "./mcp-server-args";

/**
 * One MCP server: who may sign in to it, what the gateway lets pass, and how it runs in the cluster.
 *
 * - Its URL, the `resource` of its metadata and the identifier URI of its application are one text, made in one place.
 * - It has two applications: clients get tokens for the one, and the gateway alone gets tokens for the other. So a token
 *   of a client is of no use behind the gateway, nor one of the gateway in front of it.
 *
 * Serves practices MUST-1, MUST-2, 2.1, 2.2, 2.3, 7.1, 7.2, 7.3 and those of its parts.
 *
 * @throws one error that lists all problems of the arguments, or of those of a part.
 */
export class McpServer extends pulumi.ComponentResource {
    /** URL that people configure in their client; known once the server can be called. */
    readonly endpoint: pulumi.Output<string>;
    /** Client id of the application that clients get tokens for. */
    readonly clientId: pulumi.Output<string>;
    /** Client id of the application that the gateway gets tokens for: the audience that the server accepts. */
    readonly backendClientId: pulumi.Output<string>;

    constructor(name: string, args: McpServerArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:McpServer", name, {}, opts);
        validate(this, name, mcpServerProblems(name, args));

        const { url } = endpointOf(args.gateway.hostName, name);
        const application = createApplication(name, url, args, this);
        const backend = createBackendApplication(name, url, application, args, this);
        const api = createApi(name, url, application, backend, args, this);
        const { workload } = args;
        if (workload !== undefined) createNamespace(name, workload, application, backend, args, this);

        this.endpoint = api.endpoint;
        this.clientId = application.clientId;
        this.backendClientId = backend.clientId;
        this.registerOutputs({
            endpoint: this.endpoint,
            clientId: this.clientId,
            backendClientId: this.backendClientId,
        });
    }
}

/** What clients get tokens for. */
function createApplication(name: string, url: string, args: McpServerArgs, parent: pulumi.Resource): EntraApplication {
    const { title, tenantId, roles = {}, gateway } = args;
    const withoutConsent = Object.entries(args.clients).filter(([, { preAuthorized }]) => preAuthorized);
    const members = [RoleMember.Users, RoleMember.Applications];
    return new EntraApplication(
        `${name}-application`,
        {
            displayName: displayName(title, args),
            endpoint: url,
            scopes: {
                [entryScope]: {
                    title: `See what ${title} offers`,
                    description: `See which tools ${title} has for you. Each group of tools asks for your consent again.`,
                },
                ...args.scopes,
            },
            roles: Object.fromEntries(Object.entries(roles).map(([role, words]) => [role, { ...words, members }])),
            preAuthorizedClients: Object.fromEntries(
                withoutConsent.map(([client, { clientId }]) => [client, { clientId, scopes: [entryScope] }]),
            ),
            assignments: args.assignments,
            federatedCredentials: args.onBehalfOf
                ? {
                      // https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
                      gateway: {
                          issuer: tokenIssuer(tenantId),
                          subject: gateway.identityPrincipalId,
                      },
                  }
                : {},
            conditionalAccess: args.conditionalAccess,
        },
        { parent },
    );
}

/** What the gateway gets tokens for. */
function createBackendApplication(
    name: string,
    url: string,
    application: EntraApplication,
    args: McpServerArgs,
    parent: pulumi.Resource,
): EntraApplication {
    const { title, gateway, onBehalfOf } = args;
    const invoke = { title: `Invoke ${title}`, description: `Call ${title} behind the gateway.` };
    const use = { title: `Use ${title}`, description: `Have the gateway call ${title} on one's behalf.` };
    return new EntraApplication(
        `${name}-backend-application`,
        {
            displayName: displayName(`${title} behind the gateway`, args),
            endpoint: `${url}/backend`,
            roles: {
                [gatewayRole]: { ...invoke, members: [RoleMember.Applications] },
                ...(onBehalfOf && { [userRole]: { ...use, members: [RoleMember.Users] } }),
            },
            assignments: {
                gateway: { principalId: gateway.identityPrincipalId, role: gatewayRole },
                ...(onBehalfOf && usersOf(args)),
            },
            ...(onBehalfOf && {
                scopes: { [userScope]: { ...invoke, adminConsent: true } },
                preAuthorizedClients: { gateway: { clientId: application.clientId, scopes: [userScope] } },
            }),
        },
        { parent },
    );
}

/**
 * Who may use the server, as users of its backend: Entra exchanges a token only for who is assigned to both. Which roles
 * they have is decided in front, so each is here once, as Entra demands.
 */
function usersOf({ assignments = {} }: McpServerArgs): Record<string, EntraAssignment> {
    const users = new Map<pulumi.Input<string>, [key: string, user: EntraAssignment]>();
    for (const [key, { principalId }] of Object.entries(assignments)) {
        const principal = typeof principalId === "string" ? principalId.toLowerCase() : principalId;
        if (!users.has(principal)) users.set(principal, [`user-${key}`, { principalId, role: userRole }]);
    }
    return Object.fromEntries(users.values());
}

function createApi(
    name: string,
    url: string,
    application: EntraApplication,
    backend: EntraApplication,
    args: McpServerArgs,
    parent: pulumi.Resource,
): GatewayApi {
    const { gateway, scopes, roles = {}, clients, workload: __, ...rest } = args;
    const { hostName: _, identityPrincipalId: ___, ...place } = gateway;
    return new GatewayApi(
        name,
        {
            ...rest,
            ...place,
            endpoint: url,
            // the gateway gets tokens before it lets anybody pass
            clientId: pulumi.all([application.clientId, backend.clientId]).apply(([clientId]) => clientId),
            clients: Object.fromEntries(Object.entries(clients).map(([client, { clientId }]) => [client, clientId])),
            scopes: [entryScope, ...Object.keys(scopes)],
            roles: Object.keys(roles),
        },
        { parent },
    );
}

/** Where it runs: only the gateway's token for the backend application opens it. */
function createNamespace(
    name: string,
    workload: McpWorkload,
    application: EntraApplication,
    backend: EntraApplication,
    args: McpServerArgs,
    parent: pulumi.Resource,
): ServerNamespace {
    const { tenantId, gateway, tools, onBehalfOf } = args;
    return new ServerNamespace(
        name,
        {
            ...placementOf(args),
            tenantId,
            egress: [],
            ...workload,
            caller: {
                audience: backend.clientId,
                gatewayPrincipalId: gateway.identityPrincipalId,
                ...(onBehalfOf && { onBehalfOfClientId: application.clientId }),
            },
            toolDefinitions: JSON.stringify(tools.map(shownTool)),
        },
        { parent },
    );
}

function placementOf(args: McpServerArgs): PlacementArgs {
    const { subscriptionId, resourceGroupName, location, naming, ownership, protect } = args;
    return { subscriptionId, resourceGroupName, location, naming, ownership, protect };
}

// two environments of a tenant have a server each
function displayName(title: string, { naming }: McpServerArgs): string {
    return `${title} (${[naming.workload, naming.environment, naming.instance].filter((part) => part).join("-")})`;
}

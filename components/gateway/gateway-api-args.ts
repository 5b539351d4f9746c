import type * as pulumi from "@pulumi/pulumi";
import {
    guidProblem,
    listed,
    type PlacementArgs,
    placementProblems,
    rangeProblem,
    type SecretReference,
    secretProblems,
} from "../shared";
import { endpointProblem, parseEndpoint } from "../shared/endpoint";
import type { McpOffer } from "./mcp-definition";
import { namedValue } from "./policy/csharp";
import { policyProblems } from "./policy/document";
import { portablePattern } from "./policy/schema-pattern";
import type { PolicyServer, Right } from "./policy/server";
import { schemaIdOf } from "./schema-id";

/** As what API Management knows an MCP server. */
export const ApiMode = {
    /** A plain HTTP API, which serves clients of every version of the protocol. */
    Http: "http",
    /** An API of type MCP, which is in preview: the portal shows it as such and its own telemetry knows its tools. */
    Native: "native",
} as const;
export type ApiMode = (typeof ApiMode)[keyof typeof ApiMode];

/** Arguments of `GatewayApi`. The name of the component is the name of the server: of its API, backend and host. */
export interface GatewayApiArgs extends PlacementArgs, McpOffer {
    /** Required. Id of the Entra tenant that issues the tokens, a GUID. */
    tenantId: string;
    /** Required. Name of the API Management service, which is in `resourceGroupName`. */
    serviceName: pulumi.Input<string>;
    /** Required. ARM id of the service's logger of type azureMonitor. */
    loggerId: pulumi.Input<string>;
    /** Required. Name of the service's API, at the root of the host, that publishes Protected Resource Metadata. */
    metadataApiName: pulumi.Input<string>;
    /** Required. Domain of the cluster's ingress, a private DNS zone in `resourceGroupName`: the server is `<name>.<domain>`. */
    internalDomain: pulumi.Input<string>;
    /** Required. Address of the cluster's ingress. */
    ingressPrivateAddress: pulumi.Input<string>;
    /** Required. URL of the server: `resource` of its metadata and identifier URI of its application, byte for byte. */
    endpoint: string;
    /** Required. Client id of the server's own application: the only audience that is accepted. */
    clientId: pulumi.Input<string>;
    /** Required. Client ids of the applications that may call, by a short name; at least one. */
    clients: Record<string, pulumi.Input<string>>;
    /** Required. Secret that identity headers are signed with: the base64 of 32 bytes or more. */
    identityKey: SecretReference;
    /** Required. Object id of the service's system identity, which gets the role Key Vault Secrets User on that secret. */
    systemIdentityPrincipalId: pulumi.Input<string>;
    /** Required. Scopes of the server; the first is what a client asks for at first and lets it see what is offered. */
    scopes: string[];
    /** Optional. Roles of the server. Default: none. */
    roles?: string[];
    /** Optional. Authentication context that tools with `stepUp` need, `c1` to `c25`. Default: c1. */
    authenticationContext?: string;
    /** Optional. Requests of one client address in a minute. Default: 600. */
    requestsPerAddress?: number;
    /** Optional. Requests of one user in a minute. Default: 300. */
    requestsPerUser?: number;
    /** Optional. Requests of one session in a minute. Default: 120. */
    requestsPerSession?: number;
    /** Optional. Characters of text that a result may have; the rest is cut off. Default: 50,000. */
    resultCharacters?: number;
    /** Optional. As what API Management knows the server. Default: http. */
    mode?: ApiMode;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function gatewayApiProblems(name: string, args: GatewayApiArgs): string[] {
    const endpoint = endpointProblem(args.endpoint, "endpoint");
    return listed(
        ...placementProblems(name, args),
        guidProblem(args.tenantId, "tenantId"),
        endpoint,
        ...secretProblems(args.identityKey, "identityKey"),
        args.title.trim() === "" ? "title is empty; say what people call the server." : undefined,
        Object.keys(args.clients).length === 0
            ? "clients is empty; nobody could call the server. Add the client id of at least one application."
            : undefined,
        ...Object.entries(args.clients).map(([client, id]) =>
            typeof id === "string" ? guidProblem(id, `clients.${client}`) : undefined,
        ),
        args.scopes.length === 0 ? "scopes is empty; the first one lets a client see what is offered." : undefined,
        args.tools.length === 0 ? "tools is empty; a server without tools needs no gateway." : undefined,
        ...rightsOf(args).map(([what, { scope, role }]) => rightProblem(what, scope, role, args)),
        ...args.tools.map(({ callsPerMinute }, index) =>
            rangeProblem(callsPerMinute, `tools[${index}].callsPerMinute`, { min: 1, max: 6000, unit: "calls" }),
        ),
        ...(args.redactions ?? []).map((pattern, index) => redactionProblem(pattern, `redactions[${index}]`)),
        ...(args.allowedOrigins ?? []).map((origin, index) => originProblem(origin, `allowedOrigins[${index}]`)),
        /^c([1-9]|1[0-9]|2[0-5])$/.test(args.authenticationContext ?? "c1")
            ? undefined
            : `authenticationContext is "${args.authenticationContext}"; it must be one of c1 to c25.`,
        ...limitProblems(args),
        Object.values<string>(ApiMode).includes(args.mode ?? ApiMode.Http)
            ? undefined
            : `mode is "${args.mode}"; it must be one of ${Object.values(ApiMode).join(", ")}.`,
        // what is wrong before would only be said again
        ...(endpoint === undefined && rightsOf(args).every(([, { scope, role }]) => (scope ?? role) !== undefined)
            ? policyProblems(policyServer(name, args))
            : []),
    );
}

/** What the policy of the server follows from. The arguments must pass `gatewayApiProblems`. */
export function policyServer(name: string, args: GatewayApiArgs): PolicyServer {
    return {
        name,
        title: args.title,
        endpoint: parseEndpoint(args.endpoint),
        tenantId: args.tenantId,
        clientIds: Object.entries(args.clients).map(([client, id]) =>
            typeof id === "string" ? id : namedValue(clientValueName(name, client)),
        ),
        allowedOrigins: args.allowedOrigins ?? [],
        scopes: args.scopes,
        roles: args.roles ?? [],
        authenticationContext: args.authenticationContext ?? "c1",
        tools: args.tools.map(({ scope, role, stepUp, ...tool }) => ({
            ...tool,
            right: right(scope, role),
            stepUp: stepUp ?? false,
            schemaId: schemaIdOf(name, tool.name),
        })),
        resources: (args.resources ?? []).map(({ scope, role, ...resource }) => ({
            ...resource,
            right: right(scope, role),
        })),
        prompts: (args.prompts ?? []).map(({ scope, role, ...prompt }) => ({ ...prompt, right: right(scope, role) })),
        streaming: args.streaming ?? false,
        redactions: (args.redactions ?? []).flatMap((pattern) => portablePattern(pattern) ?? []),
        backendIdentity: args.onBehalfOf ? "onBehalfOf" : "managedIdentity",
        limits: {
            requestsPerAddress: args.requestsPerAddress ?? 600,
            requestsPerUser: args.requestsPerUser ?? 300,
            requestsPerSession: args.requestsPerSession ?? 120,
            resultCharacters: args.resultCharacters ?? 50_000,
        },
    };
}

/** Name of the named value that holds the client id of a client which is created with the environment. */
export function clientValueName(server: string, client: string): string {
    return `mcp-${server}-allowed-${client}`;
}

function right(scope: string | undefined, role: string | undefined): Right {
    if (scope !== undefined) return { scope };
    if (role !== undefined) return { role };
    throw new Error("gatewayApiProblems lets no such arguments pass");
}

interface Guarded {
    scope?: string;
    role?: string;
}

function rightsOf({ tools, resources = [], prompts = [] }: GatewayApiArgs): [string, Guarded][] {
    const entries = (list: string, items: Guarded[]) =>
        items.map((item, index): [string, Guarded] => [`${list}[${index}]`, item]);
    return [...entries("tools", tools), ...entries("resources", resources), ...entries("prompts", prompts)];
}

function rightProblem(
    what: string,
    scope: string | undefined,
    role: string | undefined,
    { scopes, roles = [] }: GatewayApiArgs,
): string | undefined {
    if ((scope === undefined) === (role === undefined)) {
        return `${what} has ${scope === undefined ? "neither scope nor role" : "both scope and role"}; it must have exactly one of them.`;
    }
    if (scope !== undefined && !scopes.includes(scope)) {
        return `${what}.scope is "${scope}"; it must be one of scopes: ${scopes.join(", ")}.`;
    }
    return role === undefined || roles.includes(role)
        ? undefined
        : `${what}.role is "${role}"; it must be one of roles: ${roles.join(", ") || "there are none"}.`;
}

function redactionProblem(pattern: string, argument: string): string | undefined {
    return portablePattern(pattern) !== undefined && !new RegExp(pattern, "u").test("")
        ? undefined
        : `${argument} is "${pattern}"; it must be a regular expression that matches no empty text, without classes of Unicode such as \\p{L} and back references such as \\1.`;
}

function originProblem(origin: string, argument: string): string | undefined {
    const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin && /^https?:/.test(origin);
    const isLoopback = isOrigin && ["localhost", "127.0.0.1"].includes(new URL(origin).hostname);
    return isOrigin && (origin.startsWith("https:") || isLoopback)
        ? undefined
        : `${argument} is "${origin}"; it must be an origin with https, or with http on localhost, for example "https://chat.contoso.example".`;
}

function limitProblems(args: GatewayApiArgs): (string | undefined)[] {
    const limits = {
        requestsPerAddress: { min: 1, max: 100_000, unit: "requests" },
        requestsPerUser: { min: 1, max: 100_000, unit: "requests" },
        requestsPerSession: { min: 1, max: 100_000, unit: "requests" },
        // Content Safety reads 10,000 characters at a time: more than ten calls would hold up every result
        resultCharacters: { min: 100, max: 100_000, unit: "characters" },
    } as const;
    return Object.entries(limits).map(([limit, range]) => {
        const value = args[limit as keyof typeof limits];
        return value === undefined ? undefined : rangeProblem(value, limit, range);
    });
}

import type { Endpoint } from "../../shared/endpoint";

/** What a caller must have for a call: a scope that the user delegates to the client, or a role. */
export type Right = { scope: string } | { role: string };

/** A tool as its server's own `tools/list` returned it, with what a call needs. */
export interface PolicyTool {
    name: string;
    title?: string;
    description: string;
    inputSchema: object;
    outputSchema?: object;
    annotations?: object;
    right: Right;
    callsPerMinute: number;
    /** Whether a call needs a sign-in that satisfies the authentication context of the server. */
    stepUp: boolean;
    /** Name of the schema in API Management that the message of a call must satisfy. */
    schemaId: string;
}

/** A resource as its server's own `resources/list` returned it, with what reading it needs. */
export interface PolicyResource {
    uri: string;
    name: string;
    title?: string;
    description?: string;
    mimeType?: string;
    right: Right;
}

/** A prompt as its server's own `prompts/list` returned it, with what getting it needs. */
export interface PolicyPrompt {
    name: string;
    title?: string;
    description?: string;
    arguments?: { name: string; description?: string; required?: boolean }[];
    right: Right;
}

/** How the gateway signs in to the server, never with the token of the client. */
export type BackendIdentity =
    /** As itself: the server learns the user from signed headers. */
    | "managedIdentity"
    /** On behalf of the user, with a token that Entra issues for the server. */
    | "onBehalfOf";

/** Everything that the policy of one server follows from: plain data, known before anything is deployed. */
export interface PolicyServer {
    name: string;
    title: string;
    endpoint: Endpoint;
    tenantId: string;
    /** Client ids of the applications that may call. Never empty. */
    clientIds: string[];
    /** Origins of pages whose scripts may call. */
    allowedOrigins: string[];
    /** Scopes of the server; the first is the one that a client asks for when it knows nothing else. */
    scopes: string[];
    roles: string[];
    /** Authentication context that tools with step-up need, `c1` to `c25`. */
    authenticationContext: string;
    tools: PolicyTool[];
    resources: PolicyResource[];
    prompts: PolicyPrompt[];
    /** Whether server-sent events may pass, whose content nobody can check. */
    streaming: boolean;
    backendIdentity: BackendIdentity;
    /** Regular expressions of .NET of what nobody may learn from the server, besides credentials. */
    redactions: string[];
    limits: {
        /** Requests of one client address in a minute. */
        requestsPerAddress: number;
        /** Requests of one user in a minute. */
        requestsPerUser: number;
        /** Requests of one session in a minute. */
        requestsPerSession: number;
        /** Characters of text that a result may have; the rest is cut off. */
        resultCharacters: number;
    };
}

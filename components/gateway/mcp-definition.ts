/** What a server offers, to whom, and how it answers. */
export interface McpOffer {
    /** Required. Name for people. */
    title: string;
    /** Required. Tools that may be called, at least one. */
    tools: McpTool[];
    /** Optional. Resources that may be read. Default: none. */
    resources?: McpResource[];
    /** Optional. Prompts that may be got. Default: none. */
    prompts?: McpPrompt[];
    /** Optional. Whether server-sent events may pass, whose content nobody can check. Default: false. */
    streaming?: boolean;
    /**
     * Optional. Regular expressions, of JavaScript with the flag `u`, of what is redacted in results besides credentials,
     * for example numbers of bank accounts. Default: none.
     */
    redactions?: string[];
    /** Optional. Whether the server gets tokens of the user, to call on as the user. Default: false: the gateway's own. */
    onBehalfOf?: boolean;
    /** Optional. Origins of pages whose scripts may call, for example `https://chat.contoso.example`. Default: none. */
    allowedOrigins?: string[];
    /**
     * Optional. Whether it is the only server of its host, so that clients find its metadata at the root as well.
     * Default: false.
     */
    onlyServer?: boolean;
}

/** A tool as its server's own `tools/list` returns it, and what a call needs. Serves practices 2.2, 7.3 and 12.3. */
export interface McpTool {
    /** Required. Name in `tools/list`: 1 to 128 letters, digits, underscores, hyphens and dots. */
    name: string;
    /** Optional. Name for people. Default: none. */
    title?: string;
    /** Required. What the model reads when it chooses a tool. */
    description: string;
    /** Required. JSON Schema 2020-12 of the arguments, an object with `additionalProperties: false`. */
    // biome-ignore lint/suspicious/noExplicitAny: a JSON Schema, which the packager for other languages has no word for
    inputSchema: Record<string, any>;
    /** Optional. JSON Schema 2020-12 of the structured result. Default: none. */
    // biome-ignore lint/suspicious/noExplicitAny: as above
    outputSchema?: Record<string, any>;
    /** Optional. The server's hints about the tool. Default: none, so that clients take it for destructive. */
    annotations?: McpToolAnnotations;
    /** Conditional. Required unless `role` is given. Scope that a call needs, one of the server's `scopes`. */
    scope?: string;
    /** Conditional. Required unless `scope` is given. Role that a call needs, one of the server's `roles`. */
    role?: string;
    /** Required. Calls of one user in a minute, 1 to 6000. */
    callsPerMinute: number;
    /** Optional. Whether a call needs a sign-in that satisfies the authentication context of the server. Default: false. */
    stepUp?: boolean;
}

/** Hints of a server about a tool: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations */
export interface McpToolAnnotations {
    /** Optional. Name for people, in older versions of the protocol. Default: none. */
    title?: string;
    /** Optional. The tool changes nothing. Protocol default: false. */
    readOnlyHint?: boolean;
    /** Optional. The tool may destroy something. Protocol default: true. */
    destructiveHint?: boolean;
    /** Optional. A repeated call changes nothing more. Protocol default: false. */
    idempotentHint?: boolean;
    /** Optional. The tool reaches other systems. Protocol default: true. */
    openWorldHint?: boolean;
}

/** A resource as its server's own `resources/list` returns it, and what reading it needs. */
export interface McpResource {
    /** Required. URI that a client reads; no other may be read. */
    uri: string;
    /** Required. Name in `resources/list`. */
    name: string;
    /** Optional. Name for people. Default: none. */
    title?: string;
    /** Optional. What it holds. Default: none. */
    description?: string;
    /** Optional. Media type. Default: none. */
    mimeType?: string;
    /** Conditional. Required unless `role` is given. Scope that reading needs, one of the server's `scopes`. */
    scope?: string;
    /** Conditional. Required unless `scope` is given. Role that reading needs, one of the server's `roles`. */
    role?: string;
}

/** A prompt as its server's own `prompts/list` returns it, and what getting it needs. */
export interface McpPrompt {
    /** Required. Name in `prompts/list`. */
    name: string;
    /** Optional. Name for people. Default: none. */
    title?: string;
    /** Optional. What it is for. Default: none. */
    description?: string;
    /** Optional. What it takes. Default: nothing. */
    arguments?: McpPromptArgument[];
    /** Conditional. Required unless `role` is given. Scope that getting it needs, one of the server's `scopes`. */
    scope?: string;
    /** Conditional. Required unless `scope` is given. Role that getting it needs, one of the server's `roles`. */
    role?: string;
}

/** An argument of a prompt. */
export interface McpPromptArgument {
    /** Required. Its name. */
    name: string;
    /** Optional. What it is. Default: none. */
    description?: string;
    /** Optional. Whether it must be given. Default: false. */
    required?: boolean;
}

/** What clients see of a tool. */
interface ShownTool extends Pick<McpTool, "name" | "title" | "description"> {
    inputSchema: object;
    outputSchema?: object;
    annotations?: object;
}

/** A tool as an answer to `tools/list` has it, without what a call needs. */
export function shownTool({ name, title, description, inputSchema, outputSchema, annotations }: ShownTool): ShownTool {
    return { name, title, description, inputSchema, outputSchema, annotations };
}

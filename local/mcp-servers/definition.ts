/** What a server offers, as its own lists have it. */
export interface McpServerDefinition {
    name: string;
    title: string;
    tools: ToolDefinition[];
    resources: ResourceDefinition[];
    prompts: PromptDefinition[];
    /** Whether it answers with server-sent events. */
    streaming: boolean;
}

export interface ToolDefinition {
    name: string;
    title?: string;
    description: string;
    inputSchema: ObjectSchema;
    outputSchema?: ObjectSchema;
    annotations?: Record<string, unknown>;
}

/** A JSON Schema of draft 2020-12. */
export interface ObjectSchema {
    type: "object";
    [keyword: string]: unknown;
}

export interface ResourceDefinition {
    uri: string;
    name: string;
    title?: string;
    description?: string;
    mimeType?: string;
}

export interface PromptDefinition {
    name: string;
    title?: string;
    description?: string;
    arguments?: { name: string; description?: string; required?: boolean }[];
}

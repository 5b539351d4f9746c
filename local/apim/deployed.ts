/** What is deployed of one service of API Management, in the words of ARM. */
export interface DeployedService {
    /** ARM id. */
    id: string;
    name: string;
    location: string;
    /** Names that it answers to. */
    hosts: string[];
    /** Subnet that it lies in; absent outside of a network. */
    subnetId?: string;
    /** Identities that it may sign in as, by client id. */
    identities: ReadonlyMap<string, { principalId: string }>;
    /** The policy of all APIs. */
    policy?: PolicyDocument;
    apis: DeployedApi[];
    /** By name. */
    backends: ReadonlyMap<string, DeployedBackend>;
    /** JSON schemas by name. */
    schemas: ReadonlyMap<string, object>;
    /** Texts of named values by display name. */
    namedValues: ReadonlyMap<string, string>;
}

/** Text of a policy, and whose it is. */
export interface PolicyDocument {
    /** ARM id. */
    id: string;
    text: string;
}

export interface DeployedApi {
    /** Name, which policies know as `context.Api.Id`. */
    name: string;
    /** `http` or `mcp`. */
    type: string;
    /** Path below the host, without slashes around it. */
    path: string;
    subscriptionRequired: boolean;
    policy?: PolicyDocument;
    operations: DeployedOperation[];
}

export interface DeployedOperation {
    name: string;
    method: string;
    /** Path below the API, with `{names}`. */
    urlTemplate: string;
    policy?: PolicyDocument;
}

export interface DeployedBackend {
    name: string;
    url: string;
    circuitBreaker?: CircuitBreakerRule;
}

/** https://learn.microsoft.com/azure/api-management/backends#circuit-breaker */
export interface CircuitBreakerRule {
    name: string;
    /** Failures within the interval that trip it. */
    count: number;
    intervalSeconds: number;
    statusCodeRanges: { min: number; max: number }[];
    tripSeconds: number;
    acceptRetryAfter: boolean;
}

/** What is deployed of an Application Gateway with its web application firewall. */
export interface DeployedEdge {
    /** ARM id. */
    id: string;
    listener: { name: string; host: string; port: number };
    http2: boolean;
    /** Name of the rule that leads from the listener to the backend. */
    rule: string;
    backend: DeployedBackend;
    /** In the order in which they take effect. */
    requestRewrites: HeaderRewrite[];
    responseRewrites: HeaderRewrite[];
    /** Absent when it is switched off. */
    firewall?: DeployedFirewall;
}

export interface DeployedBackend {
    pool: string;
    settings: string;
    /** Name that it is found by. */
    fqdn: string;
    /** Name that requests to it carry. */
    host: string;
    /** Longest silence of it. */
    timeoutSeconds: number;
}

export interface HeaderRewrite {
    header: string;
    /** May name `{var_client_ip}`; an empty one removes the header. */
    value: string;
}

export interface DeployedFirewall {
    /** ARM id. */
    id: string;
    mode: "Detection" | "Prevention";
    /** Most bytes of a body; infinite when nothing is enforced. */
    bodyLimit: number;
    /** Most bytes of a body that uploads a file. */
    uploadLimit: number;
    block: { status: number; body: string };
    /** In the order of their priority. */
    rateLimits: RateLimit[];
    scrubbed: ScrubbedPart[];
}

/** Limits the requests of each address. */
export interface RateLimit {
    name: string;
    /** Requests within the window that pass. */
    threshold: number;
    windowSeconds: number;
    /** For each condition the beginnings of URIs of which one must fit. */
    uriPrefixes: string[][];
}

/** What does not go into rows of the firewall. */
export interface ScrubbedPart {
    matchVariable: string;
    /** The only one with this name; absent for all. */
    selector?: string;
}

/** Namespace of a server. */
export function namespaceOf(server: string): string {
    return `mcp-${server}`;
}

/** Host of a server behind the ingress. */
export function hostOf(server: string, internalDomain: string): string {
    return `${server}.${internalDomain}`;
}

/**
 * Name in the certificate that the ingress gateway shows to servers. It is below a name that servers have, so that the
 * certificate of a server, or the one that the ingress shows to its callers, is never taken for it.
 */
export function ingressClientName(internalDomain: string): string {
    return `client.ingress.${internalDomain}`;
}

/** Labels by which the pods of a server are found. */
export function podLabels(server: string): Record<string, string> {
    return { "app.kubernetes.io/name": server };
}

/** Labels of everything that belongs to a server. */
export function objectLabels(server: string): Record<string, string> {
    return { ...podLabels(server), "app.kubernetes.io/part-of": "zero-trust-mcp" };
}

/** Ports of the proxy: calls, and how it is, in plain HTTP, for the kubelet. */
export const ports = { calls: 8443, health: 8090 } as const;

/** Folders in the containers. */
export const folders = {
    proxy: "/etc/proxy",
    /** What the driver brings from the vault. */
    vault: "/mnt/vault",
    /** Where the proxy reads it. */
    certificates: "/etc/certificates",
    certificateProgram: "/etc/certificate-program",
    definitionCheck: "/etc/definition-check",
    /** Where the server reads its secrets. */
    secrets: "/secrets",
} as const;

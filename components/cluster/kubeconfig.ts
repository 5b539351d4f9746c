/** How kubelogin signs in to Entra: https://azure.github.io/kubelogin/concepts/login-modes.html */
export const KubeconfigLogin = {
    /** As whoever is signed in to the Azure CLI. */
    AzureCli: "azurecli",
    /** With a token of somebody whom Entra trusts, as pipelines have. Environment variables say which. */
    WorkloadIdentity: "workloadidentity",
    /** As the managed identity of the machine or job, which `AZURE_CLIENT_ID` names. */
    ManagedIdentity: "msi",
} as const;
export type KubeconfigLogin = (typeof KubeconfigLogin)[keyof typeof KubeconfigLogin];

/** Application of every AKS cluster, for which tokens are asked: https://azure.github.io/kubelogin/concepts/aks.html */
const serverId = "6dae42f8-4368-4678-94ff-3960e28e3630";

/**
 * How to reach a cluster, without any secret: kubelogin, which must be on PATH, asks Entra for a token each time. JSON,
 * which is YAML.
 */
export function kubeconfig(cluster: {
    name: string;
    /** Full name of the API server's host. */
    host: string;
    /** Certificate that the API server's own is signed with, base64 of PEM. */
    certificateAuthority: string;
    tenantId: string;
    login: KubeconfigLogin;
}): string {
    const { name, host, certificateAuthority, tenantId, login } = cluster;
    const exec = {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "kubelogin",
        args: [
            "get-token",
            ...["--environment", "AzurePublicCloud"],
            ...["--server-id", serverId],
            ...["--tenant-id", tenantId],
            ...["--login", login],
        ],
        env: null,
        interactiveMode: "Never",
        provideClusterInfo: false,
    };
    return JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [
            {
                name,
                cluster: { server: `https://${host}:443`, "certificate-authority-data": certificateAuthority },
            },
        ],
        users: [{ name, user: { exec } }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        "current-context": name,
    });
}

/** The certificate in a kubeconfig that Azure gave, as base64 of PEM; nothing when there is none. */
export function certificateAuthorityOf(given: string): string | undefined {
    return /"?certificate-authority-data"?: *"?([A-Za-z0-9+/=]+)/.exec(given)?.[1];
}

import type { RedirectUris } from "../applications/redirect-uris";

/** An API of Microsoft, which every tenant knows. */
interface MicrosoftResource {
    /** What tokens are asked for. */
    names: string[];
    version: 1 | 2;
    /** Audience of its tokens; absent where it is the name that was asked for. */
    clientId?: string;
}

/** What tokens are exchanged at: managed identities stand for applications with a token for it. */
export const tokenExchange: MicrosoftResource & { clientId: string } = {
    // https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
    names: ["api://AzureADTokenExchange"],
    version: 2,
    // "AAD Token Exchange Endpoint: Public"; tokens of version 2 have a client id as audience
    clientId: "fb60f99c-7a34-4190-8149-302f77469936",
};

/** What tokens for API servers of AKS are for. */
export const clusterServer = "6dae42f8-4368-4678-94ff-3960e28e3630";

const resources: MicrosoftResource[] = [
    tokenExchange,
    // https://learn.microsoft.com/azure/ai-services/authentication#authenticate-with-microsoft-entra-id
    {
        names: ["https://cognitiveservices.azure.com", "https://cognitiveservices.azure.com/"],
        version: 1,
    },
    // https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
    { names: ["https://vault.azure.net", "https://vault.azure.net/"], version: 1 },
    // https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory#microsoft-authentication-library-msal
    { names: ["https://storage.azure.com", "https://storage.azure.com/"], version: 1 },
    // https://learn.microsoft.com/rest/api/azure/#acquire-an-access-token
    { names: ["https://management.azure.com", "https://management.azure.com/"], version: 1 },
    // https://learn.microsoft.com/graph/auth/auth-concepts
    { names: ["https://graph.microsoft.com", "https://graph.microsoft.com/"], version: 1 },
    // the application of every AKS cluster: https://azure.github.io/kubelogin/concepts/aks.html
    { names: [clusterServer], version: 1 },
];

/** The API of Microsoft with a name. */
export function microsoftResource(name: string): MicrosoftResource | undefined {
    return resources.find(({ names, clientId }) => names.includes(name) || clientId === name.toLowerCase());
}

/** A client of Microsoft, which every tenant knows. */
interface MicrosoftClient {
    displayName: string;
    redirectUris: RedirectUris;
}

/**
 * Clients of Microsoft by client id. Their redirect URIs are nowhere published; these are what programs are seen to send.
 * https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
 */
export const microsoftClients: ReadonlyMap<string, MicrosoftClient> = new Map([
    [
        "aebc6443-996d-45c2-90f0-388ff96faa56",
        {
            displayName: "Visual Studio Code",
            redirectUris: {
                PublicClient: ["http://localhost", "http://127.0.0.1", "https://vscode.dev/redirect"],
                SPA: [],
                Web: [],
            },
        },
    ],
]);

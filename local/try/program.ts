import { type OAuthClientProvider, UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { signIn } from "../entra/authority/sign-in";
import type { Fetch } from "../serve/local-fetch";

export interface ProgramOptions {
    endpoint: string;
    fetch: Fetch;
    /** What the program is registered as in Entra. */
    registration: { clientId: string; redirectUri: string };
    /** Object id of who signs in when the program sends people to Entra. */
    user: string;
}

/** A sign-in that Conditional Access of any environment lets pass. */
const strongest = { phishingResistant: true, compliantDevice: true };

/** A program with the official SDK, and the person in front of it, who signs in and consents whenever it asks. */
export class Program {
    readonly #options: ProgramOptions;
    readonly #provider: OAuthClientProvider;
    readonly #client = new Client({ name: "zero-trust-mcp", version: "1.0.0" });
    #transport: StreamableHTTPClientTransport;
    #sentTo: URL | undefined;
    #tokens: OAuthTokens | undefined;

    constructor(options: ProgramOptions) {
        this.#options = options;
        this.#provider = this.#newProvider();
        this.#transport = this.#newTransport();
    }

    get accessToken(): string {
        return this.#tokens?.access_token ?? "";
    }

    /** Finds Entra from the answer without a token, signs in, and begins a session. */
    async connect(): Promise<void> {
        await this.#signingIn(
            () => this.#client.connect(this.#transport),
            () => {
                this.#transport = this.#newTransport();
            },
        );
    }

    async toolNames(): Promise<string[]> {
        const { tools } = await this.#client.listTools();
        return tools.map(({ name }) => name);
    }

    /**
     * Calls a tool; when that needs another right, signs in once more for it and calls again.
     * @returns whether the tool answers without an error.
     */
    async callTool(name: string, given: Record<string, unknown>): Promise<boolean> {
        const result = await this.#signingIn(() => this.#client.callTool({ name, arguments: given }));
        return result.isError !== true;
    }

    async close(): Promise<void> {
        await this.#client.close();
    }

    async #signingIn<T>(action: () => Promise<T>, again = () => {}): Promise<T> {
        try {
            return await action();
        } catch (error) {
            if (!(error instanceof UnauthorizedError) || this.#sentTo === undefined) throw error;
            const { user, fetch } = this.#options;
            const { searchParams } = await signIn(this.#sentTo, { user, ...strongest }, fetch);
            this.#sentTo = undefined;
            const code = searchParams.get("code");
            if (code === null) throw new Error(searchParams.get("error_description") ?? "Entra gives no code.");
            await this.#transport.finishAuth(code);
            again();
            return action();
        }
    }

    #newTransport(): StreamableHTTPClientTransport {
        const { endpoint, fetch } = this.#options;
        return new StreamableHTTPClientTransport(new URL(endpoint), { authProvider: this.#provider, fetch });
    }

    #newProvider(): OAuthClientProvider {
        const { clientId, redirectUri } = this.#options.registration;
        let verifier = "";
        return {
            redirectUrl: redirectUri,
            clientMetadata: { redirect_uris: [redirectUri] },
            clientInformation: () => ({ client_id: clientId }),
            saveClientInformation() {},
            tokens: () => this.#tokens,
            saveTokens: (tokens) => {
                this.#tokens = tokens;
            },
            redirectToAuthorization: (url) => {
                this.#sentTo = url;
            },
            saveCodeVerifier(text) {
                verifier = text;
            },
            codeVerifier: () => verifier,
        };
    }
}

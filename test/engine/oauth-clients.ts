import {
    Client,
    type OAuthClientProvider,
    StreamableHTTPClientTransport,
    UnauthorizedError,
} from "@modelcontextprotocol/client";
import {
    type OAuthClientProvider as Provider2025,
    UnauthorizedError as Unauthorized2025,
} from "@modelcontextprotocol/sdk/client/auth.js";
import { Client as Client2025 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport2025 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { readSeed } from "../../local/cloud/seed";
import { issuers } from "../../local/entra/tokens/issuers";
import type { Fetch } from "../../local/serve/local-fetch";
import type { CallOptions } from "../local/mcp-servers/clients";

/** Lets somebody sign in where a client sends them. Returns the address that the client is told. */
export type SignIn = (url: URL) => Promise<URL>;

type Stored<Save extends ((value: never) => unknown) | undefined> = Parameters<NonNullable<Save>>[0];

/** What a program that uses either SDK keeps of its client, and how it has its user sign in. */
export class Program implements OAuthClientProvider, Provider2025 {
    readonly redirectUrl = "http://localhost:6274/oauth/callback";
    readonly clientMetadata = { redirect_uris: [this.redirectUrl], client_name: "test" };
    /** Where the user was sent, each time. */
    readonly sentTo: URL[] = [];
    #tokens?: Stored<Provider2025["saveTokens"]>;
    #information: Stored<Provider2025["saveClientInformation"]>;
    #discovered?: Stored<OAuthClientProvider["saveDiscoveryState"]>;
    #verifier = "";
    #answer?: URL;

    constructor(
        clientId: string,
        private readonly signIn: SignIn,
    ) {
        this.#information = { client_id: clientId, issuer: issuers(readSeed().tenantId).v2 };
    }

    /** What the last sign-in told the client. */
    get answer(): URLSearchParams {
        if (this.#answer === undefined) throw new Error("Nobody was asked to sign in.");
        return this.#answer.searchParams;
    }

    get accessToken(): string {
        if (this.#tokens === undefined) throw new Error("Nobody has signed in.");
        return this.#tokens.access_token;
    }

    state = () => String(this.sentTo.length);
    clientInformation = () => this.#information;
    saveClientInformation(information: Stored<Provider2025["saveClientInformation"]>) {
        this.#information = information;
    }
    tokens = () => this.#tokens;
    saveTokens(tokens: Stored<Provider2025["saveTokens"]>) {
        this.#tokens = tokens;
    }
    async redirectToAuthorization(url: URL) {
        this.sentTo.push(url);
        this.#answer = await this.signIn(url);
    }
    saveCodeVerifier(verifier: string) {
        this.#verifier = verifier;
    }
    codeVerifier = () => this.#verifier;
    discoveryState = () => this.#discovered;
    saveDiscoveryState(discovered: Stored<OAuthClientProvider["saveDiscoveryState"]>) {
        this.#discovered = discovered;
    }
}

/** A client of an official SDK that has its user sign in whenever the server wants that. */
export interface SignedInClient {
    version: string | undefined;
    sessionId: string | undefined;
    /** Names. */
    listTools(): Promise<string[]>;
    callTool(name: string, given: Record<string, unknown>, options?: CallOptions): Promise<object>;
    endSession(): Promise<void>;
    close(): Promise<void>;
}

export interface ConnectOptions {
    fetch: Fetch;
    program: Program;
}

export type SignInAndConnect = (url: string, options: ConnectOptions) => Promise<SignedInClient>;

/** Connects the client of `@modelcontextprotocol/sdk`. */
export const connectFirst: SignInAndConnect = async (url, { program, ...options }) => {
    const make = () => new Transport2025(new URL(url), { ...options, authProvider: program });
    let transport = make();
    const signingIn = signingInWith(Unauthorized2025, () => transport.finishAuth(program.answer.get("code") ?? ""));
    const client = new Client2025({ name: "test", version: "1.0.0" });
    await signingIn(() => {
        transport = make();
        return client.connect(transport);
    });
    return {
        version: transport.protocolVersion,
        sessionId: transport.sessionId,
        listTools: async () => namesOf(await signingIn(() => client.listTools())),
        callTool: (name, given, options) =>
            signingIn(() => client.callTool({ name, arguments: given }, undefined, options)),
        endSession: () => transport.terminateSession(),
        close: () => client.close(),
    };
};

/** Connects the client of `@modelcontextprotocol/client`, which speaks the newer version where the server does. */
export const connectSecond: SignInAndConnect = async (url, { program, ...options }) => {
    const make = () => new StreamableHTTPClientTransport(new URL(url), { ...options, authProvider: program });
    let transport = make();
    const signingIn = signingInWith(UnauthorizedError, () => transport.finishAuth(program.answer));
    const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
    await signingIn(() => {
        transport = make();
        return client.connect(transport);
    });
    return {
        version: client.getNegotiatedProtocolVersion(),
        sessionId: transport.sessionId,
        listTools: async () => namesOf(await signingIn(() => client.listTools())),
        callTool: (name, given, options) => signingIn(() => client.callTool({ name, arguments: given }, options)),
        endSession: () => transport.terminateSession(),
        close: () => client.close(),
    };
};

/** As programs do: once the user has signed in, the SDK is told the code, and the same is asked again. */
function signingInWith(unauthorized: new () => Error, finish: () => Promise<void>) {
    return async <T>(ask: () => Promise<T>): Promise<T> => {
        try {
            return await ask();
        } catch (error) {
            if (!(error instanceof unauthorized)) throw error;
            await finish();
            return ask();
        }
    };
}

function namesOf({ tools }: { tools: { name: string }[] }): string[] {
    return tools.map(({ name }) => name);
}

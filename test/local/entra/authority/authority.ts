import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { newAuthority } from "../../../../local/edge/certificate";
import { authorityHost } from "../../../../local/entra/authority/metadata";
import { type RunningAuthority, serveAuthority } from "../../../../local/entra/authority/serve-authority";
import { type SignInChoice, signIn } from "../../../../local/entra/authority/sign-in";
import type { Tenant } from "../../../../local/entra/tokens/tenant";
import type { Properties } from "../../../../local/provider/provider";
import { JumpingClock } from "../../cloud/jumping-clock";
import { seed } from "../fixture";
import { callback, endpoint, landscape, tenantWith, user } from "../tokens/landscape";

export const verifier = "verifier-that-only-the-client-knows-0123456789";
export const challenge = createHash("sha256").update(verifier).digest("base64url");

export type Fields = Record<string, string | undefined>;

/** What an answer of the token endpoint may hold. */
interface TokenBody extends Record<string, unknown> {
    access_token: string;
    refresh_token: string;
    id_token: string;
    scope: string;
}

/** The authorization server of the landscape, for the tests of a file. */
export class ServedAuthority {
    readonly clock = new JumpingClock();
    readonly logged: string[] = [];
    running!: RunningAuthority;
    #tenant!: Tenant;

    /** Serves it before the first test of a file, and ends it after the last. */
    static forTests(): ServedAuthority {
        const authority = new ServedAuthority();
        before(() => authority.start());
        beforeEach(() => authority.change());
        after(() => authority.running.close());
        return authority;
    }

    async start(): Promise<void> {
        await this.change();
        this.running = await serveAuthority({
            tenant: () => this.#tenant,
            authority: await newAuthority(),
            log: (line) => this.logged.push(line),
        });
    }

    get tenant(): Tenant {
        return this.#tenant;
    }

    /** Changes what is deployed until the next test. */
    async change(
        change: (path: string, body: Properties) => Properties | undefined = (_, body) => body,
        principals = seed.principals,
    ): Promise<void> {
        this.#tenant = await tenantWith(change, principals, this.clock);
    }

    /** `fetch` where the name of Entra leads to this machine. */
    readonly fetch = (url: string | URL, init?: RequestInit): Promise<Response> => {
        const { origin, pathname, search } = new URL(url);
        assert.equal(origin, `https://${authorityHost}`);
        return fetch(`${this.running.origin}${pathname}${search}`, init);
    };

    /** Where a client sends people, with changes of what it asks for. */
    async authorizationUrl(change: Fields = {}, tenantName: string = seed.tenantId): Promise<URL> {
        const { inspector } = await landscape();
        const url = new URL(`https://${authorityHost}/${tenantName}/oauth2/v2.0/authorize`);
        url.search = fields({
            client_id: inspector.clientId,
            response_type: "code",
            redirect_uri: callback,
            scope: `${endpoint}/mcp.read offline_access`,
            state: "state of the client",
            code_challenge: challenge,
            code_challenge_method: "S256",
            resource: endpoint,
            ...change,
        }).toString();
        return url;
    }

    /** What a client is told when somebody signs in. */
    async answer(change: Fields = {}, choice: Partial<SignInChoice> = {}): Promise<URL> {
        return signIn(await this.authorizationUrl(change), { user, ...choice }, this.fetch);
    }

    async code(change: Fields = {}, choice: Partial<SignInChoice> = {}): Promise<string> {
        const { searchParams } = await this.answer(change, choice);
        return searchParams.get("code") ?? assert.fail(searchParams.get("error_description") ?? "no code");
    }

    /** What the token endpoint answers. */
    async token(body: Fields, headers: Record<string, string> = {}, tenantName: string = seed.tenantId) {
        const url = `https://${authorityHost}/${tenantName}/oauth2/v2.0/token`;
        const response = await this.fetch(url, { method: "POST", body: fields(body), headers });
        return { status: response.status, headers: response.headers, body: (await response.json()) as TokenBody };
    }

    /** Takes tokens for a code. */
    async redeem(code: string, change: Fields = {}, headers: Record<string, string> = {}) {
        const { inspector } = await landscape();
        const redemption = {
            grant_type: "authorization_code",
            client_id: inspector.clientId,
            code,
            redirect_uri: callback,
            code_verifier: verifier,
            resource: endpoint,
        };
        return this.token({ ...redemption, ...change }, headers);
    }

    async refresh(refreshToken: string, change: Fields = {}, headers: Record<string, string> = {}) {
        const { inspector } = await landscape();
        const refreshing = { grant_type: "refresh_token", client_id: inspector.clientId, refresh_token: refreshToken };
        return this.token({ ...refreshing, ...change }, headers);
    }

    /** Signs in and takes tokens. */
    async tokens(change: Fields = {}, choice: Partial<SignInChoice> = {}) {
        return (await this.redeem(await this.code(change, choice))).body;
    }
}

/** Asserts what the token endpoint says of a refusal. */
export function isRefused(answer: { status: number; body: Record<string, unknown> }, code: number, error: string) {
    const { error_codes, error_description } = answer.body;
    assert.deepEqual([error_codes, answer.body.error], [[code], error], String(error_description));
    assert.equal(answer.status, error === "invalid_client" ? 401 : 400);
    assert.match(String(error_description), new RegExp(`^AADSTS${code}: `));
}

/** Asserts what a client is told of a refusal. */
export function isTold({ searchParams }: URL, code: number, error: string) {
    const description = searchParams.get("error_description") ?? "";
    assert.equal(searchParams.get("error"), error, description);
    assert.match(description, new RegExp(`^AADSTS${code}: `));
    assert.equal(searchParams.get("state"), "state of the client");
    assert.equal(searchParams.has("code"), false);
}

function fields(values: Fields): URLSearchParams {
    return new URLSearchParams(
        Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}

// Does not prove that the gateway challenges clients as they expect: its metadata is written here.
import assert from "node:assert/strict";
import { auth, type OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { decodeJwt } from "jose";
import { signIn } from "../../../../local/entra/authority/sign-in";
import { callback, endpoint, issuer, landscape, user } from "../tokens/landscape";
import { ServedAuthority } from "./authority";

/** What a program keeps between two steps. */
class Program implements OAuthClientProvider {
    readonly redirectUrl = callback;
    readonly clientMetadata = { redirect_uris: [callback], client_name: "Inspector" };
    sentTo?: URL;
    #tokens?: OAuthTokens;
    #verifier = "";

    constructor(readonly clientId?: string) {}

    state = () => "state of the program";
    clientInformation = (): OAuthClientInformationMixed | undefined =>
        this.clientId === undefined ? undefined : { client_id: this.clientId };
    tokens = () => this.#tokens;
    saveTokens(tokens: OAuthTokens) {
        this.#tokens = tokens;
    }
    redirectToAuthorization(url: URL) {
        this.sentTo = url;
    }
    saveCodeVerifier(verifier: string) {
        this.#verifier = verifier;
    }
    codeVerifier = () => this.#verifier;
    saveClientInformation() {}
    invalidateCredentials() {
        this.#tokens = undefined;
    }
}

describe("A client of the SDK for TypeScript", () => {
    const authority = ServedAuthority.forTests();
    let scope = `${endpoint}/mcp.read`;
    let asked: string[] = [];

    beforeEach(() => {
        scope = `${endpoint}/mcp.read`;
        asked = [];
    });

    /** The metadata of the server comes from here, the rest from Entra. */
    const fetchFn = async (url: string | URL, init?: RequestInit): Promise<Response> => {
        const { host, pathname } = new URL(url);
        if (host === "login.microsoftonline.com") {
            asked.push(pathname);
            return authority.fetch(url, init);
        }
        return Response.json({
            resource: endpoint,
            authorization_servers: [issuer],
            scopes_supported: [scope, "offline_access"],
        });
    };
    const step = (program: Program, more: object = {}) => auth(program, { serverUrl: endpoint, fetchFn, ...more });

    it("signs in, takes tokens for the server and refreshes them", async () => {
        const { front, inspector } = await landscape();
        const program = new Program(inspector.clientId);
        assert.equal(await step(program), "REDIRECT");
        const sentTo = program.sentTo ?? assert.fail("sent nowhere");
        const said = Object.fromEntries(sentTo.searchParams);
        assert.deepEqual(
            [said.resource, said.code_challenge_method, said.state],
            [endpoint, "S256", "state of the program"],
        );
        const answer = await signIn(sentTo, { user }, authority.fetch);
        assert.equal(answer.searchParams.get("state"), "state of the program");
        const authorizationCode = answer.searchParams.get("code") ?? assert.fail(answer.href);
        assert.equal(await step(program, { authorizationCode }), "AUTHORIZED");
        const first = program.tokens() ?? assert.fail("no tokens");
        assert.deepEqual(
            [decodeJwt(first.access_token).aud, decodeJwt(first.access_token).oid],
            [front.clientId, user],
        );

        assert.equal(await step(program), "AUTHORIZED");
        const second = program.tokens() ?? assert.fail("no tokens");
        assert.notEqual(second.access_token, first.access_token);
        assert.notEqual(second.refresh_token, first.refresh_token);
    });

    it("finds the metadata of Entra at the third address that it tries", async () => {
        const { inspector } = await landscape();
        await step(new Program(inspector.clientId));
        const { pathname } = new URL(issuer);
        assert.deepEqual(asked, [
            `/.well-known/oauth-authorization-server${pathname}`,
            `/.well-known/openid-configuration${pathname}`,
            `${pathname}/.well-known/openid-configuration`,
        ]);
    });

    it("is refused when the scopes of the metadata are not of its resource", async () => {
        const { inspector } = await landscape();
        scope = `${endpoint}/backend/mcp.execute`;
        const program = new Program(inspector.clientId);
        await step(program);
        const answer = await signIn(program.sentTo ?? "", { user }, authority.fetch);
        assert.match(answer.searchParams.get("error_description") ?? "", /^AADSTS9010010: /);
    });

    it("asks the user again once a refresh is refused", async () => {
        const { inspector } = await landscape();
        const program = new Program(inspector.clientId);
        await step(program);
        const answer = await signIn(program.sentTo ?? "", { user }, authority.fetch);
        await step(program, { authorizationCode: answer.searchParams.get("code") });
        authority.clock.advance(90 * 24 * 60 * 60);
        assert.equal(await step(program), "REDIRECT");
    });

    it("cannot register by itself", async () => {
        await assert.rejects(step(new Program()), /does not support dynamic client registration/);
    });
});

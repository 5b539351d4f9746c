// Does not prove what tokens hold otherwise, nor the exchange on behalf of a user: test/local/entra/tokens does.
import assert from "node:assert/strict";
import { decodeJwt, jwtVerify } from "jose";
import { managedIdentityToken } from "../../../../local/entra/tokens/managed-identity-token";
import { verificationKeys } from "../../../../local/entra/tokens/signing-key";
import { seed } from "../fixture";
import {
    backendScope,
    browserCallback,
    endpoint,
    exchange,
    gateway,
    grantOf,
    issuer,
    landscape,
    serverCallback,
    user,
    vscode,
} from "../tokens/landscape";
import { type Fields, isRefused, ServedAuthority } from "./authority";

const minutes = 60;
const days = 24 * 60 * minutes;

describe("The token endpoint", () => {
    const authority = ServedAuthority.forTests();

    const proof = async () => ({
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: (await managedIdentityToken(authority.tenant, gateway.clientId, exchange)).accessToken,
    });
    const leave = () =>
        authority.change(
            (_, body) => body,
            seed.principals.map((each) => (each.id === user ? { ...each, memberOf: [] } : each)),
        );

    describe("for a code", () => {
        it("gives a token for the user and the scopes, whose audience is the client id of the server", async () => {
            const { front, inspector } = await landscape();
            const { status, headers, body } = await authority.redeem(await authority.code());
            const { access_token, refresh_token, ...rest } = body;
            assert.deepEqual(
                [status, headers.get("cache-control"), headers.get("access-control-allow-origin")],
                [200, "no-store", null],
            );
            assert.deepEqual(rest, {
                token_type: "Bearer",
                expires_in: 4500,
                ext_expires_in: 4500,
                scope: `${endpoint}/mcp.read`,
            });
            assert.match(refresh_token, /^[\w-]{43}$/);
            const { aud, iss, azp, azpacr, oid, scp, roles, ...others } = decodeJwt(access_token);
            assert.deepEqual(
                { aud, iss, azp, azpacr, oid, scp, roles },
                {
                    ...{ aud: front.clientId, iss: issuer, azp: inspector.clientId, azpacr: "0", oid: user },
                    ...{ scp: "mcp.read", roles: ["Orders.Manager"] },
                },
            );
            assert.equal("acrs" in others, false);
        });

        it("puts all that was consented to into the token", async () => {
            await authority.tokens({ scope: `${endpoint}/orders.read` });
            const { access_token, scope } = await authority.tokens();
            assert.equal(decodeJwt(access_token).scp, "mcp.read orders.read");
            assert.equal(scope, `${endpoint}/mcp.read ${endpoint}/orders.read`);
        });

        it("gives a refresh token and an ID token to who asks for them", async () => {
            const { inspector } = await landscape();
            const plain = await authority.tokens({ scope: `${endpoint}/mcp.read` });
            assert.deepEqual(["refresh_token" in plain, "id_token" in plain], [false, false]);
            const scope = `openid profile ${endpoint}/mcp.read`;
            const { id_token } = await authority.tokens({ scope, nonce: "nonce of the client" });
            const { payload } = await jwtVerify(id_token, verificationKeys(authority.tenant.key), {
                audience: inspector.clientId,
                issuer,
                currentDate: new Date(authority.clock.now()),
            });
            assert.deepEqual(
                [payload.nonce, payload.oid, payload.name],
                ["nonce of the client", user, "user of MCP servers"],
            );
            const { id_token: anonymous } = await authority.tokens({ scope: `openid ${endpoint}/mcp.read` });
            const { name, oid, nonce, sub } = decodeJwt(anonymous);
            assert.deepEqual([name, oid, nonce, sub], [undefined, undefined, undefined, payload.sub]);
        });

        it("takes it once, for ten minutes", async () => {
            const code = await authority.code();
            assert.equal((await authority.redeem(code)).status, 200);
            isRefused(await authority.redeem(code), 54005, "invalid_grant");
            const late = await authority.code();
            authority.clock.advance(10 * minutes);
            isRefused(await authority.redeem(late), 70008, "invalid_grant");
            isRefused(await authority.redeem("other"), 9002313, "invalid_grant");
        });

        it("takes it once of two who come at the same time", async () => {
            const code = await authority.code();
            const statuses = (await Promise.all([authority.redeem(code), authority.redeem(code)])).map(
                (each) => each.status,
            );
            assert.deepEqual(statuses.sort(), [200, 400]);
        });

        it("takes it from the client that asked, with its redirect URI and what only that one knows", async () => {
            const code = await authority.code();
            isRefused(await authority.redeem(code, { client_id: vscode }), 70000, "invalid_grant");
            isRefused(await authority.redeem(code, { redirect_uri: "http://127.0.0.1" }), 500112, "invalid_grant");
            isRefused(await authority.redeem(code, { redirect_uri: undefined }), 900144, "invalid_request");
            isRefused(await authority.redeem(code, { code_verifier: "other" }), 501481, "invalid_grant");
            isRefused(await authority.redeem(code, { code_verifier: undefined }), 900144, "invalid_request");
            isRefused(await authority.redeem(code, { resource: `${endpoint}/` }), 9010010, "invalid_target");
            isRefused(await authority.redeem(code, { client_secret: "one" }), 700025, "invalid_client");
            isRefused(await authority.redeem(code, await proof()), 700025, "invalid_client");
            assert.equal((await authority.redeem(code)).status, 200, "a mistake does not use the code up");
        });

        it("wants consent for other scopes than those of the sign-in", async () => {
            const scope = `${endpoint}/orders.read`;
            const client = { client_id: vscode, redirect_uri: "http://localhost" };
            const redeem = async (change: Fields) =>
                authority.redeem(await authority.code(client), { ...client, ...change });
            const answer = await redeem({ scope });
            isRefused(answer, 65001, "invalid_grant");
            assert.equal(answer.body.suberror, "consent_required");
            isRefused(await redeem({ scope: "orders.read" }), 650053, "invalid_scope");
            assert.equal((await redeem({ scope: `${endpoint}/mcp.read` })).status, 200);
        });

        it("wants an origin of programs in browsers, and none of others", async () => {
            const inBrowser = { redirect_uri: browserCallback };
            const origin = { Origin: "https://inspector.contoso.com" };
            const code = await authority.code(inBrowser);
            isRefused(await authority.redeem(code, inBrowser), 9002327, "invalid_request");
            const { status, headers } = await authority.redeem(code, inBrowser, origin);
            assert.deepEqual([status, headers.get("access-control-allow-origin")], [200, "*"]);
            isRefused(await authority.redeem(await authority.code(), {}, origin), 9002326, "invalid_request");
        });

        it("wants proof of programs on servers", async () => {
            const { portal } = await landscape();
            const onServer = { client_id: portal.clientId, redirect_uri: serverCallback };
            const code = await authority.code(onServer);
            isRefused(await authority.redeem(code, onServer), 7000218, "invalid_client");
            isRefused(await authority.redeem(code, { ...onServer, client_secret: "one" }), 7000215, "invalid_client");
            const { status, body } = await authority.redeem(code, { ...onServer, ...(await proof()) });
            assert.equal(status, 200);
            assert.equal(decodeJwt(body.access_token).azpacr, "2");
        });

        it("gives nothing to who is no longer assigned since the sign-in", async () => {
            const code = await authority.code();
            await leave();
            isRefused(await authority.redeem(code), 50105, "invalid_grant");
        });
    });

    describe("for a refresh token", () => {
        it("gives new tokens, another refresh token among them, and the former stays good", async () => {
            const { refresh_token, access_token } = await authority.tokens();
            const { status, body } = await authority.refresh(refresh_token, { resource: endpoint });
            assert.equal(status, 200);
            assert.notEqual(body.refresh_token, refresh_token);
            assert.equal(decodeJwt(body.access_token).sub, decodeJwt(access_token).sub);
            assert.equal(body.scope, (await authority.refresh(refresh_token)).body.scope);
        });

        it("ends 90 days after the last one was given", async () => {
            const { refresh_token: first } = await authority.tokens();
            authority.clock.advance(90 * days - 1);
            const { refresh_token: second } = (await authority.refresh(first)).body;
            authority.clock.advance(1);
            isRefused(await authority.refresh(first), 700082, "invalid_grant");
            authority.clock.advance(90 * days - 2);
            assert.equal((await authority.refresh(second)).status, 200);
        });

        it("ends for programs in browsers 24 hours after the sign-in, however often it is replaced", async () => {
            const inBrowser = { redirect_uri: browserCallback };
            const origin = { Origin: "https://inspector.contoso.com" };
            const { refresh_token } = (await authority.redeem(await authority.code(inBrowser), inBrowser, origin)).body;
            authority.clock.advance(days - 1);
            isRefused(await authority.refresh(refresh_token), 9002327, "invalid_request");
            const replaced = (await authority.refresh(refresh_token, {}, origin)).body.refresh_token;
            authority.clock.advance(1);
            isRefused(await authority.refresh(replaced, {}, origin), 700084, "invalid_grant");
        });

        it("belongs to one client, and to the scopes that were consented to", async () => {
            const { refresh_token } = await authority.tokens();
            isRefused(await authority.refresh(refresh_token, { client_id: vscode }), 70000, "invalid_grant");
            isRefused(await authority.refresh("other"), 9002313, "invalid_grant");
            isRefused(await authority.refresh(refresh_token, { resource: `${endpoint}/` }), 9010010, "invalid_target");
            const otherScope = { scope: `${endpoint}/backend/mcp.execute` };
            isRefused(await authority.refresh(refresh_token, otherScope), 65001, "invalid_grant");
        });

        it("is worth nothing while the user is not assigned", async () => {
            const { refresh_token } = await authority.tokens();
            await leave();
            isRefused(await authority.refresh(refresh_token), 50105, "invalid_grant");
        });

        it("is worth nothing once the client is disabled or gone", async () => {
            const { refresh_token } = await authority.tokens();
            const { inspector } = await landscape();
            await authority.change((_, body) =>
                body.clientId === inspector.clientId ? { ...body, accountEnabled: false } : body,
            );
            isRefused(await authority.refresh(refresh_token), 7000112, "unauthorized_client");
            await authority.change((_, body) => (body.clientId === inspector.clientId ? undefined : body));
            isRefused(await authority.refresh(refresh_token), 700016, "unauthorized_client");
        });
    });

    describe("for an application itself", () => {
        const ask = async (change: Fields = {}) => {
            const { portal } = await landscape();
            const scope = `${endpoint}/.default`;
            const base = { grant_type: "client_credentials", client_id: portal.clientId, scope };
            return authority.token({ ...base, ...(await proof()), ...change });
        };

        it("gives a token with the roles that it is assigned, and no scope", async () => {
            const { front, portal, portalPrincipal } = await landscape();
            const { status, body } = await ask();
            const { access_token, ...rest } = body;
            assert.equal(status, 200);
            assert.deepEqual(rest, { token_type: "Bearer", expires_in: 4500, ext_expires_in: 4500 });
            const { aud, azp, azpacr, oid, sub, roles, scp, idtyp } = decodeJwt(access_token);
            assert.deepEqual(
                { aud, azp, azpacr, oid, sub, roles, scp, idtyp },
                {
                    ...{ aud: front.clientId, azp: portal.clientId, azpacr: "2", oid: portalPrincipal },
                    ...{ sub: portalPrincipal, roles: ["Orders.Auditor"], scp: undefined, idtyp: undefined },
                },
            );
        });

        it("wants proof, .default, and a role where the server wants one", async () => {
            const { inspector } = await landscape();
            const without = { client_assertion: undefined, client_assertion_type: undefined };
            isRefused(await ask(without), 7000218, "invalid_client");
            isRefused(await ask({ ...without, client_secret: "one" }), 7000215, "invalid_client");
            isRefused(await ask({ client_id: inspector.clientId }), 700211, "invalid_client");
            isRefused(await ask({ client_id: vscode }), 700016, "unauthorized_client");
            isRefused(await ask({ scope: `${endpoint}/mcp.read` }), 1002012, "invalid_scope");
            isRefused(await ask({ scope: backendScope }), 501051, "invalid_grant");
            isRefused(await ask({ resource: `${endpoint}/` }), 9010010, "invalid_target");
            assert.equal((await ask({ resource: endpoint })).status, 200);
        });
    });

    it("exchanges tokens of users, as the gateway asks it to", async () => {
        const { front } = await landscape();
        const assertion = (await authority.tokens()).access_token;
        const { status, body } = await authority.token(await grantOf(authority.tenant, front.clientId, assertion));
        assert.equal(status, 200);
        assert.equal(decodeJwt(body.access_token).scp, "mcp.execute");
    });

    it("knows no other flow, and no other tenant", async () => {
        const { inspector } = await landscape();
        const client = { client_id: inspector.clientId };
        isRefused(await authority.token({ ...client, grant_type: "password" }), 70003, "unsupported_grant_type");
        isRefused(await authority.token(client), 900144, "invalid_request");
        const flow = { ...client, grant_type: "refresh_token", refresh_token: "one" };
        isRefused(await authority.token(flow, {}, "common"), 50194, "invalid_request");
        isRefused(await authority.token(flow, {}, "fabrikam.com"), 90002, "invalid_request");
    });

    it("breaks off and says so when it fails itself", async () => {
        const code = await authority.code();
        await authority.change((_, body) =>
            body.state === undefined
                ? body
                : {
                      ...body,
                      state: "enabled",
                      conditions: { ...(body.conditions as object), platforms: { includedPlatforms: ["all"] } },
                  },
        );
        await assert.rejects(authority.redeem(code), TypeError);
        assert.match(
            authority.logged.at(-1) ?? "",
            /^The local Entra fails: The Conditional Access policy "Orders: .*" cannot be judged here, for the condition platforms\.$/,
        );
    });
});

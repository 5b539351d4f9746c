// Does not prove what Conditional Access says of a sign-in: who asks for a token has to know.
import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { verificationKeys } from "../../../../local/entra/tokens/signing-key";
import { issueUserToken, type UserTokenRequest } from "../../../../local/entra/tokens/user-token";
import type { Properties } from "../../../../local/provider/provider";
import { seed } from "../fixture";
import {
    endpoint,
    issuer,
    landscape,
    managers,
    stranger,
    tenantWhereUserIsIn,
    tenantWith,
    user,
    vscode,
} from "./landscape";

const request: UserTokenRequest = {
    clientId: vscode,
    clientAuthentication: "0",
    userId: user,
    resource: endpoint,
    scopes: ["mcp.read"],
};

const issue = async (change: Partial<UserTokenRequest> = {}) => {
    const { tenant } = await landscape();
    return issueUserToken(tenant, { ...request, ...change });
};
const claims = async (change?: Partial<UserTokenRequest>) => decodeJwt((await issue(change)).accessToken);
const refuses = (code: number, error: string, change: Partial<UserTokenRequest>) =>
    assert.rejects(issue(change), { code, error, message: new RegExp(`^AADSTS${code}: `) });

describe("A token for a user", () => {
    it("has the claims of version 2 and nothing else", async () => {
        const { tenant, front } = await landscape();
        const now = tenant.graph.clock.now() / 1000;
        const { accessToken, expiresIn, scopes } = await issue();
        const { uti, sub, ...rest } = decodeJwt(accessToken);
        assert.deepEqual(rest, {
            aud: front.clientId,
            iss: issuer,
            iat: now,
            nbf: now,
            exp: now + 4500,
            azp: vscode,
            azpacr: "0",
            oid: user,
            roles: ["Orders.Manager"],
            scp: "mcp.read",
            tid: seed.tenantId,
            ver: "2.0",
        });
        assert.match(String(uti), /^[\w-]{22}$/);
        assert.match(String(sub), /^[\w-]{43}$/);
        assert.deepEqual({ expiresIn, scopes }, { expiresIn: 4500, scopes: ["mcp.read"] });
    });

    it("is signed with the key of the tenant", async () => {
        const { tenant } = await landscape();
        const { accessToken } = await issue();
        assert.deepEqual(decodeProtectedHeader(accessToken), { typ: "JWT", alg: "RS256", kid: tenant.key.kid });
        await jwtVerify(accessToken, verificationKeys(tenant.key), {
            currentDate: new Date(tenant.graph.clock.now()),
        });
    });

    it("names another subject to each application, and the same one again", async () => {
        const { front, inspector, backend } = await landscape();
        const [one, again, byOther, elsewhere] = await Promise.all([
            claims(),
            claims(),
            claims({ clientId: inspector.clientId, clientAuthentication: "1", consented: ["mcp.read"] }),
            claims({ clientId: front.clientId, resource: `${endpoint}/backend`, scopes: [".default"] }),
        ]);
        assert.deepEqual([again.sub, byOther.sub], [one.sub, one.sub]);
        assert.notEqual(elsewhere.sub, one.sub);
        assert.notEqual(again.uti, one.uti);
        assert.equal(elsewhere.aud, backend.clientId);
        assert.deepEqual([byOther.azp, byOther.azpacr], [inspector.clientId, "1"]);
    });

    it("has what was consented to, and the contexts that the sign-in satisfied", async () => {
        const { inspector } = await landscape();
        const consented = ["orders.read", "mcp.read"];
        assert.equal((await claims({ consented })).scp, "mcp.read orders.read");
        assert.equal((await claims({ scopes: [".default"] })).scp, "mcp.read");
        assert.equal((await claims({ clientId: inspector.clientId, consented, scopes: ["orders.read"] })).azpacr, "0");
        assert.deepEqual((await claims({ authenticationContexts: ["c1"] })).acrs, ["c1"]);
        assert.equal("acrs" in (await claims({ authenticationContexts: [] })), false);
        assert.equal(Number((await claims({ lifetimeSeconds: 60 })).exp) - Number((await claims()).iat), 60);
    });

    it("takes the client id for the name of the application", async () => {
        const { front } = await landscape();
        assert.equal((await claims({ resource: front.clientId.toUpperCase() })).aud, front.clientId);
    });

    it("is not issued for what does not exist, or is disabled", async () => {
        const { disabled, unrepresented } = await landscape();
        await refuses(500011, "invalid_resource", { resource: `${endpoint}/` });
        await refuses(500011, "invalid_resource", { resource: "https://unrepresented.contoso.com" });
        await refuses(500014, "invalid_resource", { resource: "https://disabled.contoso.com" });
        await refuses(700016, "unauthorized_client", { clientId: "88888888-8888-4888-8888-888888888888" });
        await refuses(7000229, "unauthorized_client", { clientId: unrepresented.clientId });
        await refuses(7000112, "unauthorized_client", { clientId: disabled.clientId });
        await refuses(50034, "invalid_grant", { userId: "88888888-8888-4888-8888-888888888888" });
    });

    it("is not issued to who is not assigned, to the server or to the client", async () => {
        const { inspector } = await landscape();
        await refuses(50105, "invalid_grant", { userId: stranger });
        await assert.rejects(issue({ userId: stranger }), /application Orders \(/);
        const ofManagers = await tenantWhereUserIsIn(managers);
        assert.deepEqual(decodeJwt((await issueUserToken(ofManagers, request)).accessToken).roles, ["Orders.Auditor"]);
        const byInspector = { ...request, clientId: inspector.clientId, consented: ["mcp.read"] };
        await assert.rejects(issueUserToken(ofManagers, byInspector), /application Inspector \(/);
    });

    it("is issued to anybody where nobody needs to be assigned, without roles", async () => {
        const tenant = await tenantWith((_, body) => ({ ...body, appRoleAssignmentRequired: false }));
        const { accessToken } = await issueUserToken(tenant, { ...request, userId: stranger });
        assert.equal("roles" in decodeJwt(accessToken), false);
    });

    it("has neither roles nor scopes that are disabled", async () => {
        const disabled = (permissions: unknown) =>
            (permissions as Properties[]).map((each) => ({ ...each, isEnabled: each.value === "mcp.read" }));
        const tenant = await tenantWith((path, body) =>
            /^\/applications\/[^/]+$/.test(path)
                ? {
                      ...body,
                      appRoles: disabled(body.appRoles),
                      oauth2PermissionScopes: disabled(body.oauth2PermissionScopes),
                  }
                : body,
        );
        const { accessToken } = await issueUserToken(tenant, { ...request, consented: ["orders.read"] });
        const { roles, scp } = decodeJwt(accessToken);
        assert.deepEqual([roles, scp], [undefined, "mcp.read"]);
        const asked = { ...request, consented: ["orders.read"], scopes: ["orders.read"] };
        await assert.rejects(issueUserToken(tenant, asked), { code: 650053 });
    });

    it("is not issued without consent, nor with a scope that nobody offers", async () => {
        const { inspector } = await landscape();
        const byInspector = { clientId: inspector.clientId };
        await refuses(65001, "invalid_grant", byInspector);
        await refuses(65001, "invalid_grant", { ...byInspector, scopes: [".default"] });
        await refuses(65001, "invalid_grant", { scopes: ["mcp.read", "orders.read"] });
        await refuses(650053, "invalid_scope", { scopes: ["orders.write"], consented: ["orders.write"] });
        await assert.rejects(issue(byInspector), { suberror: "consent_required" });
    });

    it("does not exist in version 1", async () => {
        await assert.rejects(issue({ resource: "https://old.contoso.com" }), /Old asks for tokens of version 1/);
    });
});

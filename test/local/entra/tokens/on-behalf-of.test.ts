// Does not prove that components deploy what is needed for it: test/components/mcp-server/on-behalf-of.test.ts does.
import assert from "node:assert/strict";
import { decodeJwt, SignJWT } from "jose";
import { exchangeOnBehalfOf } from "../../../../local/entra/tokens/on-behalf-of";
import { newSigningKey } from "../../../../local/entra/tokens/signing-key";
import type { Tenant } from "../../../../local/entra/tokens/tenant";
import {
    backendScope,
    endpoint,
    gateway,
    grantOf,
    issuer,
    landscape,
    tenantWhereUserIsIn,
    tenantWith,
    tokenOf,
    user,
    users,
    vscode,
} from "./landscape";

const fields = async (tenant: Tenant, clientId: string) => grantOf(tenant, clientId, await tokenOf(tenant, user));

async function ask(change: Record<string, string | undefined> = {}, change2: Partial<Tenant> = {}) {
    const { tenant, front } = await landscape();
    const all = Object.entries({ ...(await fields(tenant, front.clientId)), ...change });
    const given = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
    return exchangeOnBehalfOf({ ...tenant, ...change2 }, new URLSearchParams(given));
}

async function refuses(
    status: number,
    code: number,
    error: string,
    change: Record<string, string | undefined>,
    change2?: Partial<Tenant>,
) {
    const answer = await ask(change, change2);
    assert.deepEqual([answer.status, answer.body.error_codes, answer.body.error], [status, [code], error]);
    assert.match(String(answer.body.error_description), new RegExp(`^AADSTS${code}: `));
}

/** A token of the tenant with claims of one's own. */
async function signed(claims: Record<string, unknown>, key?: Tenant["key"]) {
    const { tenant } = await landscape();
    const { kid, privateKey } = key ?? tenant.key;
    const now = tenant.graph.clock.now() / 1000;
    return new SignJWT({ iat: now, nbf: now, exp: now + 60, ...claims })
        .setProtectedHeader({ alg: "RS256", kid })
        .sign(privateKey);
}

const proof = {
    aud: "fb60f99c-7a34-4190-8149-302f77469936",
    iss: issuer,
    azp: gateway.clientId,
    sub: gateway.principalId,
};

describe("The exchange of a user's token", () => {
    it("gives the application a token with which it acts for the user behind the gateway", async () => {
        const { front, backend } = await landscape();
        const { status, body } = await ask();
        const { access_token, ...rest } = body;
        assert.equal(status, 200);
        assert.deepEqual(rest, {
            token_type: "Bearer",
            scope: `${endpoint}/backend/mcp.execute ${backendScope}`,
            expires_in: 4500,
            ext_expires_in: 4500,
        });
        const { aud, azp, azpacr, oid, scp, ver } = decodeJwt(String(access_token));
        assert.deepEqual(
            { aud, azp, azpacr, oid, scp, ver },
            {
                aud: backend.clientId,
                azp: front.clientId,
                azpacr: "2",
                oid: user,
                scp: "mcp.execute",
                ver: "2.0",
            },
        );
    });

    it("answers errors as Entra does", async () => {
        const { body } = await ask({ assertion: undefined });
        const { error_description, trace_id, correlation_id, ...rest } = body;
        assert.deepEqual(rest, {
            error: "invalid_request",
            error_codes: [900144],
            timestamp: rest.timestamp,
            error_uri: "https://login.microsoftonline.com/error?code=900144",
        });
        assert.match(String(rest.timestamp), /^2026-01-01 00:\d\d:\d\dZ$/);
        assert.equal(
            error_description,
            `AADSTS900144: The request body must contain the following parameter: 'assertion'. Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${rest.timestamp}`,
        );
    });

    it("wants every parameter, once, and of the kind that it serves", async () => {
        for (const name of ["grant_type", "client_id", "requested_token_use", "scope", "client_assertion_type"])
            await refuses(400, 900144, "invalid_request", { [name]: undefined });
        await refuses(400, 70003, "unsupported_grant_type", { grant_type: "password" });
        await refuses(400, 90023, "invalid_request", { requested_token_use: "other" });
        await refuses(400, 90023, "invalid_request", { client_assertion_type: "other" });
        const { tenant, front } = await landscape();
        const twice = new URLSearchParams(await fields(tenant, front.clientId));
        twice.append("assertion", "other");
        assert.deepEqual((await exchangeOnBehalfOf(tenant, twice)).body.error_codes, [90023]);
    });

    it("wants scopes of one application that exists", async () => {
        await refuses(400, 70011, "invalid_scope", { scope: "openid" });
        await refuses(400, 70011, "invalid_scope", { scope: `${backendScope} ${endpoint}/backend/mcp.execute` });
        await refuses(400, 28000, "invalid_request", { scope: `${endpoint}/backend/mcp.execute ${endpoint}/mcp.read` });
        await refuses(400, 500011, "invalid_resource", { scope: "https://mcp.contoso.com/other/.default" });
        await refuses(400, 65001, "invalid_grant", { scope: `${endpoint}/.default` });
    });

    it("refuses an application that does not prove itself with status 401, which is not about the user", async () => {
        const { backend, tenant } = await landscape();
        await refuses(401, 7000218, "invalid_client", { client_assertion: undefined });
        await refuses(401, 7000215, "invalid_client", { client_assertion: undefined, client_secret: "one" });
        await refuses(400, 700016, "unauthorized_client", { client_id: "88888888-8888-4888-8888-888888888888" });
        await refuses(401, 700211, "invalid_client", { client_id: backend.clientId });
        await refuses(400, 50027, "invalid_request", { client_assertion: "one.two" });
        const endless = await signed({ ...proof, exp: undefined });
        await refuses(400, 50027, "invalid_request", { client_assertion: endless });
        const trusts = (change: Record<string, unknown>) => signed({ ...proof, ...change });
        const wrong: [code: number, assertion: string][] = [
            [700027, await signed(proof, await newSigningKey())],
            [700027, await signed(proof, { ...(await newSigningKey()), kid: tenant.key.kid })],
            [700024, await trusts({ exp: tenant.graph.clock.now() / 1000 })],
            [700024, await trusts({ nbf: tenant.graph.clock.now() / 1000 + 1 })],
            [700211, await trusts({ iss: `${issuer}/` })],
            [7002121, await trusts({ aud: "https://management.azure.com" })],
            [700226, await trusts({ azp: vscode })],
            [700213, await trusts({ sub: gateway.principalId.replace("7", "8") })],
        ];
        for (const [code, client_assertion] of wrong) await refuses(401, code, "invalid_client", { client_assertion });
        assert.equal((await ask({ client_assertion: await trusts({}) })).status, 200);
        const { graph } = await tenantWith((path, body) =>
            path.includes("federatedIdentityCredentials") ? { ...body, audiences: ["api://other"] } : body,
        );
        await refuses(401, 700211, "invalid_client", {}, { graph });
    });

    it("refuses what is no token of a user for the application", async () => {
        const { front, tenant } = await landscape();
        const now = tenant.graph.clock.now() / 1000;
        const delegated = { aud: front.clientId, oid: user, scp: "mcp.read" };
        await refuses(400, 50013, "invalid_grant", { assertion: "one" });
        await refuses(400, 50013, "invalid_grant", { assertion: await signed(delegated, await newSigningKey()) });
        await refuses(400, 500133, "invalid_grant", { assertion: await signed({ ...delegated, exp: now }) });
        await refuses(400, 500131, "invalid_grant", { assertion: await signed({ ...delegated, aud: endpoint }) });
        const { scp: _, ...appOnly } = delegated;
        await refuses(400, 7000114, "invalid_grant", { assertion: await signed(appOnly) });
        assert.equal((await ask({ assertion: await signed(delegated) })).status, 200);
    });

    it("refuses a user who is no longer assigned, or not behind the gateway", async () => {
        const { backendPrincipal } = await landscape();
        const { graph: withoutMember } = await tenantWhereUserIsIn();
        await refuses(400, 50105, "invalid_grant", {}, { graph: withoutMember });
        const { graph } = await tenantWith((path, body) =>
            path.includes(backendPrincipal) && body.principalObjectId === users ? undefined : body,
        );
        const { body } = await ask({}, { graph });
        assert.match(String(body.error_description), /^AADSTS50105: .*application Orders behind the gateway \(/);
    });
});

// Does not prove that a token of Azure is cached for a day: each one says what is deployed when it is asked for.
import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { managedIdentityToken } from "../../../../local/entra/tokens/managed-identity-token";
import { seed } from "../fixture";
import { endpoint, exchange, gateway, issuer, landscape } from "./landscape";

const tokenFor = async (resource: string, clientId = gateway.clientId) => {
    const { tenant } = await landscape();
    return (await managedIdentityToken(tenant, clientId, resource)).accessToken;
};
const claimsFor = async (resource: string) => {
    const { uti, iat, nbf, exp, ...rest } = decodeJwt(await tokenFor(resource));
    assert.match(String(uti), /^[\w-]{22}$/);
    assert.deepEqual([nbf, Number(exp) - Number(iat)], [iat, 24 * 60 * 60]);
    return rest;
};
const { principalId, clientId } = gateway;
const v2 = { iss: issuer, azp: clientId, azpacr: "2", oid: principalId, sub: principalId, tid: seed.tenantId };
const v1 = {
    iss: `https://sts.windows.net/${seed.tenantId}/`,
    idp: `https://sts.windows.net/${seed.tenantId}/`,
    appid: clientId,
    appidacr: "2",
    oid: principalId,
    sub: principalId,
    tid: seed.tenantId,
    ver: "1.0",
    xms_mirid: gateway.id,
};

describe("A token of a managed identity", () => {
    it("has the roles that it is assigned of an application", async () => {
        const { backend } = await landscape();
        const expected = { ...v2, aud: backend.clientId, roles: ["Gateway.Invoke"], ver: "2.0" };
        assert.deepEqual(await claimsFor(`${endpoint}/backend`), expected);
        assert.deepEqual(await claimsFor(backend.clientId), expected);
    });

    it("has the name that was asked for and what version 1 says, for Content Safety", async () => {
        const aud = "https://cognitiveservices.azure.com";
        assert.deepEqual(await claimsFor(aud), { ...v1, aud, idtyp: "app" });
        const { tenant } = await landscape();
        const { kid } = tenant.key;
        assert.deepEqual(decodeProtectedHeader(await tokenFor(aud)), { typ: "JWT", alg: "RS256", kid, x5t: kid });
    });

    it("has the client id of the exchange as audience", async () => {
        const aud = "fb60f99c-7a34-4190-8149-302f77469936";
        assert.deepEqual(await claimsFor(exchange), { ...v2, aud, idtyp: "app", ver: "2.0" });
        assert.deepEqual(await claimsFor(aud), { ...v2, aud, idtyp: "app", ver: "2.0" });
    });

    it("has no roles where nothing is assigned and nothing needs to be", async () => {
        assert.deepEqual(await claimsFor("https://old.contoso.com"), { ...v1, aud: "https://old.contoso.com" });
    });

    it("is not issued to an identity that does not exist, nor for what does not exist", async () => {
        await assert.rejects(tokenFor(endpoint, "88888888-8888-4888-8888-888888888888"), { code: 700016 });
        await assert.rejects(tokenFor("https://nothing.contoso.com"), { code: 500011 });
    });

    it("is not issued for an application that it is not assigned to", async () => {
        await assert.rejects(tokenFor(endpoint), { code: 501051, error: "invalid_grant" });
    });
});

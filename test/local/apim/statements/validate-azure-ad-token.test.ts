// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from "jose";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { answer, Sample, serviceWith } from "../sample-gateway";

const tenant = "11111111-1111-4111-8111-111111111111";
const client = "aebc6443-996d-45c2-90f0-388ff96faa56";
const audience = "22222222-2222-4222-8222-222222222222";

describe("validate-azure-ad-token", () => {
    let sample: Sample;
    let keys: Awaited<ReturnType<typeof generateKeyPair>>;
    let foreign: Awaited<ReturnType<typeof generateKeyPair>>;

    before(async () => {
        const language: PolicyLanguage = await loadLanguage();
        keys = await generateKeyPair("RS256", { extractable: true });
        foreign = await generateKeyPair("RS256");
        const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one" };
        sample = new Sample(language, {
            signingKeys: (tenantId) => {
                assert.equal(tenantId, tenant);
                return createLocalJWKSet({ keys: [jwk] });
            },
        });
        const statement =
            `<validate-azure-ad-token tenant-id="${tenant}" header-name="Authorization" failed-validation-httpcode="401" failed-validation-error-message="invalid_token" output-token-variable-name="token">` +
            `<client-application-ids><application-id>${client}</application-id><application-id>{{inspector}}</application-id></client-application-ids>` +
            "<audiences><audience>{{client-id}}</audience></audiences>" +
            `<required-claims><claim name="ver" match="all"><value>2.0</value></claim><claim name="tid" match="all"><value>${tenant}</value></claim><claim name="groups" match="all"><value>a</value><value>b</value></claim></required-claims></validate-azure-ad-token>`;
        const claim = (name: string) => `((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("${name}", "none")`;
        const seen = answer("200", `@(${claim("oid")} + "|" + ${claim("roles")} + "|" + ${claim("scp")})`);
        const namedValues = new Map([
            ["inspector", "33333333-3333-4333-8333-333333333333"],
            ["client-id", audience],
        ]);
        sample.gateway.deploy(serviceWith({ inbound: statement + seen }, { namedValues }));
    });

    const seconds = () => sample.time / 1000;
    const claims = () => ({
        iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
        aud: audience,
        azp: client,
        tid: tenant,
        ver: "2.0",
        oid: "someone",
        groups: ["b", "c", "a"],
        nbf: seconds(),
        exp: seconds() + 1,
    });
    const sign = (payload: object, header: object = {}, key: Parameters<SignJWT["sign"]>[0] = keys.privateKey) =>
        new SignJWT({ ...payload }).setProtectedHeader({ alg: "RS256", kid: "one", ...header }).sign(key);
    const send = (...authorization: string[]) =>
        sample.call({ rawHeaders: authorization.flatMap((value) => ["Authorization", value]) });

    async function refused(authorization: string | string[], reason: string) {
        const { status, body, record } = await send(...[authorization].flat());
        assert.equal(status, 401);
        assert.deepEqual(JSON.parse(body), { statusCode: 401, message: "invalid_token" });
        assert.equal(record.defect, undefined);
        assert.deepEqual([record.lastError?.source, record.lastError?.reason], ["validate-azure-ad-token", reason]);
    }

    it("lets a token of the tenant pass, whose claims are then known", async () => {
        const token = await sign({ ...claims(), roles: ["Orders.Reader", "Orders.Manager"], scp: "a b" });
        for (const scheme of ["Bearer", "bearer"]) {
            const { status, body } = await send(`${scheme} ${token}`);
            assert.deepEqual([status, body], [200, "someone|Orders.Reader,Orders.Manager|a b"]);
        }
    });

    it("lets the issuer of the first version pass, and a client that a named value names", async () => {
        const iss = `https://sts.windows.net/${tenant}/`;
        const { azp: _, ...others } = claims();
        const token = await sign({ ...others, iss, appid: "33333333-3333-4333-8333-333333333333" });
        assert.equal((await send(`Bearer ${token}`)).status, 200);
    });

    const changed: [title: string, change: () => object, reason: string][] = [
        ["has ended this very second", () => ({ exp: seconds() }), "TokenExpired"],
        ["does not count yet", () => ({ nbf: seconds() + 1 }), "JwtInvalid"],
        ["never ends", () => ({ exp: undefined }), "JwtInvalid"],
        ["is for another audience", () => ({ aud: "api://other" }), "TokenAudienceNotAllowed"],
        ["is for no audience", () => ({ aud: undefined }), "TokenAudienceNotAllowed"],
        ["is of another tenant", () => ({ iss: claims().iss.replace("1111", "4444") }), "TokenIssuerNotAllowed"],
        [
            "is of the common issuer",
            () => ({ iss: "https://login.microsoftonline.com/common/v2.0" }),
            "TokenIssuerNotAllowed",
        ],
        ["is of another client", () => ({ azp: "other" }), "TokenClaimValueNotAllowed"],
        ["is of no client", () => ({ azp: undefined }), "TokenClaimValueNotAllowed"],
        [
            "names an allowed client only beside its own",
            () => ({ azp: "other", appid: client }),
            "TokenClaimValueNotAllowed",
        ],
        ["is of another version", () => ({ ver: "1.0" }), "TokenClaimValueNotAllowed"],
        ["has only some of the required values", () => ({ groups: ["b", "c"] }), "TokenClaimValueNotAllowed"],
        ["has required values only in one text", () => ({ groups: "a,b" }), "TokenClaimValueNotAllowed"],
        ["lacks a required claim", () => ({ tid: undefined }), "TokenClaimNotFound"],
    ];
    for (const [title, change, reason] of changed) {
        it(`refuses a token that ${title}`, async () => {
            await refused(`Bearer ${await sign({ ...claims(), ...change() })}`, reason);
        });
    }

    it("refuses a token that somebody else has signed, or that names an unknown key", async () => {
        await refused(`Bearer ${await sign(claims(), {}, foreign.privateKey)}`, "TokenSignatureInvalid");
        await refused(`Bearer ${await sign(claims(), { kid: "two" })}`, "TokenSignatureKeyNotFound");
    });

    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

    it("refuses a token without signature", async () => {
        for (const alg of ["none", "None", "NONE"]) {
            await refused(`Bearer ${encode({ alg, kid: "one" })}.${encode(claims())}.`, "JwtInvalid");
        }
    });

    it("refuses a token that is signed with the public key as a secret", async () => {
        const content = `${encode({ alg: "HS256", kid: "one" })}.${encode(claims())}`;
        const mac = createHmac("sha256", await exportSPKI(keys.publicKey))
            .update(content)
            .digest("base64url");
        await refused(`Bearer ${content}.${mac}`, "JwtInvalid");
    });

    it("refuses a token that the right key has signed in another way", async () => {
        const key = await importJWK(await exportJWK(keys.privateKey), "PS256");
        await refused(`Bearer ${await sign(claims(), { alg: "PS256" }, key)}`, "JwtInvalid");
    });

    it("refuses a token whose claims were changed after it was signed", async () => {
        const [head, , signature] = (await sign(claims())).split(".");
        await refused(`Bearer ${head}.${encode({ ...claims(), oid: "admin" })}.${signature}`, "TokenSignatureInvalid");
    });

    it("refuses a token with extensions that it must understand and does not", async () => {
        const [, body, signature] = (await sign(claims())).split(".");
        await refused(
            `Bearer ${encode({ alg: "RS256", kid: "one", crit: ["x"], x: 1 })}.${body}.${signature}`,
            "JwtInvalid",
        );
    });

    it("refuses what is no bearer token, and several of them", async () => {
        const token = await sign(claims());
        await refused([], "TokenNotPresent");
        await refused("", "TokenNotPresent");
        await refused(token, "TokenNotPresent");
        await refused(`Basic ${token}`, "TokenNotPresent");
        await refused(`Bearer${token}`, "TokenNotPresent");
        await refused(`Bearer ${token} ${token}`, "TokenNotPresent");
        await refused("Bearer x", "JwtInvalid");
        await refused("Bearer a.b.c", "JwtInvalid");
        await refused([`Bearer ${token}`, `Bearer ${token}`], "JwtInvalid");
    });
});

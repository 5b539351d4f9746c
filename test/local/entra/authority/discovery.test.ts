// Does not prove what Entra publishes today: the fields are those of a document that was read once.
import assert from "node:assert/strict";
import { request } from "node:https";
import { authorityHost } from "../../../../local/entra/authority/metadata";
import { seed } from "../fixture";
import { issuer } from "../tokens/landscape";
import { isRefused, ServedAuthority } from "./authority";

const base = `https://${authorityHost}/${seed.tenantId}`;

describe("What Entra publishes", () => {
    const authority = ServedAuthority.forTests();
    const get = async (url: string) => {
        const response = await authority.fetch(url);
        return { status: response.status, headers: response.headers, text: await response.text() };
    };

    it("names the issuer and the endpoints, and neither methods of PKCE nor a registration nor iss", async () => {
        const { status, headers, text } = await get(`${base}/v2.0/.well-known/openid-configuration`);
        const document = JSON.parse(text);
        assert.equal(status, 200);
        assert.equal(headers.get("access-control-allow-origin"), "*");
        assert.deepEqual(
            [document.issuer, document.authorization_endpoint, document.token_endpoint, document.jwks_uri],
            [issuer, `${base}/oauth2/v2.0/authorize`, `${base}/oauth2/v2.0/token`, `${base}/discovery/v2.0/keys`],
        );
        for (const absent of [
            "code_challenge_methods_supported",
            "registration_endpoint",
            "client_id_metadata_document_supported",
            "authorization_response_iss_parameter_supported",
        ])
            assert.equal(absent in document, false, absent);
    });

    it("is the same by a domain of the tenant, and of no tenant in particular at the shared names", async () => {
        const byDomain = await get(`https://${authorityHost}/contoso.com/v2.0/.well-known/openid-configuration`);
        assert.equal(JSON.parse(byDomain.text).issuer, issuer);
        for (const name of ["common", "organizations"]) {
            const { text } = await get(`https://${authorityHost}/${name}/v2.0/.well-known/openid-configuration`);
            const document = JSON.parse(text);
            assert.equal(document.issuer, `https://${authorityHost}/{tenantid}/v2.0`);
            assert.equal(document.token_endpoint, `https://${authorityHost}/${name}/oauth2/v2.0/token`);
        }
    });

    it("has the key that tokens are signed with, and nothing private of it", async () => {
        const { keys } = JSON.parse((await get(`${base}/discovery/v2.0/keys`)).text);
        assert.deepEqual(keys, [authority.tenant.key.publicKey]);
    });

    it("does not exist as RFC 8414 has it, nor where clients would register", async () => {
        for (const path of [
            `/.well-known/oauth-authorization-server/${seed.tenantId}/v2.0`,
            `/${seed.tenantId}/v2.0/.well-known/oauth-authorization-server`,
            `/.well-known/openid-configuration/${seed.tenantId}/v2.0`,
            "/.well-known/oauth-authorization-server",
            `/${seed.tenantId}/register`,
            "/",
        ])
            assert.equal((await get(`https://${authorityHost}${path}`)).status, 404, path);
    });

    it("does not exist for another tenant, and endpoints take one method", async () => {
        for (const path of ["v2.0/.well-known/openid-configuration", "discovery/v2.0/keys"]) {
            const { status, text } = await get(`https://${authorityHost}/fabrikam.com/${path}`);
            isRefused({ status, body: JSON.parse(text) }, 90002, "invalid_request");
        }
        const { status, text } = await get(`${base}/oauth2/v2.0/token`);
        isRefused({ status, body: JSON.parse(text) }, 900561, "invalid_request");
        assert.match(text, /only accepts POST requests\. Received a GET request\./);
    });

    it("comes over TLS to clients that trust the authority, under its name", async () => {
        const { port, certificateAuthority, host } = authority.running;
        const status = await new Promise((resolve, reject) => {
            request({
                host: "127.0.0.1",
                port,
                servername: host,
                ca: certificateAuthority,
                path: `/${seed.tenantId}/v2.0/.well-known/openid-configuration`,
                agent: false,
            })
                .on("response", (response) => resolve(response.resume().statusCode))
                .on("error", reject)
                .end();
        });
        assert.deepEqual([status, host], [200, "login.microsoftonline.com"]);
    });
});

// Does not prove that the cluster checks the token, nor that a server checks the signature.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { decodeJwt } from "jose";
import { search } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";
import { keys, user } from "./served-server";

const entraHost = "login.microsoftonline.com";

const unreachable: Refusal = {
    status: 502,
    reason: "server-unreachable",
    message: "The server cannot be reached",
    headers: { "retry-after": "5" },
};

const gatewayError: Refusal = { status: 500, reason: "gateway-error", code: -32603, message: "Internal error" };

describeServers("The credential for the server", (on, server) => {
    const { name, backendIdentity, endpoint, scopes, roles } = server;
    const metadata = `resource_metadata="${endpoint.metadataUrl}", scope="${endpoint.url}/${scopes[0]}"`;

    it(
        "is never that of the client",
        on(async (served) => {
            const token = await served.token();
            assertForwarded(served, await served.rpc("tools/call", search, { token }));
            const { authorization = "" } = served.forwarded[0]?.headers ?? {};
            if (backendIdentity === "onBehalfOf") assert.equal(authorization, "Bearer for-the-backend");
            else assert.equal(decodeJwt(authorization.slice("Bearer ".length)).aud, `${endpoint.url}/backend`);
            assert.equal(JSON.stringify(served.forwarded).includes(token), false);
        }),
    );

    it(
        "comes with who calls, signed",
        on(async (served) => {
            const reply = await served.rpc("tools/call", search);
            assertForwarded(served, reply);
            const headers = served.forwarded[0]?.headers ?? {};
            const rights = [...scopes.map((scope) => `scope:${scope}`), ...roles.map((role) => `role:${role}`)];
            const values = [
                user,
                served.clientId,
                rights.join(" "),
                reply.record.correlationId,
                String(Math.floor(served.time / 1000)),
            ];
            const signed = JSON.stringify(["identity", name, ...values]);
            assert.deepEqual(
                ["user", "client", "rights", "request-id", "issued-at", "signature"].map(
                    (each) => headers[`x-mcp-${each}`],
                ),
                [
                    ...values,
                    createHmac("sha256", Buffer.from(keys.identity, "base64")).update(signed).digest("base64url"),
                ],
            );
        }),
    );

    it(
        "is none while the gateway has no identity",
        on(async (served) => {
            served.identityIsGood = false;
            assertRefused(served, await served.rpc("ping"), gatewayError);
        }),
    );

    it(
        "is none without a key to sign with",
        on(async (served) => {
            served.namedValues.set(`mcp-${name}-identity-key`, "c2hvcnQ=");
            assertRefused(served, await served.rpc("ping"), gatewayError);
        }),
    );

    if (backendIdentity !== "onBehalfOf") return;

    it(
        "is asked of Entra with the token of the user",
        on(async (served) => {
            served.exchange = {
                status: 400,
                body: { error: "interaction_required", error_description: "AADSTS50079" },
            };
            assertRefused(served, await served.rpc("tools/call", search), {
                status: 401,
                reason: "on-behalf-of-refused",
                message: "Sign in again",
                headers: { "www-authenticate": `Bearer error="invalid_token", ${metadata}` },
            });
        }),
    );

    for (const status of [401, 403, 500, 503]) {
        it(
            `is none when Entra answers ${status}`,
            on(async (served) => {
                served.exchange = { status, body: { error: "invalid_client" } };
                assertRefused(served, await served.rpc("tools/call", search), {
                    status: 502,
                    reason: "on-behalf-of-failed",
                    message: "The server cannot be reached",
                });
            }),
        );
    }

    it(
        "is none when Entra cannot be reached",
        on(async (served) => {
            served.unreachable.add(entraHost);
            assertRefused(served, await served.rpc("tools/call", search), unreachable);
        }),
    );

    it(
        "is none when Entra answers without a token",
        on(async (served) => {
            served.exchange = { status: 200, body: "no object" };
            assertRefused(served, await served.rpc("tools/call", search), gatewayError);
        }),
    );
});

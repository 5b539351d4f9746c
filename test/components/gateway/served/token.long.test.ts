// Does not prove that Entra issues such tokens, nor what API Management calls the reasons.
import assert from "node:assert/strict";
import type { JWTPayload } from "jose";
import { search } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";
import { type ServedServer, user } from "./served-server";

const elsewhere = "99999999-9999-4999-8999-999999999999";

/** Claims with which a token is good for nobody here. */
const badClaims: [what: string, claims: (served: ServedServer) => JWTPayload][] = [
    ["for another server", () => ({ aud: elsewhere })],
    ["of another tenant's issuer", () => ({ iss: `https://login.microsoftonline.com/${elsewhere}/v2.0` })],
    ["of another tenant", () => ({ tid: elsewhere })],
    ["of version 1.0", () => ({ ver: "1.0" })],
    ["without version", () => ({ ver: undefined })],
    ["that has ended", ({ time }) => ({ exp: Math.floor(time / 1000) - 1 })],
    ["that does not count yet", ({ time }) => ({ nbf: Math.floor(time / 1000) + 60 })],
    ["that never ends", () => ({ exp: undefined })],
    ["of a client that is not allowed", () => ({ azp: elsewhere })],
];

describeServers("The token", (on, server) => {
    const { scopes, endpoint } = server;
    const metadata = `resource_metadata="${endpoint.metadataUrl}", scope="${endpoint.url}/${scopes[0]}"`;
    const signIn = (challenge: string): Refusal => ({
        status: 401,
        reason: "token",
        message: "A valid access token for this server is needed",
        id: null,
        headers: { "www-authenticate": challenge },
    });
    const noPrincipal: Refusal = {
        status: 403,
        reason: "no-principal",
        message: "The token names no principal",
        id: null,
    };

    it(
        "is asked for, with where to get it",
        on(async (served) => {
            const reply = await served.rpc("tools/call", search, { token: null });
            assertRefused(served, reply, signIn(`Bearer ${metadata}`));
            assert.equal(reply.record.traces[0]?.metadata.error, "validate-azure-ad-token TokenNotPresent");
        }),
    );

    for (const [what, claims] of badClaims) {
        it(
            `is called invalid when it is one ${what}`,
            on(async (served) => {
                const token = await served.token(claims(served));
                const reply = await served.rpc("tools/call", search, { token });
                assertRefused(served, reply, signIn(`Bearer error="invalid_token", ${metadata}`));
            }),
        );
    }

    it(
        "is called invalid when somebody has changed it",
        on(async (served) => {
            const [header, , signature] = (await served.token()).split(".");
            const claims = Buffer.from(JSON.stringify({ aud: "x" })).toString("base64url");
            const reply = await served.rpc("tools/call", search, { token: `${header}.${claims}.${signature}` });
            assertRefused(served, reply, signIn(`Bearer error="invalid_token", ${metadata}`));
        }),
    );

    for (const claims of [{ oid: undefined }, { oid: "" }]) {
        it(
            `must name a principal, which ${JSON.stringify(claims)} does not`,
            on(async (served) => {
                const token = await served.token(claims);
                assertRefused(served, await served.rpc("tools/call", search, { token }), noPrincipal);
            }),
        );
    }

    it(
        "must name a client where tokens of version 2.0 do",
        on(async (served) => {
            const token = await served.token({ azp: undefined, appid: served.clientId });
            assertRefused(served, await served.rpc("tools/call", search, { token }), noPrincipal);
        }),
    );

    for (const blocked of [user, `${elsewhere} ${user.toUpperCase()}`]) {
        it(
            `is worth nothing while "${blocked}" is blocked`,
            on(async (served) => {
                served.namedValues.set("blocked-principals", blocked);
                assertRefused(served, await served.rpc("tools/call", search), {
                    status: 403,
                    reason: "blocked-principal",
                    message: "Access is suspended",
                    id: null,
                });
                served.namedValues.set("blocked-principals", elsewhere);
                assertForwarded(served, await served.rpc("tools/call", search));
            }),
        );
    }
});

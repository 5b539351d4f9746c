// Does not prove that Entra's tokens have these claims: test/local/entra/tokens does, as far as its documentation goes.
import assert from "node:assert/strict";
import { refusalOf, type TrustedGateway } from "../../../local/mcp-servers/verify-caller";
import { application, GatewayStub, gateway, identityKeys, type Said, user } from "./gateway-stub";

const noToken = "No token of the tenant for this server that is valid now.";
const notGateway = "The token is not the gateway's.";
const nobody = "Nobody says who calls.";
const wrong = "The signature over who calls is wrong.";
const old = "The signature over who calls is old.";

describe("who a server lets in", () => {
    let stub: GatewayStub;
    before(async () => {
        stub = await GatewayStub.create();
    });

    const refusal = async (said: Said, trust: Partial<TrustedGateway> = {}) =>
        refusalOf(new Headers(await stub.headers(said)), { ...stub.trust, ...trust });

    it("is the gateway, with either key over who calls", async () => {
        for (const identityKey of identityKeys) assert.equal(await refusal({ identityKey }), undefined);
    });

    const now = 1_800_000_000;
    const refused: Record<string, [Said, string]> = {
        "no token": [{ headers: { Authorization: undefined } }, noToken],
        "no bearer token": [{ headers: { Authorization: "Basic b25l" } }, noToken],
        "a token that is none": [{ headers: { Authorization: "Bearer one.two.three" } }, noToken],
        "a token that somebody else signed": [{ stranger: true }, noToken],
        "a token for another server": [{ claims: { aud: application } }, noToken],
        "a token of another tenant": [
            { claims: { iss: `https://login.microsoftonline.com/${application}/v2.0` } },
            noToken,
        ],
        "a token that has ended": [{ claims: { exp: now - 1 } }, noToken],
        "a token that has not begun": [{ claims: { nbf: now + 1 } }, noToken],
        "a token without an end": [{ claims: { exp: undefined } }, noToken],
        "a token of a user of the server": [{ claims: { oid: user } }, notGateway],
        "a token of the gateway without its role": [{ claims: { roles: undefined } }, notGateway],
        "a token of the gateway with another role": [{ claims: { roles: ["User.Invoke"] } }, notGateway],
        "a token on behalf of a user, when it acts for none": [
            { claims: { oid: user, azp: application, roles: undefined, scp: "mcp.execute" } },
            notGateway,
        ],
        "no user": [{ headers: { "X-MCP-User": undefined } }, nobody],
        "no time of the signature": [{ headers: { "X-MCP-Issued-At": undefined } }, nobody],
        "no signature": [{ headers: { "X-MCP-Signature": undefined } }, nobody],
        "another user than was signed": [{ headers: { "X-MCP-User": gateway } }, wrong],
        "other rights than were signed": [{ headers: { "X-MCP-Rights": "role:Orders.Manager" } }, wrong],
        "a later time than was signed": [{ headers: { "X-MCP-Issued-At": String(now + 1) } }, wrong],
        "a user twice": [{ headers: { "X-MCP-User": `${user}, ${user}` } }, wrong],
        "who calls another server": [{ server: "invoices" }, wrong],
        "a signature with another key": [{ identityKey: Buffer.alloc(32, 9).toString("base64") }, wrong],
        "a signature that was cut off": [{ headers: { "X-MCP-Signature": "AAAA" } }, wrong],
        "a signature of ten minutes ago": [{ issuedAt: now - 600 }, old],
        "a signature of a time that is none": [{ issuedAt: Number.NaN }, old],
    };
    for (const [what, [said, reason]] of Object.entries(refused)) {
        it(`is nobody with ${what}`, async () => assert.equal(await refusal(said), reason));
    }

    describe("of a server that acts for users", () => {
        const trust = { issuedTo: { onBehalfOfClientId: application } };
        const claims = { oid: user, azp: application, roles: undefined, scp: "mcp.execute" };

        it("is the gateway with a token of the user", async () =>
            assert.equal(await refusal({ claims }, trust), undefined));

        it("is nobody with the gateway's own token", async () => assert.equal(await refusal({}, trust), notGateway));

        it("is nobody with a token that another application got", async () =>
            assert.equal(await refusal({ claims: { ...claims, azp: gateway } }, trust), notGateway));

        it("is nobody with another scope, or with more", async () => {
            for (const scp of [undefined, "mcp.read", "mcp.execute mcp.read"]) {
                assert.equal(await refusal({ claims: { ...claims, scp } }, trust), notGateway);
            }
        });

        it("is nobody with a token of another user than the headers name", async () =>
            assert.equal(await refusal({ claims, user: gateway }, trust), "The token is of another user."));
    });

    it("takes no key that is too short", () =>
        assert.rejects(refusal({}, { identityKeys: () => ["AAAA"] }), /A key of the server orders has less than 32/));
});

// Does not prove that the HMAC is computed right: the tests of the gateway's policy do.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-session-binding";
import {
    attribute,
    examplePolicy,
    lines,
    refusal,
    variable,
    when,
} from "../../../../policy-pack/rules/api-management/example-policy";
import { messagesOn } from "./messages";

const mac = (id: string) =>
    `new HMACSHA256((string)context.Variables["current"] + (string)context.Variables["previous"] + (string)context.Variables["epoch"]).ComputeHash((string)context.Variables["oid"] + ${id})`;
const received = 'context.Request.Headers.GetValueOrDefault("Mcp-Session-Id", "")';
const known = [
    '<validate-azure-ad-token header-name="Authorization" output-token-variable-name="jwt" />',
    variable("oid", '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", "")'),
    ...["current", "previous", "epoch"].map((name) => `<set-variable name="${name}" value="{{session-${name}}}" />`),
    variable("session", `${mac(received)} + DateTimeOffset.UtcNow`),
];
const set = (code: string) =>
    `<set-header name="Mcp-Session-Id" exists-action="override"><value>${attribute(`@(${code})`)}</value></set-header>`;
const toServer = set('(string)context.Variables["session"]');
const toClient = set(mac('context.Response.Headers.GetValueOrDefault("Mcp-Session-Id", "")'));
const removed = (header: string) => `<set-header name="${header}" exists-action="delete" />`;
const messages = (inbound: string[], outbound = [toClient]) =>
    messagesOn(rule, examplePolicy({ inbound: lines(...known, ...inbound), outbound: lines(...outbound) }));

const unverified =
    "a session id is not refused with status 404 when its HMAC over user, client and epoch is wrong or old";
const isKnown = '(string)context.Variables["session"] != ""';

describe("apim-session-binding", () => {
    it("wants the signature alone to decide", () => {
        const refused = (...branches: string[]) =>
            messages([`<choose>${branches.join("")}<otherwise>${refusal(404)}</otherwise></choose>`, toServer]);
        assert.deepEqual(refused(when(isKnown)), []);
        assert.deepEqual(refused(when(isKnown), when('"{{environment}}" == "dev"')), [unverified]);
        // all that a signature is made of, but for the signature
        const unsigned = `${received} + DateTimeOffset.UtcNow == (string)context.Variables["oid"] + (string)context.Variables["current"] + (string)context.Variables["previous"] + (string)context.Variables["epoch"]`;
        assert.deepEqual(refused(when(unsigned)), [unverified]);
    });

    it("takes nothing but the header for the id", () => {
        const refused = `<choose>${when(isKnown.replace("!", "="), refusal(404))}</choose>`;
        const others = ['<set-variable name="mcp-session-id" value="none" />', removed("X-Session")];
        assert.deepEqual(messages([refused, toServer, ...others], [toClient, ...others]), []);
        assert.deepEqual(messages([removed("X-Session")], [removed("X-Session")]), [
            unverified,
            "the server gets a session id that nobody has verified",
            "the client gets a session id that is not bound to it by an HMAC",
        ]);
    });
});

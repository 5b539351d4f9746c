import assert from "node:assert/strict";
import { checkHeaders } from "../../../../components/gateway/policy/header-agreement";
import { element, render } from "../../../../components/gateway/policy/xml";
import { refusalsOf } from "./guards";
import { allOf, readDocument, readLiterals } from "./read-document";

const header = (name: string) => `context.Request.Headers.GetValueOrDefault("${name}", "")`;
const has = (name: string) => `context.Request.Headers.ContainsKey("${name}")`;
const text = (name: string) => `(string)context.Variables["${name}"]`;

describe("checkHeaders", () => {
    const refusals = refusalsOf(checkHeaders());
    const modern = `${text("era")} == "2026" && ${text("rpcMethod")} != ""`;

    it("demands an allowed version, except of initialize, which proposes one", () => {
        assert.deepEqual(refusals.slice(0, 3), [
            ["header-mismatch", `@(!${has("MCP-Protocol-Version")} && ${text("rpcMethod")} != "initialize")`],
            [
                "protocol-version",
                `@(${has("MCP-Protocol-Version")} && !(${header("MCP-Protocol-Version")} == "2026-07-28" || ${header("MCP-Protocol-Version")} == "2025-11-25"))`,
            ],
            [
                "protocol-version",
                `@(${text("rpcMethod")} == "initialize" && ${text("proposedVersion")} != "2025-11-25")`,
            ],
        ]);
    });

    it("demands headers since 2026-07-28, and the truth of whoever sends them", () => {
        assert.deepEqual(refusals.slice(3, 5), [
            [
                "header-mismatch",
                `@((${modern} || ${text("rpcVersion")} != "") && ${text("rpcVersion")} != ${header("MCP-Protocol-Version")})`,
            ],
            [
                "header-mismatch",
                `@((${modern} || ${has("Mcp-Method")}) && ${header("Mcp-Method")} != ${text("rpcMethod")})`,
            ],
        ]);
        assert.equal(refusals.length, 6);
        const name = `(${text("rpcName")})`;
        const condition = refusals[5]?.[1] ?? "";
        assert.ok(condition.includes(`&& (${modern} || ${has("Mcp-Name")}) && !(`));
        assert.ok(
            condition.includes(`|| (${header("Mcp-Name")} == ${text("rpcName")} && !${name}.StartsWith("=?base64?"`),
        );
    });

    it("tells clients which versions they may speak", () => {
        const errors = allOf(readDocument(render(element("inbound", {}, ...checkHeaders()))))
            .filter(({ attributes }) => attributes.name === "refusalError")
            .map(({ attributes }) => readLiterals(attributes.value ?? "").texts.join("|"));
        assert.deepEqual(errors, [
            '{"code":-32020,"message":"Header mismatch: MCP-Protocol-Version"}',
            '{"code":-32022,"message":"Unsupported protocol version","data":|{"supported":["2026-07-28","2025-11-25"],"requested":|MCP-Protocol-Version||}|}',
            '{"code":-32602,"message":"Unsupported protocol version","data":|{"supported":["2025-11-25"],"requested":|proposedVersion|}|}',
            '{"code":-32020,"message":"Header mismatch: MCP-Protocol-Version"}',
            '{"code":-32020,"message":"Header mismatch: Mcp-Method"}',
            '{"code":-32020,"message":"Header mismatch: Mcp-Name"}',
        ]);
    });
});

import assert from "node:assert/strict";
import { stringLiteral } from "../../../../components/gateway/policy/csharp";
import { trace, traceAllowed } from "../../../../components/gateway/policy/trace";
import { render } from "../../../../components/gateway/policy/xml";
import { sampleServer } from "./sample-server";

const orEmpty = (name: string) => `@(context.Variables.GetValueOrDefault<string>("${name}", ""))`;

const factsOf = ({ children }: ReturnType<typeof trace>) =>
    Object.fromEntries(
        children.flatMap((child) =>
            typeof child !== "string" && child.name === "metadata"
                ? [[child.attributes.name, child.attributes.value]]
                : [],
        ),
    );

describe("trace", () => {
    it("says who called what with which right, as far as it is known, and nothing that a client chose", () => {
        assert.deepEqual(factsOf(trace("refused", stringLiteral("origin"), stringLiteral("403"))), {
            decision: '@("refused")',
            reason: '@("origin")',
            status: '@("403")',
            user: orEmpty("oid"),
            client: orEmpty("azp"),
            server: "@(context.Api.Id)",
            method: orEmpty("allowedMethod"),
            tool: orEmpty("rpcTool"),
            era: orEmpty("era"),
            clientAddress: orEmpty("clientAddress"),
            session: orEmpty("sessionFingerprint"),
            right: orEmpty("rightUsed"),
            stepUp: orEmpty("steppedUp"),
            error: orEmpty("errorReason"),
        });
    });

    it("is written whatever is traced else", () => {
        const row = trace("refused", stringLiteral("origin"), stringLiteral("403"));
        assert.deepEqual(row.attributes, { source: "mcp-gateway", severity: "information" });
        assert.match(render(row), /<message>refused<\/message>/);
    });
});

describe("traceAllowed", () => {
    it("writes one row with the status of the answer", () => {
        const rows = traceAllowed(sampleServer);
        assert.deepEqual(
            rows.map((row) => factsOf(row)).map(({ decision, reason, status }) => [decision, reason, status]),
            [['@("allowed")', '@("forwarded")', "@(context.Response.StatusCode.ToString())"]],
        );
    });
});

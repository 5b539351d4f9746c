// Does not prove that a component keeps its rules however it is called.
import assert from "node:assert/strict";
import { EntraApplication } from "../../components/entra-application/entra-application";
import { EntraPublicClient } from "../../components/entra-application/entra-public-client";
import { exampleContext, judgeStack } from "../../policy-pack/engine/examples";
import { rules } from "../../policy-pack/rules";
import {
    applicationArgs,
    breakGlass,
    clientArgs,
    endpoint,
    gateway,
    manager,
    users,
    visualStudioCode,
} from "../components/entra-application/sample-args";
import { capture } from "../support/capture";
import { asJudged } from "./environment";
import { stackOf } from "./stack";

/** The applications of one server, a client of one's own, and one that users have installed. */
function applications(): void {
    const client = new EntraPublicClient("inspector", { ...clientArgs, users: { all: users } });
    const server = new EntraApplication("orders", {
        ...applicationArgs,
        roles: { "Orders.Manager": manager },
        assignments: { users: { principalId: users } },
        preAuthorizedClients: {
            vscode: { clientId: visualStudioCode, scopes: ["mcp.read"] },
            inspector: { clientId: client.clientId, scopes: ["mcp.read"] },
        },
        conditionalAccess: { state: "on", breakGlassGroupId: breakGlass },
    });
    new EntraApplication("orders-backend", {
        displayName: "MCP server orders, behind the gateway",
        endpoint: `${endpoint}/backend`,
        scopes: { "mcp.execute": { title: "Call on", description: "Call the server for the user." } },
        roles: { "Gateway.Invoke": { ...manager, members: ["Application"] }, "User.Invoke": manager },
        assignments: {
            gateway: { principalId: gateway, role: "Gateway.Invoke" },
            users: { principalId: users, role: "User.Invoke" },
        },
        preAuthorizedClients: { server: { clientId: server.clientId, scopes: ["mcp.execute"] } },
    });
    new EntraPublicClient("claude-code", {
        displayName: "Claude Code",
        redirectUris: ["http://localhost/callback"],
        apis: {
            orders: { clientId: server.clientId, scopeIds: [server.scopeIds.apply((ids) => ids["mcp.read"] ?? "")] },
        },
    });
}

const metadata = stackOf({
    metadata: {
        type: "apimanagement:ApiOperationPolicy",
        inputs: {
            value: `<policies><inbound><return-response><set-body>${JSON.stringify({ resource: endpoint })}</set-body></return-response></inbound></policies>`,
        },
    },
});

describe("the components of Entra", () => {
    /** What a first preview cannot know, because Entra chooses it. */
    const unknownFirst: Record<string, string[]> = {
        "entra-graph-least-privilege claude-code-api-orders": ["apiClientId"],
    };

    for (const preview of [false, true])
        it(`keep the rules of Entra, ${preview ? "as far as a preview can tell" : "once deployed"}`, async () => {
            const { resources } = await capture(applications, { preview });
            const stack = [...resources.flatMap(asJudged), ...metadata];
            const own = rules.filter(({ id, component = "" }) => id.startsWith("entra-") && component !== "");
            assert.equal(own.length, 9);
            for (const rule of own) {
                const judged = judgeStack(rule, stack, exampleContext(rule, { parameters: {} }));
                // nothing of the components is a password, which is what this rule judges
                assert.equal(judged.length === 0, rule.id === "entra-app-no-secrets", `${rule.id} judges nothing`);
                for (const { resource, outcome } of judged) {
                    const undecided = (preview && unknownFirst[`${rule.id} ${resource.name}`]) || [];
                    assert.deepEqual(outcome, { findings: [], undecided }, `${rule.id} ${resource.name}`);
                }
            }
        });
});

// Does not prove who has which right: Entra says so in the token.
import assert from "node:assert/strict";
import type { Right } from "../../../../components/gateway/policy/server";
import { goodArguments, modern } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";

const complaint = { name: "complaint", arguments: { orderId: "O-0000123456" } };
const catalogue = { uri: "orders://catalogue/2026" };

const nobody = { scp: undefined, roles: undefined };

const notAllowed: Refusal = { status: 403, reason: "method", code: -32601, message: "Method not allowed" };
const notDefined: Refusal = {
    status: 403,
    reason: "not-defined",
    code: -32602,
    message: "Not offered by this server",
};

describeServers("A right", (on, server) => {
    const { endpoint, scopes, tools, resources, prompts, streaming, tenantId, authenticationContext } = server;
    const metadata = `resource_metadata="${endpoint.metadataUrl}"`;
    const missing = (right: Right): Refusal =>
        "scope" in right
            ? {
                  status: 403,
                  reason: "scope",
                  message: "A scope is missing",
                  headers: {
                      "www-authenticate": `Bearer error="insufficient_scope", scope="${endpoint.url}/${right.scope}", ${metadata}`,
                  },
              }
            : { status: 403, reason: "role", message: "A role is needed that only an administrator assigns" };

    const named: [what: string, method: string, params: Record<string, unknown>, right: Right][] = [
        ...tools.map(({ name, right }): (typeof named)[number] => [
            name,
            "tools/call",
            { name, arguments: goodArguments[name] },
            right,
        ]),
        ...resources.map(({ name, right }): (typeof named)[number] => [name, "resources/read", catalogue, right]),
        ...prompts.map(({ name, right }): (typeof named)[number] => [name, "prompts/get", complaint, right]),
    ];

    for (const [what, method, params, right] of named) {
        it(
            `to ${what} suffices for it`,
            on(async (served) => {
                const claims = "scope" in right ? { scp: right.scope } : { roles: [right.role] };
                const token = await served.token({ ...nobody, ...claims });
                const reply = await served.rpc(method, params, { token });
                assertForwarded(served, reply);
                assert.equal(
                    reply.record.traces[0]?.metadata.right,
                    "scope" in right ? `scope:${right.scope}` : `role:${right.role}`,
                );
            }),
        );

        const others = [...scopes].filter((scope) => !("scope" in right) || scope !== right.scope);
        if (others.length > 0) {
            it(
                `to anything else does not suffice for ${what}`,
                on(async (served) => {
                    const token = await served.token({ ...nobody, scp: others.join(" ") });
                    assertRefused(served, await served.rpc(method, params, { token }), missing(right));
                }),
            );
        }
    }

    for (const claims of [nobody, { scp: "user_impersonation", roles: ["Other"] }]) {
        it(
            `to nothing is none to enter, with ${JSON.stringify(claims)}`,
            on(async (served) => {
                const token = await served.token(claims);
                const reply = await served.rpc("tools/list", undefined, { token });
                assertRefused(served, reply, missing({ scope: scopes[0] ?? "" }));
            }),
        );
    }

    it(
        "is none to what the definition does not name",
        on(async (served) => {
            assertRefused(served, await served.rpc("tools/call", { name: "drop_tables" }), notDefined);
            if (resources.length > 0) {
                const reply = await served.rpc("resources/read", { uri: "file:///etc/passwd" });
                assertRefused(served, reply, notDefined);
            }
            if (prompts.length > 0) {
                assertRefused(served, await served.rpc("prompts/get", { name: "other" }), notDefined);
            }
        }),
    );

    it(
        "is none to methods without a meaning",
        on(async (served) => {
            const unknown = ["sampling/createMessage", "completion/complete", "logging/setLevel", "server/discover"];
            for (const method of unknown) {
                assertRefused(served, await served.rpc(method), notAllowed);
            }
            assertRefused(served, await modern(served, "ping"), notAllowed);
        }),
    );

    for (const [list, read, params] of [
        ["resources/list", "resources/read", catalogue],
        ["prompts/list", "prompts/get", complaint],
    ] as const) {
        if ((list === "resources/list" ? resources : prompts).length > 0) continue;
        it(
            `is none to ${list} where there is nothing to list`,
            on(async (served) => {
                assertRefused(served, await served.rpc(list), notAllowed);
                assertRefused(served, await served.rpc(read, params), notAllowed);
            }),
        );
    }

    it(
        streaming ? "is none to know when resources change" : "is none to subscribe where nothing streams",
        on(async (served) => {
            const notifications = { resourceSubscriptions: ["orders://catalogue/2026"] };
            const reply = await modern(served, "subscriptions/listen", { notifications });
            if (streaming) {
                assertRefused(served, reply, {
                    status: 403,
                    reason: "subscription",
                    message: "Resources cannot be subscribed to",
                });
                served.backend = (_request, response) => {
                    response.writeHead(200, { "Content-Type": "text/event-stream" }).end("data: {}\n\n");
                };
                const lists = { notifications: { toolsListChanged: true } };
                assertForwarded(served, await modern(served, "subscriptions/listen", lists));
            } else assertRefused(served, reply, notAllowed);
        }),
    );

    for (const { name } of tools.filter(({ stepUp }) => stepUp)) {
        const params = { name, arguments: goodArguments[name] };
        const claims = { access_token: { acrs: { essential: true, value: authenticationContext } } };
        it(
            `to ${name} needs a strong sign-in too`,
            on(async (served) => {
                for (const acrs of [undefined, ["c9"], `${authenticationContext}0`]) {
                    const token = await served.token({ acrs });
                    assertRefused(served, await served.rpc("tools/call", params, { token }), {
                        status: 401,
                        reason: "step-up",
                        message: "The tool needs a stronger sign-in",
                        headers: {
                            "www-authenticate": [
                                `Bearer authorization_uri="https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/authorize"`,
                                'error="insufficient_claims"',
                                `claims="${Buffer.from(JSON.stringify(claims)).toString("base64")}"`,
                                metadata,
                            ].join(", "),
                        },
                    });
                }
                const token = await served.token({ acrs: ["c9", authenticationContext] });
                const reply = await served.rpc("tools/call", params, { token });
                assertForwarded(served, reply);
                assert.equal(reply.record.traces[0]?.metadata.stepUp, "true");
            }),
        );
    }
});

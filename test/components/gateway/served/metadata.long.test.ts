// Does not prove what pages of a browser do with these headers.
import assert from "node:assert/strict";
import type { DeployedApi } from "../../../../local/apim/deployed";
import { search, whileDeployed } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded } from "./judged";
import type { Reply, ServedServer } from "./served-server";

/** Holds that nobody but the gateway itself answered, with an error that says nothing. */
function assertError(served: ServedServer, reply: Reply, status: number, message: string): void {
    assert.equal(reply.record.defect, undefined);
    assert.deepEqual(
        {
            status: reply.status,
            error: reply.json?.error.message,
            caching: reply.headers["cache-control"],
            sniffing: reply.headers["x-content-type-options"],
            traces: reply.record.traces,
            forwarded: served.forwarded,
        },
        { status, error: message, caching: "no-store", sniffing: "nosniff", traces: [], forwarded: [] },
    );
}

describeServers("Around the endpoint", (on, { endpoint, tenantId, scopes, title, allowedOrigins }) => {
    const metadataPath = `/.well-known/oauth-protected-resource/${endpoint.path}`;

    for (const method of ["GET", "OPTIONS"]) {
        it(
            `the metadata is there for everybody's ${method}`,
            on(async (served) => {
                const headers: [string, string][] = [["Origin", "https://anywhere.example"]];
                const reply = await served.call({ method, path: metadataPath, token: null, version: null, headers });
                assert.equal(reply.status, 200);
                assert.deepEqual(reply.json, {
                    resource: endpoint.url,
                    authorization_servers: [`https://login.microsoftonline.com/${tenantId}/v2.0`],
                    scopes_supported: [`${endpoint.url}/${scopes[0]}`],
                    bearer_methods_supported: ["header"],
                    resource_name: title,
                });
                assert.equal(reply.headers["access-control-allow-origin"], "*");
                assert.equal(reply.headers["access-control-allow-headers"], "MCP-Protocol-Version");
                assert.equal(reply.headers["cache-control"], "public, max-age=300");
                assert.deepEqual(served.forwarded, []);
            }),
        );
    }

    it(
        "an operation of the metadata without a policy of its own answers nothing",
        on(async (served) => {
            const other = { name: "other", method: "GET", urlTemplate: "/other" };
            const reply = await whileDeployed(
                served,
                ({ apis, ...service }) => ({
                    ...service,
                    apis: apis.map((api) => (api.path === "" ? { ...api, operations: [other] } : api)),
                }),
                () => served.call({ method: "GET", path: "/other", token: null }),
            );
            assert.equal(reply.status, 404);
            assert.equal(reply.text, "");
            assert.deepEqual(served.forwarded, []);
        }),
    );

    it(
        "there is nothing else",
        on(async (served) => {
            for (const call of [
                { method: "PUT" },
                { path: "/other" },
                { path: `/${endpoint.path}/other` },
                { method: "OPTIONS" },
            ]) {
                const reply = await served.call(call);
                assertError(served, reply, 404, "The gateway could not handle the request.");
            }
        }),
    );

    it(
        "the sample that Azure creates is not there",
        on(async (served) => {
            const echo: DeployedApi = {
                name: "echo-api",
                type: "http",
                path: "echo",
                subscriptionRequired: false,
                operations: [{ name: "get", method: "GET", urlTemplate: "/" }],
            };
            const reply = await whileDeployed(
                served,
                (service) => ({ ...service, apis: [...service.apis, echo] }),
                () => served.call({ method: "GET", path: "/echo" }),
            );
            assertError(served, reply, 404, "There is nothing here.");
        }),
    );

    const preflight = (origin: string): [string, string][] => [
        ["Origin", origin],
        ["Access-Control-Request-Method", "POST"],
        ["Access-Control-Request-Headers", "authorization,content-type,mcp-protocol-version"],
    ];

    it(
        "a page of another origin learns of nothing that it may",
        on(async (served) => {
            const headers = preflight("https://evil.example");
            const reply = await served.call({ method: "OPTIONS", token: null, version: null, headers });
            assert.equal(reply.status, allowedOrigins.length > 0 ? 200 : 404);
            assert.equal(reply.headers["access-control-allow-origin"], undefined);
            assert.deepEqual(served.forwarded, []);
        }),
    );

    for (const origin of allowedOrigins) {
        it(
            `a page of ${origin} may call, and read what it needs`,
            on(async (served) => {
                const headers = preflight(origin);
                const asked = await served.call({ method: "OPTIONS", token: null, version: null, headers });
                assert.equal(asked.status, 200);
                assert.equal(asked.headers["access-control-allow-origin"], origin);
                assert.equal(asked.headers["access-control-allow-credentials"], "false");
                assert.deepEqual(served.forwarded, []);
                const reply = await served.rpc("tools/call", search, { headers: [["Origin", origin]] });
                assertForwarded(served, reply);
                assert.equal(reply.headers["access-control-allow-origin"], origin);
                assert.equal(
                    reply.headers["access-control-expose-headers"],
                    "Mcp-Session-Id,Retry-After,WWW-Authenticate",
                );
                const refused = await served.rpc("tools/call", search, { token: null, headers: [["Origin", origin]] });
                assert.equal(refused.status, 401);
                assert.equal(refused.headers["access-control-allow-origin"], origin);
            }),
        );
    }
});

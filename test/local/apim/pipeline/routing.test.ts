// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import type { DeployedApi } from "../../../../local/apim/deployed";
import { findRoute, templateProblem } from "../../../../local/apim/pipeline/routing";

describe("Routing", () => {
    const api = (name: string, path: string, ...operations: [method: string, urlTemplate: string][]): DeployedApi => ({
        name,
        type: "http",
        path,
        subscriptionRequired: false,
        operations: operations.map(([method, urlTemplate]) => ({
            name: `${method} ${urlTemplate}`,
            method,
            urlTemplate,
        })),
    });
    const apis = [
        api("root", "", ["GET", "/.well-known/oauth-protected-resource/orders/mcp"], ["GET", "/{any}"]),
        api("orders", "orders/mcp", ["POST", "/"], ["GET", "/items/{id}"], ["GET", "/items/new"], ["OPTIONS", "/"]),
        api("shop", "orders", ["POST", "/"]),
    ];

    const found: [method: string, path: string, operation: string, rest: string][] = [
        ["POST", "/orders/mcp", "orders POST /", "/"],
        ["POST", "/orders/mcp/", "orders POST /", "/"],
        ["POST", "/Orders/MCP", "orders POST /", "/"],
        ["POST", "/orders/%6dcp", "orders POST /", "/"],
        ["OPTIONS", "/orders/mcp", "orders OPTIONS /", "/"],
        ["POST", "/orders", "shop POST /", "/"],
        ["GET", "/orders/mcp/items/7", "orders GET /items/{id}", "/items/7"],
        ["GET", "/orders/mcp/items/new/", "orders GET /items/new", "/items/new/"],
        ["GET", "/orders/mcp/items/a%2Fb", "orders GET /items/{id}", "/items/a%2Fb"],
        [
            "GET",
            "/.well-known/oauth-protected-resource/orders/mcp",
            "root GET /.well-known/oauth-protected-resource/orders/mcp",
            "/.well-known/oauth-protected-resource/orders/mcp",
        ],
        ["GET", "/other", "root GET /{any}", "/other"],
    ];
    for (const [method, path, operation, rest] of found) {
        it(`leads ${method} ${path} to ${operation}`, () => {
            const route = findRoute(apis, method, path);
            assert.equal(`${route?.api.name} ${route?.operation.name}`, operation);
            assert.equal(route?.rest, rest);
        });
    }

    const lost: [method: string, path: string, why: string][] = [
        ["DELETE", "/orders/mcp", "the API has no operation for the method"],
        ["GET", "/orders/mcp", "no other API is asked when the one with the longest path has no operation"],
        ["POST", "/orders/mcpx", "a path ends with a segment"],
        ["POST", "/orders/mcp//", "an empty segment is one"],
        ["GET", "/orders/mcp/items", "a parameter needs a segment"],
        ["GET", "/orders/mcp/items/7/8", "a parameter is one segment"],
        ["post", "/orders/mcp", "methods have a letter case"],
        ["GET", "/a/b", "no API has such a path"],
    ];
    for (const [method, path, why] of lost) {
        it(`leads ${method} ${path} nowhere: ${why}`, () => assert.equal(findRoute(apis, method, path), undefined));
    }

    it("knows which templates it can match", () => {
        for (const template of ["/", "/items/{id}", "/items/{id}/", "/.well-known/x-y_z"]) {
            assert.equal(templateProblem(template), undefined);
        }
        for (const template of ["/*", "/items?x={x}", "/{a}-{b}", "items"]) {
            assert.match(String(templateProblem(template)), /has more than names and \{parameters\} as segments/);
        }
    });
});

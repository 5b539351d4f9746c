import assert from "node:assert/strict";
import { allowedMethods } from "../../../../components/gateway/policy/methods";
import { sampleServer } from "./sample-server";

const toolsOnly = { ...sampleServer, resources: [], prompts: [], streaming: false };

describe("allowedMethods", () => {
    it("has the life of a session before 2026-07-28, and discovery since", () => {
        assert.deepEqual(allowedMethods(toolsOnly, "2025"), [
            "initialize",
            "ping",
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/roots/list_changed",
            "tools/list",
            "tools/call",
        ]);
        assert.deepEqual(allowedMethods(toolsOnly, "2026"), ["server/discover", "tools/list", "tools/call"]);
    });

    it("has methods of resources and prompts only for servers that have some", () => {
        const added = (server: typeof sampleServer) =>
            allowedMethods({ ...server, streaming: false }, "2026").filter(
                (method) => !allowedMethods(toolsOnly, "2026").includes(method),
            );
        assert.deepEqual(added({ ...sampleServer, prompts: [] }), [
            "resources/list",
            "resources/templates/list",
            "resources/read",
        ]);
        assert.deepEqual(added({ ...sampleServer, resources: [] }), ["prompts/list", "prompts/get"]);
    });

    it("has what belongs to streams only for servers that stream", () => {
        const streaming = { ...toolsOnly, streaming: true };
        assert.ok(allowedMethods(streaming, "2025").includes("notifications/progress"));
        assert.ok(allowedMethods(streaming, "2026").includes("subscriptions/listen"));
        assert.equal(allowedMethods(streaming, "2025").length, allowedMethods(toolsOnly, "2025").length + 1);
        assert.equal(allowedMethods(streaming, "2026").length, allowedMethods(toolsOnly, "2026").length + 1);
    });
});

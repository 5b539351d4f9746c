// Does not prove that the folder can be written.
import assert from "node:assert/strict";
import path from "node:path";
import { cacheFolder } from "../../../local/engine/cache-folder";

describe("cacheFolder", () => {
    const cases: [string, NodeJS.ProcessEnv, NodeJS.Platform, string][] = [
        [
            "the variable of this project",
            { ZERO_TRUST_MCP_CACHE: "/a", XDG_CACHE_HOME: "/b", HOME: "/h" },
            "linux",
            "/a",
        ],
        ["a relative one, made absolute", { ZERO_TRUST_MCP_CACHE: "a" }, "linux", path.resolve("a")],
        ["the desktop standard", { XDG_CACHE_HOME: "/b", HOME: "/h" }, "darwin", "/b/zero-trust-mcp"],
        ["the home folder", { HOME: "/h", XDG_CACHE_HOME: "" }, "linux", "/h/.cache/zero-trust-mcp"],
        ["the home folder of macOS", { HOME: "/h" }, "darwin", "/h/Library/Caches/zero-trust-mcp"],
    ];
    for (const [title, env, platform, expected] of cases) {
        it(`follows ${title}`, () => assert.equal(cacheFolder(env, platform), expected));
    }
});

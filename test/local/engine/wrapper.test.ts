// Does not prove that the language host understands these flags: test/engine/language-host.test.ts does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { languageHost } from "../../../local/engine/recipe";
import { Sandbox } from "./sandbox";

describe("the wrapper of the language host", () => {
    const sandbox = new Sandbox();
    after(() => sandbox.remove());
    const wrapper = path.join(sandbox.bin, "pulumi-language-nodejs");
    before(() => {
        sandbox.command("pulumi-language-nodejs.real", `printf '<%s>' "$@"`);
        copyFileSync(path.join(languageHost.folder, "wrapper.sh"), wrapper);
    });

    const call = (env: NodeJS.ProcessEnv) =>
        execFileSync(wrapper, ["-root=/a b", "127.0.0.1:1"], { encoding: "utf8", env: { ...process.env, ...env } });

    it("starts the real host with tsx and keeps its arguments", () => {
        assert.equal(
            call({ ZERO_TRUST_MCP_TYPESCRIPT: undefined }),
            "<-typescript=false><-nodeargs=--import tsx><-root=/a b><127.0.0.1:1>",
        );
    });

    it("steps aside for programs that want ts-node", () => {
        assert.equal(call({ ZERO_TRUST_MCP_TYPESCRIPT: "ts-node" }), "<-root=/a b><127.0.0.1:1>");
    });
});

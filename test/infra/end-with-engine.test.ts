// Does not prove that an engine's death closes the pipes: test/engine/interruption.test.ts kills one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const guard = join(__dirname, "..", "..", "infra", "end-with-engine.ts");

describe("endWithEngine", () => {
    it("ends a program whose error reports fail for want of a reader", async () => {
        const program = `
            require("tsx/cjs");
            require(${JSON.stringify(guard)}).endWithEngine();
            process.on("uncaughtException", (error) => console.error(error));
            process.stdin.once("data", () => console.error("nobody reads this"));
        `;
        const child = spawn(process.execPath, ["--eval", program], { stdio: ["pipe", "ignore", "pipe"] });
        child.stderr.destroy();
        await once(child.stderr, "close");
        child.stdin.write("go");
        const [code] = await once(child, "exit");
        assert.equal(code, 1);
    });
});

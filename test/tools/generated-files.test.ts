// Does not prove that any generator writes the right thing: a small one stands in for them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";

const project = join(__dirname, "..", "..");

describe("a generator", () => {
    const folder = temporaryFolder();
    const pages = () => join(folder(), "docs", "pages");

    function run(...args: string[]) {
        const script = join(folder(), "generate.ts");
        const files = { "docs/pages/a.md": "a\n", "docs/pages/b.md": "b\n", "docs/c.md": "c\n" };
        const generated = JSON.stringify({ files, folder: "docs/pages" });
        writeFileSync(
            script,
            `import { writeOrCheck } from ${JSON.stringify(join(project, "tools", "generated-files"))};
            writeOrCheck("tools/generate.ts", ${generated}, __dirname);`,
        );
        const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
            cwd: project,
            encoding: "utf8",
        });
        return { status, stdout, stderr };
    }
    const content = { status: 0, stdout: "", stderr: "" };

    it("checks what it has written", () => {
        assert.deepEqual(run(), content);
        assert.deepEqual(run("--check"), content);
    });

    it("fails on changed, missing and superfluous files, names each with the fix, and mends them", () => {
        run();
        writeFileSync(join(pages(), "a.md"), "another\n");
        rmSync(join(pages(), "b.md"));
        writeFileSync(join(pages(), "old.md"), "old\n");
        writeFileSync(join(folder(), "docs", "other.md"), "not generated\n");

        const problems = [
            "docs/pages/a.md is stale.",
            "docs/pages/b.md is missing.",
            "docs/pages/old.md is superfluous.",
            "To fix: node --import tsx tools/generate.ts",
            "",
        ];
        assert.deepEqual(run("--check"), { status: 1, stdout: "", stderr: problems.join("\n") });
        assert.deepEqual(readdirSync(pages()), ["a.md", "old.md"]);

        assert.deepEqual(run(), content);
        assert.deepEqual(readdirSync(pages()), ["a.md", "b.md"]);
        assert.equal(readFileSync(join(pages(), "a.md"), "utf8"), "a\n");
        assert.deepEqual(readdirSync(join(folder(), "docs")), ["c.md", "other.md", "pages"]);
    });
});

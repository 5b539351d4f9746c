// Does not prove that the engine's official Node.js host starts the folder by its PulumiPlugin.yaml.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, ensureEngine } from "../../local/engine";
import { packageSchema } from "../../tools/package-schema";
import { lockOf } from "../../tools/schema-lock";

const root = join(__dirname, "..", "..");

describe("packageSchema", function () {
    this.timeout("5m");
    let engine: Engine;
    let copy: string;

    before(async () => {
        engine = await ensureEngine();
        copy = mkdtempSync(join(tmpdir(), "components-"));
        for (const part of ["components", "tsconfig.json"])
            cpSync(join(root, part), join(copy, part), { recursive: true });
        symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    });

    after(() => rmSync(copy, { recursive: true, force: true }));

    it("has the components as they are locked", async () => {
        const locked = JSON.parse(readFileSync(join(root, "test", "locks", "components.json"), "utf8"));
        assert.deepEqual(lockOf(await packageSchema(engine, join(root, "components"))), locked);
    });

    it("names an argument that cannot be packaged", async () => {
        const file = join(copy, "components", "shared", "placement.ts");
        const source = readFileSync(file, "utf8");
        writeFileSync(file, source.replace("protect?: boolean;", 'protect?: boolean;\n    tier?: "a" | "b";'));
        await assert.rejects(packageSchema(engine, join(copy, "components")), {
            message: `The components cannot be packaged.\nUnion types are not supported for component 'AuditArchive' property 'AuditArchiveArgs.tier': type '"a" | "b" | undefined'`,
        });
    });
});

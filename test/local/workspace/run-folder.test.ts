// Does not prove that the engine runs in this folder: test/engine does.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readProject } from "../../../local/workspace/project";
import { writeRunFolder } from "../../../local/workspace/run-folder";
import { temporaryFolder } from "../../support/temporary-folder";

describe("run folder", () => {
    const folder = temporaryFolder();
    const stackText = "config:\n  shop:since: 2026-01-02 # a date\n";

    async function run(): Promise<string> {
        return writeRunFolder(join(folder(), "runs"), await readProject(join(folder(), "checkout")), "dev");
    }

    async function configure(text: string): Promise<void> {
        await writeFile(join(folder(), "checkout", "stacks", "Pulumi.dev.yaml"), text);
    }

    beforeEach(async () => {
        await mkdir(join(folder(), "checkout", "stacks"), { recursive: true });
        await writeFile(
            join(folder(), "checkout", "Pulumi.yaml"),
            "name: shop\nmain: infra/index.ts\nstackConfigDir: stacks\nbackend: { url: https://elsewhere.example }\n",
        );
        await configure(stackText);
    });

    it("has the checkout's project with absolute paths and without its backend", async () => {
        const path = await run();

        assert.equal(path, join(folder(), "runs", "dev"));
        assert.deepEqual((await readdir(path)).sort(), ["Pulumi.dev.yaml", "Pulumi.yaml"]);
        assert.equal(
            await readFile(join(path, "Pulumi.yaml"), "utf8"),
            `name: shop\nmain: ${join(folder(), "checkout", "infra", "index.ts")}\nstackConfigDir: .\n`,
        );
        assert.equal(await readFile(join(path, "Pulumi.dev.yaml"), "utf8"), stackText);
    });

    it("takes the configuration from the checkout again, and keeps only the salt of its own", async () => {
        const copy = join(await run(), "Pulumi.dev.yaml");
        await writeFile(copy, "config:\n  shop:since: 1999-01-01\n  shop:left: over\nencryptionsalt: v1:abc=\n");
        await configure("encryptionsalt: v1:theirs\nsecretsprovider: azurekeyvault://x\nconfig:\n  shop:zone: 3\n");

        await run();

        assert.equal(await readFile(copy, "utf8"), "config:\n  shop:zone: 3\nencryptionsalt: v1:abc=\n");
    });

    it("is not written into the checkout", async () => {
        await run();

        assert.equal(await readFile(join(folder(), "checkout", "stacks", "Pulumi.dev.yaml"), "utf8"), stackText);
        assert.deepEqual((await readdir(join(folder(), "checkout"))).sort(), ["Pulumi.yaml", "stacks"]);
    });

    it("refuses encrypted values, naming all of them and no value", async () => {
        await configure("config:\n  shop:a: { secure: v1:xyz }\n  shop:b: 1\n  shop:c:\n    secure: v1:uvw\n");

        await assert.rejects(run(), {
            name: "Failure",
            message:
                `${join(folder(), "checkout", "stacks", "Pulumi.dev.yaml")} has encrypted values (shop:a, shop:c), which the ` +
                "local cloud cannot read. Secrets do not belong into configuration: keep them in the vault.",
        });
        assert.deepEqual(await readdir(folder()), ["checkout"]);
    });
});

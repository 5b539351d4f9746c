// Does not prove that the engine accepts the project: test/engine does.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { policyFile, readProject, stackFile } from "../../../local/workspace/project";
import { temporaryFolder } from "../../support/temporary-folder";

describe("project", () => {
    const folder = temporaryFolder();

    beforeEach(async () => {
        await mkdir(join(folder(), "stacks"));
        await writeFile(join(folder(), "Pulumi.yaml"), "name: shop\nmain: infra/index.ts\nstackConfigDir: stacks\n");
        for (const file of ["Pulumi.prod.yaml", "Pulumi.dev.yaml", "policy.dev.json", "Pulumi.yaml"]) {
            await writeFile(join(folder(), "stacks", file), "");
        }
    });

    it("knows its program and its stacks", async () => {
        const project = await readProject(folder());

        assert.equal(project.name, "shop");
        assert.equal(project.main, join(folder(), "infra", "index.ts"));
        assert.deepEqual(project.stacks, ["dev", "prod"]);
        assert.equal(stackFile(project, "dev"), join(folder(), "stacks", "Pulumi.dev.yaml"));
        assert.equal(await policyFile(project, "dev"), join(folder(), "stacks", "policy.dev.json"));
    });

    it("refuses a stack that the policy pack has no configuration for", async () => {
        const project = await readProject(folder());

        await assert.rejects(policyFile(project, "prod"), {
            name: "Failure",
            message:
                /stacks\/policy\.prod\.json is missing: without it the policy pack does not know what it judges\. /,
        });
    });

    for (const stack of ["production", "../dev", ""]) {
        it(`refuses the stack ${JSON.stringify(stack)} and lists those that exist`, async () => {
            const project = await readProject(folder());

            assert.throws(() => stackFile(project, stack), {
                name: "Failure",
                message:
                    `There is no stack ${JSON.stringify(stack)}: ${join(folder(), "stacks")} has dev, prod. ` +
                    `Choose one with --stack, or add Pulumi.${stack}.yaml.`,
            });
        });
    }

    it("with a syntax error is one error with file and place", async () => {
        const file = join(folder(), "Pulumi.yaml");
        await writeFile(file, 'name: shop\nmain: "infra\n');

        await assert.rejects(readProject(folder()), (error: Error) => {
            assert.equal(error.name, "Failure");
            assert.ok(
                error.message.startsWith(`${file} is not valid YAML:\nMissing closing "quote at line 3`),
                error.message,
            );
            return true;
        });
    });

    it("that does not exist is one error with its path", async () => {
        const file = join(folder(), "nowhere", "Pulumi.yaml");

        await assert.rejects(readProject(join(folder(), "nowhere")), {
            name: "Failure",
            message: `${file} cannot be read: ENOENT: no such file or directory, open '${file}'.`,
        });
    });
});

// Does not prove that Go builds the real recipes or that the result runs a program: fake commands stand in for both.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { recipeKey } from "../../../local/engine/recipe";
import { Sandbox, until } from "./sandbox";

describe("ensureEngine", () => {
    let sandbox: Sandbox;
    let root: string;
    beforeEach(() => {
        sandbox = new Sandbox();
        root = path.join(sandbox.cache, "engine", recipeKey());
    });
    afterEach(() => sandbox.remove());

    /** What the n-th build leaves: who held the lock last. */
    const lockOf = (build: number) => `${recipeKey()}.lock-${build}`;

    const cures = [
        "  - install Pulumi 3.259.0 or newer: https://www.pulumi.com/docs/install/",
        "  - install Go 1.25.11 or newer (https://go.dev/doc/install); the CLI is then built once, in about 5 minutes",
    ];

    describe("takes the CLI on PATH", () => {
        for (const version of ["3.259.0", "3.260.1", "4.0.0"]) {
            it(`of version ${version}, and builds nothing`, async () => {
                sandbox.pulumi(version);
                sandbox.languageHost();
                assert.deepEqual(await sandbox.ensureEngine(), { root: sandbox.folder, version });
                assert.deepEqual([sandbox.log, existsSync(sandbox.cache)], [[], false]);
            });
        }

        const unusable: Record<string, { make(): void; reason(): string }> = {
            "there is none": { make: () => {}, reason: () => "pulumi is not on PATH." },
            "it does not run": {
                make: () => sandbox.command("pulumi", "exit 1"),
                reason: () => `${sandbox.bin}/pulumi is on PATH, but "pulumi version" fails.`,
            },
            "it is too old": {
                make: () => sandbox.pulumi("3.99.0"),
                reason: () => `${sandbox.bin}/pulumi is version 3.99.0; 3.259.0 or newer is needed.`,
            },
            "its folder has another name": {
                make: () => {
                    sandbox.env.PATH = path.join(sandbox.folder, "shims");
                    sandbox.pulumi("3.259.0", sandbox.env.PATH);
                },
                reason: () => `${sandbox.folder}/shims/pulumi is on PATH, but its folder is not named bin.`,
            },
            "it has no language host": {
                make: () => sandbox.pulumi("3.259.0"),
                reason: () =>
                    `${sandbox.bin}/pulumi has no language host: pulumi-language-nodejs is neither beside it nor on PATH.`,
            },
            "its language host wants flags": {
                make: () => {
                    sandbox.pulumi("3.259.0");
                    sandbox.command("pulumi-language-nodejs", `printf '    \\tArguments for the Node process\\n' >&2`);
                },
                reason: () =>
                    `${sandbox.bin}/pulumi-language-nodejs is too old: it ignores the runtime options of Pulumi.yaml.`,
            },
        };
        for (const [circumstance, { make, reason }] of Object.entries(unusable)) {
            it(`but not when ${circumstance}, and names both cures`, async () => {
                make();
                await assert.rejects(sandbox.ensureEngine(), {
                    message: [
                        `There is no Pulumi CLI to run with. ${reason()} Go, which would build it, is not on PATH either. Do one of these:`,
                        ...cures,
                    ].join("\n"),
                });
                assert.equal(existsSync(sandbox.cache), false);
            });
        }
    });

    describe("takes an earlier build", () => {
        it("without asking for Go", async () => {
            sandbox.pulumi("3.99.0");
            sandbox.pulumi("3.259.0", path.join(root, "bin"));
            assert.deepEqual(await sandbox.ensureEngine(), { root, version: "3.259.0" });
            assert.deepEqual(sandbox.log, []);
        });

        it("only when its CLI runs, else builds it again", async () => {
            sandbox.command("pulumi", "exit 1", path.join(root, "bin"));
            sandbox.go();
            assert.deepEqual(await sandbox.ensureEngine(), { root, version: "3.259.0" });
            assert.equal(sandbox.builds().length, 2);
        });
    });

    describe("refuses a Go", () => {
        const refusal = (why: string) => ({
            message: [
                `There is no Pulumi CLI to run with. pulumi is not on PATH. Go, which would build it, ${why} Do one of these:`,
                ...cures,
            ].join("\n"),
        });

        it("that is too old", async () => {
            sandbox.go({ version: "1.9.4" });
            await assert.rejects(sandbox.ensureEngine(), refusal("is version 1.9.4; 1.25.11 or newer is needed."));
        });

        it("that may not fetch the toolchain it needs", async () => {
            sandbox.command(
                "go",
                "echo 'go: go.mod requires go >= 1.25.11 (running go 1.24.1; GOTOOLCHAIN=local)' >&2; exit 1",
            );
            await assert.rejects(
                sandbox.ensureEngine(),
                refusal("cannot be used: go: go.mod requires go >= 1.25.11 (running go 1.24.1; GOTOOLCHAIN=local)."),
            );
        });
    });

    describe("builds", () => {
        it("both programs and the wrapper, and says what it does", async () => {
            sandbox.go({ whileBuilding: "echo 'go: downloading a v1' >&2; echo a/b.c/v2 >&2; echo d >&2" });
            assert.deepEqual(await sandbox.ensureEngine(), { root, version: "3.259.0" });
            assert.deepEqual(readdirSync(path.join(root, "bin")), [
                "pulumi",
                "pulumi-language-nodejs",
                "pulumi-language-nodejs.real",
            ]);
            assert.deepEqual(
                sandbox.log.map((line) => line.replace(/\d+ s$/, "N s")),
                [
                    `pulumi is not on PATH. Building the Pulumi CLI 3.259.0 once, into ${root}.`,
                    "Building pulumi-language-nodejs from Go modules, about 1 minute on two cores ...",
                    "  pulumi-language-nodejs: built, 1 modules downloaded, 2 packages compiled, N s",
                    "Building pulumi-cli from Go modules, about 5 minutes on two cores ...",
                    "  pulumi-cli: built, 1 modules downloaded, 2 packages compiled, N s",
                ],
            );
            assert.deepEqual(readdirSync(path.dirname(root)), [recipeKey(), lockOf(1)]);
        });

        it("once when two start together", async () => {
            sandbox.go({ whileBuilding: "while [ ! -e gate ]; do sleep 0.01; done" });
            const second: string[] = [];
            const engines = [sandbox.ensureEngine()];
            await until(() => sandbox.builds().length === 1);
            engines.push(sandbox.ensureEngine(second));
            await until(() => second.length === 2);
            writeFileSync(path.join(sandbox.folder, "gate"), "");
            const engine = { root, version: "3.259.0" };
            assert.deepEqual(await Promise.all(engines), [engine, engine]);
            assert.equal(second[1], "Another start is building the Pulumi CLI; waiting for it ...");
            assert.equal(sandbox.builds().length, 2);
        });

        it("anew after a build was killed, and leaves nothing of it", async () => {
            sandbox.go({ whileBuilding: "exec sleep 1000" });
            const script = "require('./local/engine').ensureEngine()";
            const killed = spawn(process.execPath, ["--import", "tsx", "--eval", script], {
                env: sandbox.env,
                stdio: "ignore",
            });
            await until(() => sandbox.builds().length === 1);
            killed.kill("SIGKILL");
            process.kill(sandbox.builds()[0] as number);
            await new Promise((resolve) => killed.on("close", resolve));
            assert.deepEqual(
                readdirSync(path.dirname(root)).map((name) => name.replace(/building-.*/, "building-")),
                [`${recipeKey()}.building-`, lockOf(1)],
            );
            sandbox.go();
            assert.deepEqual(await sandbox.ensureEngine(), { root, version: "3.259.0" });
            assert.deepEqual(readdirSync(path.dirname(root)), [recipeKey(), lockOf(2)]);
        });

        it("and passes on what Go says when that fails, leaving nothing", async () => {
            sandbox.go({ whileBuilding: "echo a >&2; echo 'a/b.go:1: no space left' >&2; exit 1" });
            await assert.rejects(sandbox.ensureEngine(), (error: Error) => {
                assert.deepEqual(error.message.replace(/\d+ s:/, "N s:").split("\n"), [
                    "Building pulumi-language-nodejs failed after 0 modules downloaded, 1 packages compiled, N s:",
                    "a/b.go:1: no space left",
                ]);
                return true;
            });
            assert.deepEqual(readdirSync(path.dirname(root)), [lockOf(1)]);
        });

        it("never into a cache folder that cannot be written", async () => {
            sandbox.go();
            writeFileSync(sandbox.cache, "a file where the folder should be");
            await assert.rejects(sandbox.ensureEngine(), {
                message: `The cache folder ${sandbox.cache} cannot be written (ENOTDIR: not a directory, mkdir '${sandbox.cache}/engine'). Set ZERO_TRUST_MCP_CACHE to a folder that can be.`,
            });
        });

        it("never beside a lock that cannot be taken", async () => {
            sandbox.go();
            mkdirSync(path.dirname(root), { recursive: true });
            writeFileSync(`${root}.lock-1`, "a file where the lock should be");
            await assert.rejects(sandbox.ensureEngine(), {
                message: `The cache folder ${sandbox.cache} cannot be written (EINVAL: invalid argument, readlink '${root}.lock-1'). Set ZERO_TRUST_MCP_CACHE to a folder that can be.`,
            });
        });
    });
});

// Does not prove what the real engine answers: a script stands in for it. test/engine/gate.test.ts asks the real one.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type Ended, LocalRun } from "../support/local-run";
import { Sandbox, until } from "./engine/sandbox";
import { child, policyEvent, vault } from "./report/events";

describe("the command gate", function () {
    this.timeout(30_000);
    let sandbox: Sandbox;
    let local: LocalRun;

    beforeEach(async () => {
        sandbox = new Sandbox();
        sandbox.languageHost();
        local = new LocalRun(sandbox.folder);
        await local.writeProject();
        await writeFile(state(), '{ "deployment": { "resources": [{ "type": "azure-native:keyvault:Key" }] } }');
    });
    afterEach(() => sandbox.remove());

    const state = () => join(sandbox.folder, "state.json");
    const output = () => join(sandbox.folder, "report");
    const env = () => ({ PATH: [sandbox.bin, process.env.PATH].join(delimiter) });
    const run = (...args: string[]): Promise<Ended> => local.run(["gate", ...args], env());

    const summary = { sequence: 9, timestamp: 1, summaryEvent: { PolicyPacks: { zero: "0.1.0" } } };
    const disk = child(vault, "keyvault:Key", "disk");
    const finding = (level: string) => policyEvent("kv-x", disk, "A.\nb.\nWhy: c.\nFix: d.", level);

    /** An engine that runs a shell script to judge. */
    function engine(script: string): void {
        sandbox.command("pulumi", `[ "$1" = version ] && { echo v3.259.0; exit; }\n${script}`);
    }

    function engineFinds(level: string): void {
        const verdict = level === "mandatory" ? "one or more mandatory policy violations were found" : "";
        const lines = [finding(level), summary].map((event) => `printf '%s\\n' '${JSON.stringify(event)}'`);
        engine([...lines, verdict && `echo 'error: ${verdict}' >&2; exit 255`].join("\n"));
    }

    const hint = "Add --help to see what there is.";
    const both = `error: give either a state file or --stack <name>\n${hint}\n`;
    const misuses: [args: string[], message: string][] = [
        [[], both],
        [["state.json", "--stack", "dev"], both],
        [
            ["state.json", "--format", "html"],
            `error: option '--format <format>' argument 'html' is invalid. Allowed choices are text, json, sarif, junit.\n${hint}\n`,
        ],
        [
            ["state.json", "--json", "--format", "sarif"],
            `error: option '--format <format>' cannot be used with option '--json'\n${hint}\n`,
        ],
        [["--stak", "dev"], `error: unknown option '--stak'\n(Did you mean --stack?)\n${hint}\n`],
    ];
    for (const [args, stderr] of misuses) {
        it(`is wrong usage with ${args.join(" ") || "nothing"}`, async () => {
            assert.deepEqual(await run(...args), { exitCode: 2, stdout: "", stderr });
        });
    }

    it("passes with 0, and shows what is advisory", async () => {
        engineFinds("advisory");
        const { exitCode, stdout, stderr } = await run(state());

        assert.deepEqual([exitCode, stderr], [0, ""]);
        assert.match(stdout, /^ {2}high {6}advisory {3}kv-x {2}A\.$/m);
        assert.match(stdout, /\n\n.*state\.json passes the policy pack: no mandatory finding\.\n$/);
    });

    it("is blocked with 1", async () => {
        engineFinds("mandatory");
        const { exitCode, stdout, stderr } = await run(state());

        assert.deepEqual([exitCode, stderr], [1, ""]);
        assert.match(stdout, /\n\nThe policy pack blocks .*state\.json: 1 mandatory finding\.\n$/);
    });

    it("writes its document to a file, and only the verdict to stderr", async () => {
        engineFinds("mandatory");
        await writeFile(output(), "from before");
        const ended = await run(state(), "--json", "--output", output());

        assert.deepEqual(ended, {
            exitCode: 1,
            stdout: "",
            stderr: `The policy pack blocks ${state()}: 1 mandatory finding.\n`,
        });
        const { command, result, file, resources, findings } = JSON.parse(await readFile(output(), "utf8"));
        assert.deepEqual([command, result, file, findings.length], ["gate", "blocked", state(), 1]);
        assert.equal(resources, 0, "what no provider manages is no resource of the cloud");
        assert.deepEqual(
            (await readdir(sandbox.folder)).filter((name) => name.startsWith("report")),
            ["report"],
        );
    });

    it("fails with 1, with a message on stderr or a document on stdout", async () => {
        engine("echo 'error: loading policy packs: <no>' >&2; exit 255");

        assert.deepEqual(await run(state()), {
            exitCode: 1,
            stdout: "",
            stderr: "error  loading policy packs: <no>\n",
        });
        const json = await run(state(), "--format", "json");
        assert.deepEqual([json.exitCode, json.stderr], [1, ""]);
        assert.deepEqual(JSON.parse(json.stdout), {
            command: "gate",
            file: state(),
            result: "failed",
            problems: [{ message: "loading policy packs: <no>" }],
        });
    });

    it("replaces a document from before when it fails, too, so that nobody takes that for the new one", async () => {
        engine("echo 'error: no' >&2; exit 255");
        await writeFile(output(), "<testsuites failures='0'/>");
        const ended = await run(state(), "--format", "junit", "--output", output());

        assert.deepEqual(ended, { exitCode: 1, stdout: "", stderr: "error  no\n" });
        assert.match(await readFile(output(), "utf8"), /<testsuites .* tests="1" failures="0" errors="1"/);
    });

    it("does not write over what it judges", async () => {
        engineFinds("advisory");
        const before = await readFile(state(), "utf8");
        const ended = await run(state(), "--output", state());

        assert.deepEqual([ended.exitCode, ended.stdout], [1, ""]);
        assert.match(
            ended.stderr,
            /^error {2}.*state\.json is what is judged or judged by: give another --output\.\n$/,
        );
        assert.equal(await readFile(state(), "utf8"), before);
    });

    it("is interrupted with 130, and its engine with it", async () => {
        engine(`trap 'touch stopped; exit 255' INT\ntouch started\nwhile true; do sleep 0.1; done`);
        const { process, ended } = local.start(["gate", state()], env());
        await until(() => existsSync(join(sandbox.folder, "started")));
        process.kill("SIGINT");

        const { exitCode, stdout, stderr } = await ended;
        assert.deepEqual([exitCode, stdout], [130, ""]);
        assert.match(stderr, /^Interrupted before anything was changed\.$/m);
        assert.ok(existsSync(join(sandbox.folder, "stopped")));
    });
});

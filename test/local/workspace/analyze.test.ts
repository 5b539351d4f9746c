// Does not prove that the engine answers like this script: test/engine/gate.test.ts does.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Analysis, analyze, exportState } from "../../../local/workspace/analyze";
import { policyPack } from "../../../local/workspace/checkout";
import { temporaryFolder } from "../../support/temporary-folder";
import { child, policyEvent, vault } from "../report/events";

describe("analysis", () => {
    const folder = temporaryFolder();
    const verdict = "error: one or more mandatory policy violations were found";
    const summary = { sequence: 9, timestamp: 1, summaryEvent: { PolicyPacks: { zero: "0.1.0" } } };
    const stops = policyEvent("kv-x", child(vault, "keyvault:Key", "disk"), "A.\nb.", "mandatory");
    const advises = policyEvent("kv-x", child(vault, "keyvault:Key", "disk"), "A.\nb.");

    async function engine(script: string) {
        await mkdir(join(folder(), "bin"));
        await writeFile(join(folder(), "bin", "pulumi"), `#!${process.execPath}\n${script}\n`);
        await chmod(join(folder(), "bin", "pulumi"), 0o755);
        return { engine: { root: folder(), version: "3.259.0" }, cwd: folder(), env: process.env, stops: [] };
    }

    /** The analysis by an engine that writes some events, something to stderr, and ends. */
    async function judged(events: object[], stderr: string, code: number): Promise<Analysis> {
        const run = await engine(`
            for (const event of ${JSON.stringify(events)}) console.log(JSON.stringify(event));
            process.stderr.write(${JSON.stringify(stderr)});
            process.exitCode = ${code};
        `);
        return analyze({ ...run, subject: ["--file", "s.json"] });
    }

    it("says what was found, by which pack, and what the engine warns of", async () => {
        const { findings, ...rest } = await judged(
            [stops, stops, advises, summary],
            `warning: could not decrypt secrets in s.json\n${verdict}\n`,
            255,
        );

        assert.deepEqual(
            findings.map(({ rule, mandatory }) => [rule, mandatory]),
            [
                ["kv-x", true],
                ["kv-x", false],
            ],
        );
        assert.deepEqual(rest, {
            pack: { name: "zero", version: "0.1.0" },
            warnings: ["could not decrypt secrets in s.json"],
        });
    });

    it("passes when nothing is mandatory", async () => {
        const { findings } = await judged([advises, summary], "", 0);

        assert.equal(findings.length, 1);
    });

    const incomplete: [what: string, events: object[], stderr: string, code: number][] = [
        ["the engine fails", [stops, summary], "error: running policy analysis: connection lost\n", 255],
        ["the engine finds nothing to analyze", [], "File s.json has no resources; nothing to analyze.\n", 0],
        ["the engine speaks of findings that it does not name", [advises, summary], `${verdict}\n`, 255],
        ["the engine passes what it calls mandatory", [stops, summary], "", 0],
        ["the engine ends before its summary", [stops], `${verdict}\n`, 255],
    ];
    for (const [what, events, stderr, code] of incomplete) {
        it(`is no verdict when ${what}`, () => assert.rejects(judged(events, stderr, code), { name: "EngineError" }));
    }

    it("asks for the pack and its configuration by paths that hold in every folder", async () => {
        const run = await engine(`
            require("node:fs").writeFileSync("args.json", JSON.stringify(process.argv.slice(2)));
            console.log(${JSON.stringify(JSON.stringify(summary))});
        `);
        await analyze({ ...run, subject: ["--stack", "dev"], policyConfiguration: "/p.json" });

        assert.deepEqual(
            require(join(folder(), "args.json")),
            [
                ["policy", "analyze", "--json", "--stack", "dev", "--policy-pack", policyPack],
                ["--policy-pack-config", "/p.json", "--non-interactive"],
            ].flat(),
        );
    });

    it("gives the engine no folder for logs, into which it would write secrets, and leaves its credentials", async () => {
        const run = await engine(`
            const { PULUMI_HOME: home, PULUMI_CREDENTIALS_PATH: credentials } = process.env;
            const isFile = require("node:fs").statSync(home + "/logs").isFile();
            require("node:fs").writeFileSync("home.json", JSON.stringify({ home, credentials, isFile }));
            console.log(${JSON.stringify(JSON.stringify(summary))});
        `);
        await analyze({ ...run, env: { ...process.env, PULUMI_HOME: "/my/pulumi" }, subject: ["--file", "s.json"] });

        const { home, credentials, isFile } = require(join(folder(), "home.json"));
        assert.deepEqual([credentials, isFile], ["/my/pulumi", true]);
        assert.equal(existsSync(home), false);
    });

    it("exports a state with its secrets as they are", async () => {
        const run = await engine("console.log(JSON.stringify(process.argv.slice(2)))");

        assert.deepEqual(await exportState({ ...run, stack: "dev" }), [
            "stack",
            "export",
            "--stack",
            "dev",
            "--non-interactive",
        ]);
    });
});

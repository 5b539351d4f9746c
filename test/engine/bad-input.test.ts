// Does not prove that every mistake is found: test/infra has the table of configuration problems.
import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../../local/cloud/journal";
import { LocalRun } from "../support/local-run";

describe("bad input on the command line", function () {
    this.timeout(120_000);
    let folder: string;
    let local: LocalRun;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        local = new LocalRun(folder);
        await local.writeProject();
    });

    afterEach(() => rm(folder, { recursive: true, force: true }));

    /** The whole answer: exit code, nothing on stdout, one message on stderr. */
    async function refused(args: string[], exitCode: number, message: string): Promise<void> {
        assert.deepEqual(await local.run(args), { exitCode, stdout: "", stderr: `${message}\n` });
    }

    const hint = "Add --help to see what there is.";
    const usage: [args: string[], message: string][] = [
        [["deploy"], `error: unknown command 'deploy'\n${hint}`],
        [["upp"], `error: unknown command 'upp'\n${hint}`],
        [["up", "--stak", "dev"], `error: unknown option '--stak'\n(Did you mean --stack?)\n${hint}`],
        [["--speeed", "1"], `error: unknown option '--speeed'\n(Did you mean --speed?)\n${hint}`],
        [["up", "prod"], `error: too many arguments for 'up'. Expected 0 arguments but got 1.\n${hint}`],
        [["--stack"], `error: option '--stack <name>' argument missing\n${hint}`],
        [
            ["--speed", "0"],
            `error: option '--speed <n>' argument '0' is invalid. It must be a number above 0, for example 60.\n${hint}`,
        ],
        [
            ["preview", "--port", "80"],
            `error: option '--port <first>' argument '80' is invalid. It must be a whole number from 1024 to 65000.\n${hint}`,
        ],
    ];
    for (const [args, message] of usage) {
        it(`${args.join(" ")} is wrong usage`, () => refused(args, 2, message));
    }

    it("help is no mistake, for every command", async () => {
        for (const command of [
            [],
            ["up"],
            ["preview"],
            ["refresh"],
            ["destroy"],
            ["status"],
            ["logs"],
            ["gate"],
            ["reset"],
        ]) {
            const { exitCode, stdout, stderr } = await local.run([...command, "--help"]);

            assert.deepEqual([exitCode, stderr], [0, ""]);
            assert.match(stdout, new RegExp(`^Usage: npm start -- ${command.join("")}`));
        }
    });

    it("a stack that does not exist is answered with those that do", () =>
        refused(
            ["--stack", "production"],
            1,
            `error  There is no stack "production": ${join(local.project, "stacks")} has dev, prod, staging. ` +
                "Choose one with --stack, or add Pulumi.production.yaml.",
        ));

    it("a failure with --json is a document, too", async () => {
        const { exitCode, stdout, stderr } = await local.run(["up", "--stack", "no", "--json"]);

        assert.deepEqual([exitCode, stderr], [1, ""]);
        const { command, stack, result, problems } = JSON.parse(stdout);
        assert.deepEqual([command, stack, result, problems.length], ["up", "no", "failed", 1]);
    });

    it("a stack file that is no YAML is one error with its place", async () => {
        await local.writeProject({ text: "config:\n  zero-trust-mcp:owner: [a\n" });
        const { exitCode, stdout, stderr } = await local.run(["up"]);

        assert.deepEqual([exitCode, stdout], [1, ""]);
        assert.match(stderr, /^error {2}.*Pulumi\.dev\.yaml is not valid YAML:\n.* at line 3, column 1:/);
    });

    it("a missing configuration of the policy pack does not switch the gate off", async () => {
        const file = join(local.project, "stacks", "policy.dev.json");
        await rm(file);

        await refused(
            ["up"],
            1,
            `error  ${file} is missing: without it the policy pack does not know what it judges. Add it beside the stack ` +
                "file, as the other stacks have it.",
        );
    });

    it("a home that cannot be written is one error with the cure", async () => {
        await writeFile(local.home, "");

        await refused(
            ["up"],
            1,
            `error  The folder ${local.home} cannot be written: EEXIST: file already exists, mkdir '${local.home}'. ` +
                "The local cloud keeps its state there; make it writable, or set ZERO_TRUST_MCP_HOME to a folder that is.",
        );
    });

    it("a port that is taken is one error that names it", async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as { port: number };
        try {
            await refused(
                ["up", "--port", String(port)],
                1,
                `error  The provider azure-native cannot listen on port ${port} of 127.0.0.1: another program uses it. ` +
                    "Give another first port with --port, or leave --port out to take free ones.",
            );
        } finally {
            server.close();
        }
    });

    it("a damaged journal is one error that says what to do", async () => {
        await mkdir(join(local.home, "cloud"), { recursive: true });
        const file = join(local.home, "cloud", "journal");
        const journal = await openJournal(file);
        await journal.write([{ key: "arm:a", value: {} }]);
        await journal.close();
        await writeFile(file, "garbage\n", { flag: "r+" });
        await appendFile(file, "more garbage\n");
        const { exitCode, stdout, stderr } = await local.run(["up"]);

        assert.deepEqual([exitCode, stdout], [1, ""]);
        assert.match(stderr, /^error {2}.*journal/);
        assert.doesNotMatch(stderr, /^\s+at /m);
    });

    it("missing, mistyped and wrong values are one message with all of them, and nothing is created", async () => {
        await local.writeProject({
            configuration: [
                [["location"], "West Europe"],
                [["organization"], "contoso"],
                [["owner"], undefined],
                [["protect"], "maybe"],
                [["network", "addressSpace"], "172.16.0.0/20"],
                [["auditLog", "retentionDays"], 7],
            ],
        });
        const { exitCode, stdout } = await local.run(["up"]);

        assert.equal(exitCode, 1);
        assert.match(
            stdout,
            /^error {2}The configuration of stack "dev" has 6 problems:\n {9}- zero-trust-mcp:location is "West Europe"; .*\n {9}- zero-trust-mcp:owner is missing; .*\n {9}- zero-trust-mcp:protect is "maybe"; .*\n {9}- zero-trust-mcp:auditLog.retentionDays is 7; .*\n {9}- zero-trust-mcp:organization is not a known key; did you mean organisation\?\n {9}- zero-trust-mcp:network.addressSpace 172.16.0.0\/20 overlaps the reserved range 172.16.0.0\/12; .*\n\npreview of dev failed: nothing was changed.\n\nTook {7}.* s\n$/,
        );
        const journal = await openJournal(join(local.home, "cloud", "journal"));
        assert.deepEqual(journal.list(""), []);
        await journal.close();
    });
});

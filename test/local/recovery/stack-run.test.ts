// Does not prove that a real engine exports and imports this way: test/engine/killed-runs.test.ts does.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { creationOf } from "../../../local/cloud/creation";
import { openHomeJournal } from "../../../local/cloud/home-journal";
import type { Store } from "../../../local/cloud/store";
import { Interrupted } from "../../../local/commands/interruption";
import type { Deployment } from "../../../local/recovery/deployment";
import { beginRun, type RunOfStack, reportUnfinishedRun, type StackRun } from "../../../local/recovery/stack-run";
import { Failure } from "../../../local/report/failure";
import type { Report } from "../../../local/report/report";
import { temporaryFolder } from "../../support/temporary-folder";
import { recordingTerminal } from "../report/events";

const urn = (name: string, stack = "dev") => `urn:pulumi:${stack}::shop::azure-native:keyvault:Vault::${name}`;
const vault = (name: string) => ({ urn: urn(name), type: "azure-native:keyvault:Vault", custom: true });
const began = /^The up of dev that began \d{4}-\d\d-\d\dT[\d:.]+Z did not end well: /;

describe("a run that changes a stack", () => {
    const folder = temporaryFolder();
    let terminal: ReturnType<typeof recordingTerminal>;
    let run: RunOfStack;
    beforeEach(() => {
        terminal = recordingTerminal(false);
        run = { cloud: folder(), stack: "dev", project: "shop", command: "up", terminal };
    });

    async function inCloud<T>(action: (store: Store) => Promise<T> | T): Promise<T> {
        const journal = await openHomeJournal(folder());
        try {
            return await action(journal);
        } finally {
            await journal.close();
        }
    }

    const records = () => inCloud((store) => store.list("").map(([key]) => key));

    /** What a cloud writes when it creates the vaults. */
    async function create(...urns: string[]): Promise<void> {
        await inCloud(async (store) => {
            for (const each of urns) {
                const id = `/${each.slice(each.lastIndexOf(":") + 1)}`;
                const writes = [{ key: `arm:${each}`, value: { id } }];
                await store.write(creationOf({ urn: each, id, outputs: { id } }, writes, store));
            }
        });
    }

    /** A stack with this state, and the states that are imported into it. */
    function stackWith(deployment: Deployment) {
        const imported: Deployment[] = [];
        const engine = async (args: string[]) => {
            const [, command, , file] = args;
            if (command === "import") {
                imported.push(JSON.parse(readFileSync(String(file), "utf8")).deployment);
            }
            return { stdout: JSON.stringify({ version: 3, deployment }) };
        };
        const workspace = { workDir: folder(), envVars: {}, pulumiCommand: { run: engine } };
        return { imported, open: async () => ({ name: "dev", workspace }) as unknown as Stack };
    }

    const unopened = () => assert.fail("there is nothing to settle");
    const ended = (result: Report["result"], operation: Report["operation"] = "up") =>
        Promise.resolve({ result, operation });

    async function finish(stackRun: StackRun, body: Promise<Pick<Report, "operation" | "result">>): Promise<void> {
        await stackRun.watch(body).catch(() => {});
        await stackRun.close();
    }

    it("leaves no note when it ends well, and those of other stacks alone", async () => {
        const stackRun = await beginRun(run, unopened);
        assert.deepEqual(await records(), ["run:urn:pulumi:dev::shop::"]);
        await create(urn("a"), urn("b", "prod"));

        await finish(stackRun, ended("succeeded"));

        assert.deepEqual(
            await records(),
            [`arm:${urn("a")}`, `arm:${urn("b", "prod")}`, `created:${urn("b", "prod")}`].sort(),
        );
        assert.equal((await beginRun(run, unopened)).recovered, false);
        assert.deepEqual(terminal.written, []);
    });

    for (const [how, body] of [
        ["was stopped by its preview", () => ended("blocked", "preview")],
        ["was refused", () => Promise.reject(new Failure("protected"))],
        ["was interrupted before it began", () => Promise.reject(new Interrupted())],
    ] as const) {
        it(`leaves nothing to settle when it ${how}`, async () => {
            await finish(await beginRun(run, unopened), body());
            assert.deepEqual(await records(), []);
        });
    }

    for (const [how, body] of [
        ["failed", () => ended("failed")],
        ["was interrupted", () => ended("interrupted")],
        ["was blocked by what only the cloud knew", () => ended("blocked")],
        ["threw", () => Promise.reject(new Error("a bug"))],
        ["was killed", undefined],
    ] as const) {
        it(`is settled by the next one when it ${how}`, async () => {
            const killed = await beginRun(run, unopened);
            if (body !== undefined) {
                await finish(killed, body());
            }
            const { open } = stackWith({});
            assert.equal((await beginRun(run, open)).recovered, true);
            assert.match(String(terminal.written[0]), began);
        });
    }

    it("settles what an earlier one left, tells it in a line for each, and leaves no copy of the state", async () => {
        await beginRun(run, unopened);
        await create(urn("a"), urn("b"), urn("c"), urn("other", "prod"));
        const provider = { urn: "urn:pulumi:dev::shop::pulumi:providers:azure-native::azure", custom: true };
        const { open, imported } = stackWith({
            resources: [{ ...vault("a"), id: "/a" }],
            pending_operations: [
                { type: "creating", resource: vault("b") },
                { type: "creating", resource: vault("d") },
                { type: "creating", resource: { ...provider, type: "pulumi:providers:azure-native" } },
                { type: "updating", resource: { ...vault("a"), id: "/a" } },
            ],
        });

        const stackRun = await beginRun({ ...run, command: "destroy" }, open);

        assert.equal(stackRun.recovered, true);
        const [first, ...lines] = terminal.written;
        assert.match(String(first), began);
        assert.deepEqual(lines, [
            "  b (Vault): adopted",
            "  d (Vault): was never created",
            "  a (Vault): is read again",
            "  c (Vault): rolled back",
        ]);
        assert.deepEqual(imported, [
            {
                resources: [
                    { ...vault("a"), id: "/a" },
                    { ...vault("b"), id: "/b", outputs: { id: "/b" } },
                ],
            },
        ]);
        const left = [`arm:${urn("a")}`, `arm:${urn("b")}`, `arm:${urn("other", "prod")}`];
        assert.deepEqual(
            await records(),
            [...left, `created:${urn("other", "prod")}`, "run:urn:pulumi:dev::shop::"].sort(),
        );
        assert.deepEqual(
            readdirSync(folder()).filter((name) => name.includes("import")),
            [],
        );
    });

    it("does not touch a state that needs nothing", async () => {
        await beginRun(run, unopened);
        await create(urn("a"));
        const { open, imported } = stackWith({});

        await beginRun(run, open);

        assert.deepEqual(imported, []);
        assert.deepEqual(await records(), ["run:urn:pulumi:dev::shop::"]);
    });

    it("keeps the notes when the state cannot be read, so that the next one can settle them", async () => {
        await beginRun(run, unopened);
        await create(urn("a"));
        const before = await records();

        await assert.rejects(
            beginRun(run, () => Promise.reject(new Error("no engine"))),
            { message: "no engine" },
        );

        assert.deepEqual(await records(), before);
    });

    it("is told to one that changes nothing, which leaves everything as it is", async () => {
        await reportUnfinishedRun(run);
        assert.deepEqual(terminal.written, []);
        await beginRun(run, unopened);
        const before = readFileSync(join(folder(), "journal"));

        await reportUnfinishedRun({ ...run, command: "preview" });

        assert.match(String(terminal.written[0]), began);
        assert.match(String(terminal.written[0]), /The next up, refresh or destroy compares the state with the cloud/);
        assert.deepEqual(readFileSync(join(folder(), "journal")), before);
    });
});

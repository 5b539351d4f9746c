// Does not prove what each change does to a resource: test/local/azure/by-hand.test.ts does.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { azurePackage } from "../../local/azure";
import { noWaiting } from "../../local/cloud/clock";
import { openJournal } from "../../local/cloud/journal";
import { readRecords } from "../../local/cloud/read-records";
import { openHome } from "../../local/workspace/home";
import { takeRunLock } from "../../local/workspace/run-lock";
import { LocalRun } from "../support/local-run";
import { temporaryFolder } from "../support/temporary-folder";
import { groupId, seed } from "./azure/fixture";
import { fixedKey } from "./cloud/fixed-key";

// Azure answers with the ids of identities in this spelling
const id = `${groupId.replace("resourceGroups", "resourcegroups")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`;

describe("the command cloud", function () {
    this.timeout(30_000);
    const folder = temporaryFolder();
    let local: LocalRun;

    beforeEach(async () => {
        local = new LocalRun(folder());
        const journal = await openJournal(join(local.home, "cloud", "journal"));
        const provider = azurePackage({ store: journal, clock: noWaiting, seed, sealingKey: fixedKey }).configure({});
        const { signal } = new AbortController();
        const placed = { resourceGroupName: "rg", location: "westeurope" };
        for (const [type, inputs] of [
            ["azure-native:resources:ResourceGroup", placed],
            ["azure-native:managedidentity:UserAssignedIdentity", { ...placed, resourceName: "id-one" }],
        ] as const) {
            await provider.create({ urn: "", type, name: "", inputs, preview: false, signal });
        }
        await journal.close();
    });

    it("lists and shows what exists, also while a run is under way", async () => {
        const release = await takeRunLock(await openHome(local.home), { command: "up", stack: "dev" });
        try {
            const [list, shown] = await Promise.all([
                local.run(["cloud", "list"]),
                local.run(["cloud", "show", id, "--json"]),
            ]);
            assert.equal(
                list.stdout,
                `azure-native:resources:ResourceGroup               ${groupId}\n` +
                    `azure-native:managedidentity:UserAssignedIdentity  ${id}\n`,
            );
            const { body, ...rest } = JSON.parse(shown.stdout);
            assert.deepEqual(rest, {
                command: "cloud show",
                result: "succeeded",
                type: "azure-native:managedidentity:UserAssignedIdentity",
                id,
            });
            assert.equal(body.name, "id-one");
        } finally {
            await release();
        }
    });

    it("changes nothing while a run is under way", async () => {
        const release = await takeRunLock(await openHome(local.home), { command: "up", stack: "dev" });
        try {
            const { exitCode, stderr } = await local.run(["cloud", "set", id, "tags.a", "b"]);
            assert.equal(exitCode, 1);
            assert.match(stderr, /^error {2}Another run is using .*: up of stack dev, process \d+/);
        } finally {
            await release();
        }
    });

    it("sets a value and deletes a resource, for good", async () => {
        const set = await local.run(["cloud", "set", id, "tags.a", "b"]);
        assert.equal(
            set.stdout,
            `tags.a of ${id} is changed. npm start -- refresh shows it, npm start repairs it.\n`,
            set.stderr,
        );
        const tags = async () =>
            (await readRecords(join(local.home, "cloud"))).get(`arm:${id.toLowerCase()}`)?.body as { tags?: unknown };
        assert.deepEqual((await tags()).tags, { a: "b" });

        const deleted = await local.run(["cloud", "delete", groupId]);
        assert.equal(
            deleted.stdout,
            `Deleted; npm start -- refresh shows it, npm start repairs it:\n  ${groupId}\n  ${id}\n`,
        );
        assert.equal((await local.run(["cloud", "list"])).stdout, "Nothing exists. npm start deploys dev.\n");
    });

    it("says what is wrong as one failure", async () => {
        const { exitCode, stdout } = await local.run(["cloud", "set", id, "tag.a", "b", "--json"]);
        assert.equal(exitCode, 1);
        assert.deepEqual(JSON.parse(stdout), {
            command: "cloud set",
            result: "failed",
            problems: [
                {
                    message:
                        "azure-native:managedidentity:UserAssignedIdentity has no property tag; the nearest is tags.",
                },
            ],
        });
        assert.equal((await local.run(["cloud", "show"])).exitCode, 2);
    });

    it("has nothing before the first deployment", async () => {
        const other = new LocalRun(join(folder(), "other"));
        await mkdir(join(folder(), "other"));
        assert.equal((await other.run(["cloud", "list"])).stdout, "Nothing exists. npm start deploys dev.\n");
        const { stderr } = await other.run(["cloud", "delete", id]);
        assert.equal(stderr, `error  There is no resource ${id}: nothing is deployed. npm start deploys dev.\n`);
    });
});

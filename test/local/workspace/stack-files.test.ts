// Does not prove that the engine keeps its files like this: the test of resets on the real engine does.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Home, homePaths } from "../../../local/workspace/home";
import { ownedResources, removeStackFiles, stacksOf } from "../../../local/workspace/stack-files";

describe("files of a stack", () => {
    let home: Home;
    beforeEach(() => {
        home = homePaths(mkdtempSync(join(tmpdir(), "home-")));
    });
    afterEach(() => rmSync(home.folder, { recursive: true }));

    const fileOf = (...path: string[]) => join(home.backend, ".pulumi", ...path);
    const group = (id: string) => ({ type: "azure-native:resources:ResourceGroup", id, custom: true });

    function write(file: string, content: unknown): void {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    }

    const checkpoint = (...resources: object[]) => ({ version: 3, checkpoint: { latest: { resources } } });

    it("tell what the stack made, and with their history what it made once", async () => {
        write(
            fileOf("stacks", "p", "dev.json"),
            checkpoint(
                group("/now"),
                { ...group("/read"), external: true },
                { type: "pulumi:providers:azure-native", id: "x", custom: true },
                { type: "zero-trust-mcp:index:Network" },
            ),
        );
        write(fileOf("history", "p", "dev", "dev-1.checkpoint.json"), checkpoint(group("/once"), group("/now")));
        write(fileOf("history", "p", "dev", "dev-1.history.json"), {});
        write(fileOf("history", "p", "staging", "staging-1.checkpoint.json"), checkpoint(group("/other")));

        const ids = async (history: boolean) =>
            (await ownedResources(home, "p", "dev", { history })).map(({ id }) => id);

        assert.deepEqual(await ids(false), ["/now"]);
        assert.deepEqual(await ids(true), ["/now", "/once"]);
    });

    it("of no stack tell of nothing, nor do those of one that is empty", async () => {
        assert.deepEqual(await ownedResources(home, "p", "dev", { history: true }), []);
        assert.deepEqual(await stacksOf(home, "p"), []);
        write(fileOf("stacks", "p", "dev.json"), { version: 3, checkpoint: {} });
        assert.deepEqual(await ownedResources(home, "p", "dev", { history: true }), []);
        assert.deepEqual(await stacksOf(home, "p"), ["dev"]);
    });

    it("that are damaged are named, with the way out", async () => {
        const file = fileOf("stacks", "p", "dev.json");
        write(file, "{");
        await assert.rejects(ownedResources(home, "p", "dev", { history: false }), (error: Error) => {
            assert.equal(error.name, "Failure");
            assert.ok(error.message.startsWith(`${file} is no state that can be read: `), error.message);
            assert.match(error.message, /npm start -- reset --all removes everything of every stack\.$/);
            return true;
        });
    });

    it("are not taken for none when they cannot be read", async () => {
        const unreadable = (path: string) => ({
            name: "Failure",
            message: new RegExp(`^${path} .*: ENOTDIR: .*--all`),
        });
        const [history, stacks] = [fileOf("history", "p", "dev"), fileOf("stacks", "p")];
        write(history, "a file in place of a folder");
        write(stacks, "a file in place of a folder");

        await assert.rejects(ownedResources(home, "p", "dev", { history: true }), unreadable(history));
        await assert.rejects(
            ownedResources(home, "p", "dev", { history: false }),
            unreadable(join(stacks, "dev.json")),
        );
        await assert.rejects(stacksOf(home, "p"), unreadable(stacks));
    });

    it("are removed without those of other stacks", async () => {
        const files = (stack: string) => [
            fileOf("stacks", "p", `${stack}.json`),
            fileOf("stacks", "p", `${stack}.json.bak`),
            fileOf("history", "p", stack, `${stack}-1.checkpoint.json`),
            fileOf("backups", "p", stack, `${stack}.1.json`),
        ];
        for (const file of [...files("dev"), ...files("dev2")]) {
            write(file, checkpoint());
        }
        await removeStackFiles(home, "p", "dev");

        assert.deepEqual(files("dev").filter(existsSync), []);
        assert.deepEqual(files("dev2").filter(existsSync), files("dev2"));
    });
});

// Does not prove that a disk keeps what it has acknowledged: a kill is tried, a power cut only as a file that ends early.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
    appendFileSync,
    existsSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import fc from "fast-check";
import { type Journal, openJournal } from "../../../local/cloud/journal";
import type { Store, Write } from "../../../local/cloud/store";
import type { Properties } from "../../../local/provider/provider";

type State = Record<string, Properties>;

const stateOf = (store: Store): State => Object.fromEntries(store.list(""));

/** What the batches mean, told in the simplest way. */
function replay(batches: Write[][]): State {
    const state: State = {};
    for (const { key, value } of batches.flat()) {
        if (value === undefined) {
            delete state[key];
        } else {
            state[key] = value;
        }
    }
    return Object.fromEntries(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const value = fc.dictionary(fc.constantFrom("a", "ü", "nested"), fc.jsonValue({ maxDepth: 1 }), {
    noNullPrototype: true,
    maxKeys: 2,
}) as fc.Arbitrary<Properties>;
const key = fc.constantFrom("arm:/a", "arm:/a/b", "arm:/é", "deleted:/a", "\n");
const write = fc.oneof(fc.record({ key, value }), fc.record({ key })) as fc.Arbitrary<Write>;
const batches = fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 5 });
const newline = "\n".charCodeAt(0);
/** As JSON keeps it: -0 is 0. */
const asJson = <T>(data: T): T => JSON.parse(JSON.stringify(data));

describe("openJournal", () => {
    let folder: string;
    let file: string;
    const opened: Journal[] = [];
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "journal-"));
        file = join(folder, "journal");
    });
    afterEach(async () => {
        for (const journal of opened.splice(0)) {
            await journal.close();
        }
        rmSync(folder, { recursive: true });
    });

    async function openIt(path = file): Promise<Journal> {
        const journal = await openJournal(path);
        opened.push(journal);
        return journal;
    }

    async function reopened(path = file): Promise<State> {
        const journal = await openJournal(path);
        await journal.close();
        return stateOf(journal);
    }

    async function written(...all: Write[][]): Promise<void> {
        const journal = await openJournal(file);
        for (const batch of all) {
            await journal.write(batch);
        }
        await journal.close();
    }

    describe("as a store", () => {
        it("gets, lists by prefix in key order, replaces and removes", async () => {
            const journal = await openIt();
            await journal.write([
                { key: "arm:/b", value: { n: 1 } },
                { key: "arm:/a/x", value: { n: 2 } },
                { key: "arm:/a", value: { n: 3 } },
                { key: "deleted:/a", value: { n: 4 } },
            ]);
            await journal.write([{ key: "arm:/b", value: { n: 5 } }, { key: "arm:/a" }, { key: "arm:/none" }]);
            assert.deepEqual(journal.get("arm:/b"), { n: 5 });
            assert.equal(journal.get("arm:/a"), undefined);
            assert.deepEqual(journal.list("arm:"), [
                ["arm:/a/x", { n: 2 }],
                ["arm:/b", { n: 5 }],
            ]);
            assert.deepEqual(journal.list("arm:/c"), []);
        });

        it("shows a batch at once, as frozen copies", async () => {
            const journal = await openIt();
            const record = { tags: { a: "1" }, gone: undefined as unknown as string };
            const durable = journal.write([{ key: "k", value: record }]);
            record.tags.a = "2";
            assert.deepEqual(journal.get("k"), { tags: { a: "1" } });
            assert.throws(() => Object.assign(journal.get("k")?.tags as Properties, { a: "3" }), TypeError);
            await durable;
        });

        it("lists a few records out of many without looking at the others", async () => {
            const journal = await openIt();
            await journal.write(
                Array.from({ length: 20_000 }, (_, n) => ({ key: `arm:/${n % 100}/${n}`, value: { n } })),
            );
            const started = performance.now();
            for (let n = 0; n < 2000; n++) {
                assert.equal(journal.list("arm:/7/107").length, 2);
            }
            assert.ok(performance.now() - started < 1000, "2000 listings of 20,000 records");
        });

        it("is the same after it was opened again", async () => {
            await fc.assert(
                fc.asyncProperty(batches, async (all) => {
                    rmSync(folder, { recursive: true });
                    await written(...all);
                    assert.deepEqual(await reopened(), asJson(replay(all)));
                }),
                { seed: 1, numRuns: 30 },
            );
        });

        it("makes writes that come together durable together", async () => {
            const journal = await openIt();
            const handles = await open(file);
            const prototype = Object.getPrototypeOf(handles);
            await handles.close();
            const { datasync } = prototype;
            let syncs = 0;
            prototype.datasync = function counted() {
                syncs++;
                return datasync.call(this);
            };
            try {
                await Promise.all(
                    Array.from({ length: 500 }, (_, n) => journal.write([{ key: `k${n}`, value: { n } }])),
                );
            } finally {
                prototype.datasync = datasync;
            }
            assert.ok(syncs >= 1 && syncs <= 2, `${syncs} syncs for 500 writes`);
            assert.equal(readFileSync(file, "utf8").split("\n").length, 501);
        });

        it("accepts nothing more after the disk refused a write", async () => {
            const journal = await openIt();
            const handles = await open(file);
            const prototype = Object.getPrototypeOf(handles);
            await handles.close();
            const { appendFile } = prototype;
            prototype.appendFile = async () => {
                throw new Error("ENOSPC: no space left on device, write");
            };
            const message = `The local cloud cannot write its state to ${file}: ENOSPC: no space left on device, write.`;
            try {
                await assert.rejects(journal.write([{ key: "a", value: {} }]), { message });
            } finally {
                prototype.appendFile = appendFile;
            }
            await assert.rejects(journal.write([{ key: "b", value: {} }]), { message });
            await journal.close();
            opened.pop();
            assert.deepEqual(await reopened(), {});
        });
    });

    describe("after a kill or power cut", () => {
        it("has a prefix of the batches for every prefix of the file, and continues from there", async () => {
            await fc.assert(
                fc.asyncProperty(batches, fc.nat(), async (all, random) => {
                    rmSync(folder, { recursive: true });
                    await written(...all);
                    const bytes = readFileSync(file);
                    const states = all.map((_, count) => asJson(replay(all.slice(0, count + 1))));
                    const length = random % (bytes.length + 1);
                    writeFileSync(file, bytes.subarray(0, length));
                    const whole = bytes.subarray(0, length).toString("latin1").split("\n").length - 1;
                    assert.deepEqual(await reopened(), whole === 0 ? {} : states[whole - 1]);
                    await written([{ key: "next", value: { n: 1 } }]);
                    const expected = replay([...all.slice(0, whole), [{ key: "next", value: { n: 1 } }]]);
                    assert.deepEqual(await reopened(), asJson(expected));
                }),
                { seed: 2, numRuns: 60 },
            );
        });

        it("does so at the end of each line, and at each byte of the last two", async () => {
            await fc.assert(
                fc.asyncProperty(
                    fc.array(fc.array(write, { maxLength: 2 }), { minLength: 1, maxLength: 5 }),
                    async (all) => {
                        rmSync(folder, { recursive: true });
                        await written(...all);
                        const bytes = readFileSync(file);
                        const ends = [...bytes.keys()]
                            .filter((position) => bytes[position] === newline)
                            .map((end) => end + 1);
                        const fromSecondLast = ends.at(-3) ?? 0;
                        for (let length = 0; length <= bytes.length; length++) {
                            if (ends.includes(length) || length >= fromSecondLast) {
                                writeFileSync(file, bytes.subarray(0, length));
                                const whole = ends.filter((end) => end <= length);
                                const expected = asJson(replay(all.slice(0, whole.length)));
                                assert.deepEqual(await reopened(), expected, `${length} of ${bytes.length} bytes`);
                                assert.equal(statSync(file).size, whole.at(-1) ?? 0);
                            }
                        }
                    },
                ),
                { seed: 3, numRuns: 4 },
            );
        });

        it("removes zeros that a power cut left at the end", async () => {
            await written([{ key: "a", value: { n: 1 } }]);
            const sound = readFileSync(file, "utf8");
            appendFileSync(file, Buffer.alloc(4096));
            assert.deepEqual(await reopened(), { a: { n: 1 } });
            assert.equal(readFileSync(file, "utf8"), sound);
        });

        it("has every batch that a killed writer knew to be durable, and at most one group more", async () => {
            const child = startWriter(file);
            let acknowledged = 0;
            for await (const line of createInterface({ input: child.stdout as Readable })) {
                acknowledged = Number(line);
                if (acknowledged >= 20) {
                    child.kill("SIGKILL");
                }
            }
            const { length } = Object.keys(await reopened());
            assert.ok(length >= acknowledged, `${acknowledged} acknowledged, ${length} there`);
            const expected = Array.from({ length }, (_, n) => [`k${String(n + 1).padStart(9, "0")}`, { n: n + 1 }]);
            assert.deepEqual(Object.entries(await reopened()), expected);
        });
    });

    describe("when the file is damaged", () => {
        it("keeps a copy, says what to do, and goes back to before the damage", async () => {
            await written(
                [{ key: "a", value: { n: 1 } }],
                [{ key: "b", value: { n: 2 } }],
                [{ key: "c", value: { n: 3 } }],
            );
            const bytes = readFileSync(file);
            const damaged = Buffer.from(bytes.toString("utf8").replace('"n":2', '"n":7'));
            writeFileSync(file, damaged);
            const error: Error = await openJournal(file).catch((reason) => reason);
            const [copy] = readdirSync(folder).filter((name) => name.startsWith("journal.corrupt-"));
            assert.match(copy ?? "", /^journal\.corrupt-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/);
            assert.equal(
                error.message,
                `The state of the local cloud is damaged: line 2 of ${file} is not as it was written. The whole file is kept ` +
                    `as ${join(folder, copy ?? "")}; the local cloud goes back to what the 1 lines before it say. ` +
                    'Run "npm start -- refresh" to bring the state of the stack in line with it and then "npm start -- up", ' +
                    'or "npm start -- reset --all" to start afresh (that removes the kept file, too).',
            );
            assert.deepEqual(readFileSync(join(folder, copy ?? "")), damaged);
            assert.deepEqual(await reopened(), { a: { n: 1 } });
        });

        it("notices each single changed byte, in the last line, too", async () => {
            await written([{ key: "a", value: { n: 1 } }], [{ key: "b", value: { n: 2 } }]);
            const bytes = readFileSync(file);
            const newlines = [bytes.indexOf("\n"), bytes.length - 1];
            for (let position = 0; position < bytes.length - 1; position++) {
                const damaged = Buffer.from(bytes);
                damaged[position] = (damaged[position] as number) ^ 1;
                writeFileSync(file, damaged);
                const line = position <= (newlines[0] as number) ? 1 : 2;
                await assert.rejects(openJournal(file), new RegExp(`line ${line} of`), `byte ${position}`);
                assert.deepEqual(await reopened(), line === 1 ? {} : { a: { n: 1 } });
            }
        });
    });

    describe("compaction", () => {
        const many = Array.from({ length: 400 }, (_, n) => [{ key: `k${n % 4}`, value: { n, text: "x".repeat(500) } }]);

        it("rewrites a journal that is mostly outdated, when it is opened", async () => {
            await written(...many);
            const before = statSync(file).size;
            assert.deepEqual(await reopened(), replay(many));
            assert.ok(statSync(file).size < before / 50, `${before} bytes, then ${statSync(file).size}`);
            assert.deepEqual(await reopened(), replay(many));
            assert.deepEqual(
                readdirSync(folder).filter((name) => !name.includes(".lock-")),
                ["journal"],
            );
        });

        it("leaves a journal alone that is small or mostly current", async () => {
            await written(...many.slice(0, 50));
            const small = readFileSync(file);
            await reopened();
            assert.deepEqual(readFileSync(file), small);
            await written(...many.map(([each], n) => [{ ...(each as Write), key: `k${n}` }]));
            const current = readFileSync(file);
            await reopened();
            assert.deepEqual(readFileSync(file), current);
        });

        it("survives what a kill in the middle of it left behind", async () => {
            await written(...many);
            writeFileSync(`${file}.new`, "half a fi");
            assert.deepEqual(await reopened(), replay(many));
            assert.equal(existsSync(`${file}.new`), false);
        });
    });

    it("lets one process in, names it to the others, and is free when that one is killed", async () => {
        const child = startWriter(file);
        await once(child.stdout as Readable, "data");
        await assert.rejects(openJournal(file), {
            message:
                `${file} is in use by process ${child.pid}: only one local cloud can run on it. Wait until that one ends, ` +
                `end it (kill ${child.pid}), or set ZERO_TRUST_MCP_HOME to another folder for a second local cloud.`,
        });
        child.kill("SIGKILL");
        await once(child, "exit");
        await openIt();
    });

    it("waits for a process that is about to end, when it is told to", async () => {
        const child = startWriter(file);
        await once(child.stdout as Readable, "data");
        const opened = openJournal(file, 15_000);
        child.kill("SIGKILL");
        await (await opened).close();
    });

    it("creates its folder for its user only", async () => {
        const path = join(folder, "deep", "er", "journal");
        const journal = await openIt(path);
        await journal.write([{ key: "a", value: {} }]);
        assert.equal(statSync(join(folder, "deep", "er")).mode & 0o777, 0o700);
        assert.equal(statSync(path).mode & 0o777, 0o600);
    });

    it("says in one error that it cannot keep its state", async () => {
        writeFileSync(join(folder, "file"), "");
        const path = join(folder, "file", "home");
        await assert.rejects(openJournal(join(path, "journal")), {
            message:
                `The local cloud cannot keep its state in ${path}: ENOTDIR: not a directory, mkdir '${path}'. ` +
                "Make the folder writable, or set ZERO_TRUST_MCP_HOME to one that is.",
        });
    });
});

/** A process that writes k1, k2, ... and prints each number once it is durable. */
function startWriter(file: string): ChildProcess {
    const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "journal-writer.ts"), file], {
        stdio: ["ignore", "pipe", "inherit"],
    });
    return child;
}

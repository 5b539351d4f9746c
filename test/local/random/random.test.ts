// Does not prove how the engine uses the answers: test/engine/random.test.ts does.
import assert from "node:assert/strict";
import { compare } from "bcryptjs";
import { type Properties, Refusal, unknown } from "../../../local/provider/provider";
import { randomPackage } from "../../../local/random";

const instance = randomPackage().configure({});

const token = (name: string) => `random:index/random${name}:Random${name}`;
const subject = (name: string) => ({ urn: `urn:pulumi:s::p::${token(name)}::it`, type: token(name), name: "it" });
const { signal } = new AbortController();

async function check(name: string, inputs: Properties): Promise<string[]> {
    const request = { ...subject(name), oldInputs: undefined, inputs, randomSeed: new Uint8Array() };
    const result = await instance.check(request);
    assert.deepEqual(result.inputs, inputs);
    return result.failures;
}

const create = (name: string, inputs: Properties, preview = false) =>
    instance.create({ ...subject(name), inputs, preview, signal });

async function diff(name: string, oldInputs: Properties, inputs: Properties) {
    return await instance.diff({ ...subject(name), id: "x", oldInputs, oldOutputs: {}, inputs });
}

const characterDefaults = {
    upper: true,
    lower: true,
    numeric: true,
    number: true,
    special: true,
    minUpper: 0,
    minLower: 0,
    minNumeric: 0,
    minSpecial: 0,
};

describe("random provider", () => {
    it("has the name and version of the SDK package", () => {
        const { name, version } = randomPackage();
        assert.deepEqual({ name, version }, { name: "random", version: "4.21.2" });
    });

    describe("RandomBytes", () => {
        it("draws bytes, with base64 and hexadecimal text and the base64 text as id", async () => {
            const { id, outputs } = await create("Bytes", { length: 32, keepers: { v: "1" } });
            const bytes = Buffer.from(id, "base64");
            assert.equal(bytes.length, 32);
            assert.deepEqual(outputs, {
                length: 32,
                keepers: { v: "1" },
                base64: bytes.toString("base64"),
                hex: bytes.toString("hex"),
            });
            assert.notEqual((await create("Bytes", { length: 32 })).id, id);
        });

        it("knows nothing of them in a preview", async () => {
            assert.deepEqual(await create("Bytes", { length: 32, keepers: { v: unknown } }, true), {
                id: "",
                outputs: { length: 32, keepers: { v: unknown }, base64: unknown, hex: unknown },
            });
        });
    });

    describe("RandomId", () => {
        it("writes the bytes in every notation behind the prefix", async () => {
            const { id, outputs } = await create("Id", { byteLength: 8, prefix: "p-" });
            const bytes = Buffer.from(id, "base64url");
            assert.equal(bytes.length, 8);
            assert.deepEqual(outputs, {
                byteLength: 8,
                prefix: "p-",
                id: bytes.toString("base64url"),
                b64Url: `p-${bytes.toString("base64url")}`,
                b64Std: `p-${bytes.toString("base64")}`,
                hex: `p-${bytes.toString("hex")}`,
                dec: `p-${bytes.readBigUInt64BE()}`,
            });
        });

        it("needs no prefix", async () => {
            const { id, outputs } = await create("Id", { byteLength: 4 });
            assert.equal(outputs.prefix, undefined);
            assert.equal(outputs.b64Url, id);
        });
    });

    describe("RandomUuid", () => {
        it("draws digits in groups of a UUID", async () => {
            const { id, outputs } = await create("Uuid", {});
            assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
            assert.deepEqual(outputs, { id, result: id });
        });
    });

    describe("RandomString", () => {
        it("fills in the defaults and is its own id", async () => {
            const { id, outputs } = await create("String", { length: 40 });
            assert.match(id, /^[A-Za-z0-9!@#$%&*()\-_=+[\]{}<>:?]{40}$/);
            assert.deepEqual(outputs, { ...characterDefaults, length: 40, id, result: id });
        });

        it("knows the defaults in a preview", async () => {
            const { outputs } = await create("String", { length: 8, numeric: false }, true);
            assert.deepEqual(outputs, {
                ...characterDefaults,
                length: 8,
                numeric: false,
                number: false,
                id: unknown,
                result: unknown,
            });
        });

        it("uses the characters that are asked for, and only those", async () => {
            const only = { upper: false, lower: false, numeric: false, special: false };
            const cases: [Properties, RegExp][] = [
                [{ ...only, upper: true }, /^[A-Z]{60}$/],
                [{ ...only, lower: true }, /^[a-z]{60}$/],
                [{ ...only, numeric: true }, /^[0-9]{60}$/],
                [{ upper: false, lower: false, number: false, special: true, overrideSpecial: "~€" }, /^[~€]{60}$/],
                [{ ...only, special: true, overrideSpecial: "" }, /^[!@#$%&*()\-_=+[\]{}<>:?]{60}$/],
            ];
            for (const [inputs, expected] of cases) {
                assert.match((await create("String", { length: 60, ...inputs })).id, expected);
            }
        });

        it("keeps the minima, also of characters that it would not use otherwise", async () => {
            const minima = { minUpper: 1, minLower: 2, minNumeric: 3, minSpecial: 4 };
            const inputs = { length: 11, lower: false, special: false, ...minima };
            for (let run = 0; run < 50; run++) {
                const { id } = await create("String", inputs);
                const count = (pattern: RegExp) => id.match(pattern)?.length ?? 0;
                assert.equal(id.length, 11);
                assert.equal(count(/[a-z]/g), 2);
                assert.equal(count(/[^A-Za-z0-9]/g), 4);
                assert.ok(count(/[A-Z]/g) >= 1 && count(/[0-9]/g) >= 3, id);
            }
        });

        it("draws each character, and each place for the minima, equally often", async () => {
            const draws = 30_000;
            const { id } = await create("String", { length: draws, upper: false, numeric: false, special: false });
            const counts = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => id.split(letter).length - 1);
            const expected = draws / 26;
            const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
            assert.ok(chiSquare < 80, `chi square ${chiSquare} with 25 degrees of freedom: p < 1e-7`);

            const places = [0, 0, 0, 0];
            for (let run = 0; run < 4000; run++) {
                const { id: text } = await create("String", {
                    length: 4,
                    upper: false,
                    numeric: false,
                    special: false,
                    minNumeric: 1,
                });
                const place = text.search(/[0-9]/);
                places[place] = (places[place] ?? 0) + 1;
            }
            assert.ok(
                places.every((count) => Math.abs(count - 1000) < 200),
                `${places} is far from 1000 each: p < 1e-11`,
            );
        });
    });

    describe("RandomPassword", () => {
        it("comes with its bcrypt hash and an id that tells nothing", async () => {
            const { id, outputs } = await create("Password", { length: 20, minSpecial: 1 });
            const { result, bcryptHash, ...rest } = outputs;
            assert.equal(id, "none");
            assert.deepEqual(rest, { ...characterDefaults, length: 20, minSpecial: 1, id: "none" });
            assert.equal(String(result).length, 20);
            assert.match(String(bcryptHash), /^\$2a\$10\$/);
            assert.equal(await compare(String(result), String(bcryptHash)), true);
        });

        it("knows nothing of them in a preview", async () => {
            const { outputs } = await create("Password", { length: 20 }, true);
            assert.deepEqual([outputs.result, outputs.bcryptHash, outputs.id], [unknown, unknown, unknown]);
        });
    });

    describe("Check", () => {
        it("accepts right inputs, unknown ones included", async () => {
            assert.deepEqual(await check("Bytes", { length: 1, keepers: { a: "b" } }), []);
            assert.deepEqual(await check("Bytes", { length: unknown, keepers: unknown }), []);
            assert.deepEqual(await check("Id", { byteLength: 1, prefix: unknown }), []);
            assert.deepEqual(await check("Uuid", { keepers: { a: unknown } }), []);
            assert.deepEqual(await check("Password", { length: 4, minUpper: 4, number: false }), []);
            assert.deepEqual(await check("String", { length: unknown, minUpper: 4 }), []);
        });

        it("says in one sentence each what is wrong, and shows no text that may be secret", async () => {
            const cases: [string, Properties, string[]][] = [
                ["Bytes", {}, ["'length' must be a whole number; it is missing"]],
                ["Bytes", { length: 0 }, ["'length' must be at least 1; it is 0"]],
                ["Bytes", { length: 1.5 }, ["'length' must be a whole number; it is 1.5"]],
                ["Bytes", { length: "32" }, ["'length' must be a whole number"]],
                [
                    "Bytes",
                    { length: 1, size: 2, keeper: {} },
                    ["'size' is not an input of RandomBytes", "'keeper' is not an input of RandomBytes"],
                ],
                ["Uuid", { keepers: { a: 1 } }, ["'keepers.a' must be a string; it is 1"]],
                ["Uuid", { keepers: "secret" }, ["'keepers' must be an object of strings"]],
                [
                    "Id",
                    { byteLength: 0, prefix: 1 },
                    ["'byteLength' must be at least 1; it is 0", "'prefix' must be a string; it is 1"],
                ],
                [
                    "String",
                    { length: 5, minUpper: 3, minLower: 3 },
                    ["'length' must be at least 6, the sum of minUpper, minLower, minNumeric and minSpecial; it is 5"],
                ],
                [
                    "String",
                    { length: 5, numeric: true, number: false },
                    [
                        "'number' must equal numeric, or better be left out: it is the deprecated name of numeric; it is false",
                    ],
                ],
                [
                    "Password",
                    { length: 5, upper: false, lower: false, numeric: false, special: false },
                    ["'special' or one of upper, lower and numeric must be true; it is false"],
                ],
                [
                    "Password",
                    { length: 0, upper: "no", minLower: -1 },
                    [
                        "'length' must be at least 1; it is 0",
                        "'upper' must be true or false",
                        "'minLower' must be at least 0; it is -1",
                    ],
                ],
            ];
            for (const [name, inputs, expected] of cases) {
                assert.deepEqual(await check(name, inputs), expected);
            }
        });
    });

    describe("Diff", () => {
        it("replaces for every changed input, and never deletes first", async () => {
            const olds = { length: 1, keepers: { same: "1", changed: "1", "removed.here": "1" } };
            const news = { length: 2, keepers: { same: "1", changed: "2", added: unknown } };
            assert.deepEqual(await diff("Bytes", olds, news), {
                changes: {
                    length: "update-replace",
                    'keepers["changed"]': "update-replace",
                    'keepers["removed.here"]': "delete-replace",
                    'keepers["added"]': "add-replace",
                },
                deleteBeforeReplace: false,
            });
            assert.deepEqual((await diff("Bytes", { length: 1 }, { length: 1, keepers: {} })).changes, {
                keepers: "add-replace",
            });
        });

        it("sees no change in a default that is written out", async () => {
            const { changes } = await diff(
                "Password",
                { length: 8, number: true },
                { length: 8, numeric: true, upper: true, minUpper: 0 },
            );
            assert.deepEqual(changes, {});
            const changed = await diff("Password", { length: 8 }, { length: 8, number: false });
            assert.deepEqual(changed.changes, { numeric: "update-replace", number: "update-replace" });
        });
    });

    it("keeps what it drew when a resource is read, updated or deleted", async () => {
        const existing = {
            ...subject("String"),
            id: "abc",
            oldInputs: { length: 3 },
            oldOutputs: { length: 3, result: "abc" },
            signal,
        };
        assert.deepEqual(await instance.read(existing), {
            id: "abc",
            inputs: { length: 3 },
            outputs: { length: 3, result: "abc" },
        });
        const updated = await instance.update({
            ...existing,
            inputs: { length: 3, upper: true },
            preview: false,
        });
        assert.deepEqual(updated, { ...characterDefaults, length: 3, result: "abc" });
        await instance.delete(existing);
    });

    it("refuses an import, a function and a type that it does not have", async () => {
        const imported = { ...subject("Uuid"), id: "abc", oldInputs: undefined, oldOutputs: undefined, signal };
        await assert.rejects(
            instance.read(imported),
            new Refusal(`The local cloud cannot import ${token("Uuid")} abc: random values live in the state only.`),
        );
        await assert.rejects(
            instance.invoke("random:index:get", {}),
            new Refusal("Function random:index:get not found: the random provider has none."),
        );
        await assert.rejects(check("Pet", {}), (error: Error) => {
            assert.equal(error.name, "Refusal");
            assert.match(
                error.message,
                /^Resource type random:index\/randomPet:RandomPet is not part of the local cloud\. It has .*; add another one as a file in local\/random and list it in local\/random\/registry\.ts\.$/,
            );
            return true;
        });
    });
});

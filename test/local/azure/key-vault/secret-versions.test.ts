// Does not prove what Key Vault answers to a request over HTTP.
import assert from "node:assert/strict";
import { readSecret, type SecretAnswer } from "../../../../local/azure/key-vault/secret-versions";
import type { Properties } from "../../../../local/provider/provider";
import { textAt } from "../../../../local/provider/values";
import { type Cloud, groupId, newCloud } from "../fixture";
import { allow, asked, deployOpenVault, identifier, secret, secretId, vaultId } from "./open-vault";

const token = "keyvault:Secret";
const reader = { principalId: "33333333-3333-4333-8333-000000000011", subnetId: undefined };

const versionOf = (outputs: Properties): string => textAt(outputs, "properties.secretUriWithVersion") ?? "";
const sealedIn = ({ store }: Cloud): string[] => store.list("sealed:").map(([, { id }]) => String(id));

describe("a secret of a vault", () => {
    let cloud: Cloud;
    beforeEach(async () => {
        cloud = newCloud();
        await deployOpenVault(cloud);
        await allow(cloud, reader.principalId, "User");
    });

    const create = async (properties: Properties) => (await cloud.create(token, secret(properties))).outputs;
    const update = (properties: Properties) => cloud.update(token, secretId, secret(properties));
    const read = (id = identifier): SecretAnswer => readSecret(id, reader, asked(cloud));
    const none = (version: string): SecretAnswer => ({
        problem: `There is no value of the version ${version.split("/").at(-1)} of ${secretId}.`,
    });
    const disabled = (version: string): SecretAnswer => ({
        problem: `Operation get is not allowed on a disabled secret: the version ${version.split("/").at(-1)} of ${secretId}.`,
    });

    it("is read in its newest version, or in the one that is asked for", async () => {
        const first = versionOf(await create({ value: "one" }));
        const second = versionOf(await update({ value: "two" }));

        assert.notEqual(first, second);
        assert.deepEqual(
            [read(), read(`${identifier}/`), read(first), read(second)],
            [{ value: "two" }, { value: "two" }, { value: "one" }, { value: "two" }],
        );
        assert.deepEqual(
            read(`${identifier}/00112233445566778899aabbccddeeff`),
            none("00112233445566778899aabbccddeeff"),
        );
    });

    it("keeps its version and value when attributes alone are changed", async () => {
        const first = versionOf(await create({ value: "one" }));
        const after = await update({ contentType: "bytes" });

        assert.equal(versionOf(after), first);
        assert.deepEqual(read(), { value: "one" });
        assert.equal(sealedIn(cloud).length, 1);
    });

    it("is not read in a version that is disabled, until that is enabled again", async () => {
        const first = versionOf(await create({ value: "one", attributes: { enabled: false } }));
        assert.deepEqual([read(), read(first)], [disabled(first), disabled(first)]);

        await update({ attributes: { enabled: true } });
        assert.deepEqual(read(first), { value: "one" });

        await update({ attributes: { enabled: false } });
        const second = versionOf(await update({ value: "two" }));
        assert.deepEqual([read(), read(first)], [{ value: "two" }, disabled(first)]);

        await update({ attributes: { enabled: false } });
        assert.deepEqual([read(), read(first)], [disabled(second), disabled(first)]);
    });

    it("is read before its time and after it, as in Azure", async () => {
        const now = cloud.clock.now() / 1000;
        await create({ value: "one", attributes: { expires: now - 1000, notBefore: now + 1000 } });
        assert.deepEqual(read(), { value: "one" });
    });

    it("is not read by somebody who may not, nor by another name", async () => {
        await create({ value: "one" });
        const problem = (id: string, by = reader) => Object.keys(readSecret(id, by, asked(cloud)));
        assert.deepEqual(problem(identifier, { ...reader, principalId: "33333333-3333-4333-8333-000000000012" }), [
            "problem",
        ]);
        for (const other of [`${identifier}s`, identifier.replace("kv-open", "kv-other"), "session", ""]) {
            assert.deepEqual(problem(other), ["problem"], other);
        }
    });

    it("has no value when it was given none", async () => {
        const version = versionOf(await create({}));
        assert.deepEqual(read(), none(version));
    });

    it("is gone when it is deleted, and back in all its versions when it is recovered", async () => {
        const first = versionOf(await create({ value: "one" }));
        await cloud.remove(token, secretId);
        const gone = { problem: "There is no secret session in the vault kv-open.vault.azure.net." };
        assert.deepEqual([read(), read(first)], [gone, gone]);

        await create({ value: "two" });
        assert.deepEqual([read(), read(first)], [{ value: "two" }, { value: "one" }]);
    });

    it("has nothing of one of its name that is purged", async () => {
        const first = versionOf(await create({ value: "one" }));
        await cloud.remove(token, secretId);
        cloud.clock.advance(91 * 24 * 3600);
        const second = versionOf(await create({ value: "two" }));

        assert.deepEqual([read(second), read(first)], [{ value: "two" }, none(first)]);
        assert.equal(sealedIn(cloud).length, 1);
    });

    it("goes with its vault, also when it was deleted before", async () => {
        for (const first of [[], [secretId]]) {
            await create({ value: "one" });
            for (const id of first) await cloud.remove(token, id);
            await cloud.remove("keyvault:Vault", vaultId);
            assert.deepEqual(sealedIn(cloud), []);
            cloud.clock.advance(91 * 24 * 3600);
            await cloud.remove("resources:ResourceGroup", groupId);
            await deployOpenVault(cloud);
        }
    });

    it("stays when another is made, and goes, whose name it begins with", async () => {
        await cloud.create(token, { ...secret({ value: "other" }), secretName: "session2" });
        await create({ value: "one" });
        await cloud.remove(token, secretId);
        cloud.clock.advance(91 * 24 * 3600);
        await create({ value: "two" });

        assert.deepEqual([read(`${identifier}2`), read()], [{ value: "other" }, { value: "two" }]);
    });

    it("is an error, not another value, when the key is another or lost", async () => {
        await create({ value: "one" });
        const withKey = (key: () => Buffer) => () => readSecret(identifier, reader, asked(cloud, key));
        assert.throws(
            withKey(() => Buffer.alloc(32, 8)),
            { message: /cannot be opened: it was sealed with another key/ },
        );
        assert.throws(
            withKey(() => {
                throw new Error("lost");
            }),
            { message: "lost" },
        );
    });

    it("is an error when its record was put in the place of another", async () => {
        const first = versionOf(await create({ value: "one" }));
        await update({ value: "two" });
        const [one, two] = cloud.store.list("sealed:");
        await cloud.store.write([
            { key: one?.[0] ?? "", value: two?.[1] ?? {} },
            { key: two?.[0] ?? "", value: one?.[1] ?? {} },
        ]);
        assert.throws(() => read(first), { message: /cannot be opened/ });
    });
});

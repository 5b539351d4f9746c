// Does not prove what the engine makes of the answers: test/engine/kubernetes.test.ts does.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { renderingProvider } from "../../../local/kubernetes/rendering-provider";
import { readSettings } from "../../../local/kubernetes/settings";
import type { DiffResult, Properties } from "../../../local/provider/provider";
import { temporaryFolder } from "../../support/temporary-folder";

describe("rendering provider", () => {
    const folder = temporaryFolder();
    const subject = { urn: "urn:pulumi:dev::p::kubernetes:core/v1:ConfigMap::a", type: "kubernetes:core/v1:ConfigMap" };
    const signal = new AbortController().signal;
    const inputs = map({ level: "info" });
    const target = () => join(folder(), "out");
    const provider = (settings: Record<string, string> = {}) =>
        renderingProvider(readSettings({ renderYamlToDirectory: target(), ...settings }), () => {});

    function map(data: Properties): Properties {
        return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "team" }, data };
    }

    async function files(): Promise<string[]> {
        return existsSync(target()) ? readdir(join(target(), "1-manifest")) : [];
    }

    async function difference(settings: Record<string, string>, news: Properties): Promise<DiffResult> {
        const { id, outputs } = await provider(settings).create({
            ...subject,
            name: "a",
            inputs,
            preview: false,
            signal,
        });
        const olds = { oldInputs: inputs, oldOutputs: outputs };
        return provider(settings).diff({ ...subject, name: "a", id, ...olds, inputs: news });
    }

    it("asks for an update without changes with alwaysRender only", async () => {
        const none = { changes: {}, deleteBeforeReplace: false };
        assert.deepEqual(await difference({}, inputs), { ...none, always: false });
        assert.deepEqual(await difference({ alwaysRender: "true" }, inputs), { ...none, always: true });
    });

    it("shows what changes all the same", async () => {
        assert.deepEqual(await difference({ alwaysRender: "true" }, map({ level: "debug" })), {
            changes: { "data.level": "update-replace" },
            always: true,
            deleteBeforeReplace: true,
        });
    });

    it("writes in an update, also of a file that is gone, and never in a preview", async () => {
        const request = { ...subject, name: "a", inputs, signal };
        const settings = { alwaysRender: "true" };
        const { id } = await provider(settings).create({ ...request, preview: true });
        assert.deepEqual([id, await files()], ["", []]);
        const { outputs } = await provider(settings).create({ ...request, preview: false });
        const file = join(target(), "1-manifest", "v1-configmap-team-a.yaml");
        const text = await readFile(file, "utf8");
        await rm(file);

        const update = { ...request, id: "team/a", oldInputs: inputs, oldOutputs: outputs };
        await provider(settings).update({ ...update, preview: true });
        assert.deepEqual(await files(), []);
        assert.deepEqual(await provider(settings).update({ ...update, preview: false }), outputs);
        assert.equal(await readFile(file, "utf8"), text);
    });
});

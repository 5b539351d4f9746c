// Does not prove that the process of the local cloud describes itself: the tests on the real engine do.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudTime, describeCloud, findRunningCloud } from "../../../local/cloud/running-cloud";
import { takeLock } from "../../../local/process-lock";

describe("a running cloud", () => {
    const described = { speed: 60, providers: { "azure-native": 4000 } };
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "cloud-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is found by its lock, with what it said of itself", async () => {
        const unlock = await takeLock(join(folder, "journal"));
        assert.deepEqual(await findRunningCloud(folder), { pid: process.pid });
        const lines: string[] = [];
        await describeCloud(folder, described, (line) => lines.push(line));

        const { since, ...found } = (await findRunningCloud(folder)) ?? {};

        assert.deepEqual(found, { ...described, pid: process.pid });
        assert.deepEqual(lines, [
            `${since} process ${process.pid} is up: azure-native on port 4000; 60 times real time`,
        ]);
        assert.ok(Math.abs(Date.parse(String(since)) - Date.now()) < 60_000);
        await unlock();
    });

    it("that has ended is none, whatever it left, and what it left is not another's", async () => {
        await describeCloud(folder, described, () => {});
        assert.equal(await findRunningCloud(folder), undefined);

        const file = join(folder, "running.json");
        const other = readFileSync(file, "utf8").replace(`"pid":${process.pid}`, '"pid":1');
        writeFileSync(file, other);
        const unlock = await takeLock(join(folder, "journal"));
        assert.deepEqual(await findRunningCloud(folder), { pid: process.pid });
        await unlock();
    });

    it("has the time that has passed since its start, times its speed", () => {
        const since = "2026-01-01T00:00:00.000Z";
        assert.equal(
            cloudTime({ since, speed: 60 }, Date.parse(since) + 60_000).toISOString(),
            "2026-01-01T01:00:00.000Z",
        );
    });
});

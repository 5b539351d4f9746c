// Does not prove that no cloud writes into the log meanwhile: the run lock sees to that.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { logFileOf, previousLogFileOf, rotateLog } from "../../../local/cloud/log-file";

describe("rotateLog", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "log-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("does nothing without a log, or with one that has room", async () => {
        await rotateLog(folder);
        writeFileSync(logFileOf(folder), "short");
        await rotateLog(folder);

        assert.deepEqual(readdirSync(folder), ["log"]);
    });

    it("puts a full one in place of the one before", async () => {
        writeFileSync(previousLogFileOf(folder), "old");
        const full = "x".repeat(1024 * 1024);
        writeFileSync(logFileOf(folder), full);
        await rotateLog(folder);

        assert.deepEqual(readdirSync(folder), ["log.1"]);
        assert.equal(readFileSync(previousLogFileOf(folder), "utf8"), full);
    });
});

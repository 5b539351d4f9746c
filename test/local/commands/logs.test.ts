// Does not prove what the local cloud writes; files of other systems than this one may be replaced in other ways.
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { followLog, renderLogs } from "../../../local/commands/logs";

describe("logs", () => {
    let folder: string;
    let text = "";
    let heard = () => {};
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "logs-"));
        text = "";
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const says = (expected: string) =>
        new Promise<void>((done) => {
            heard = () => text === expected && done();
            heard();
        });

    it("say that there is nothing yet, and how that changes", () => {
        assert.equal(
            renderLogs({ file: "/h/log", previous: "/h/log.1", lines: [] }),
            "The local cloud has written nothing: /h/log is empty or not there. npm start begins it.",
        );
    });

    it("are followed before they exist, as they grow, into a new file, and until the end", async () => {
        const file = join(folder, "log");
        const ended = new AbortController();
        const following = followLog(
            file,
            (bytes) => {
                text += bytes;
                heard();
            },
            ended.signal,
        );
        writeFileSync(file, "a long first line\n");
        await says("a long first line\n");
        appendFileSync(file, "two\n");
        await says("a long first line\ntwo\n");
        renameSync(file, `${file}.1`);
        writeFileSync(file, "new\n");
        await says("a long first line\ntwo\nnew\n");
        ended.abort();
        await following;
    });
});

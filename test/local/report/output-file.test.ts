// Does not prove that a crash of the machine leaves no half of a document: it proves that a failure does not.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openOutput } from "../../../local/report/output-file";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the output file", () => {
    const folder = temporaryFolder();
    const file = () => join(folder(), "report.json");

    it("is replaced by the document, and leaves nothing beside it", async () => {
        await writeFile(file(), "a longer document from before");

        await (await openOutput(file(), []))("new");

        assert.equal(await readFile(file(), "utf8"), "new");
        assert.deepEqual(await readdir(folder()), ["report.json"]);
    });

    it("is left alone until there is a document", async () => {
        await openOutput(file(), []);

        assert.deepEqual(await readdir(folder()), []);
    });

    it("cannot be what is judged", () =>
        assert.rejects(openOutput(file(), [undefined, file()]), {
            name: "Failure",
            message: `${file()} is what is judged or judged by: give another --output.`,
        }));

    it("cannot be something that is no file", () =>
        assert.rejects(openOutput("/dev/null", []), {
            name: "Failure",
            message: /^\/dev\/null is not a regular file/,
        }));

    it("cannot be in a folder that does not exist", () =>
        assert.rejects(openOutput(join(folder(), "no", "report.json"), []), {
            name: "Failure",
            message:
                /no\/report\.json cannot be written: ENOENT: .*\. Give another --output, or make its folder writable\.$/,
        }));

    it("that turns out not to be replaceable is one error, and leaves nothing beside it", async () => {
        const write = await openOutput(file(), []);
        await mkdir(file());

        await assert.rejects(write("new"), { name: "Failure", message: /cannot be written: / });
        assert.deepEqual(await readdir(folder()), ["report.json"]);
    });
});

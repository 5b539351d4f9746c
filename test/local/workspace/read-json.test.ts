// Does not prove that every version of Node.js words its errors like this one: a place is found without them, too.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readJson } from "../../../local/workspace/read-json";
import { temporaryFolder } from "../../support/temporary-folder";

describe("reading JSON", () => {
    const folder = temporaryFolder();
    const file = () => join(folder(), "policy.json");

    it("gives what is in the file", async () => {
        await writeFile(file(), '{ "a": [1] }\n');

        assert.deepEqual(await readJson(file()), { a: [1] });
    });

    const broken: [text: string, place: string][] = [
        ["", "line 1, column 1"],
        ['{\n  "a": 1\n  "b": 2\n}', "line 3, column 3"],
        ['{\n  "a": 1,\n}', "line 3, column 1"],
        ['{\n  "a": yes\n}', "line 2, column 8"],
        ['{ "a": "secret', "line 1, column 15"],
        ["// a\n{}", "line 1, column 1"],
        ["{}\n{}", "line 2, column 1"],
    ];
    for (const [text, place] of broken) {
        it(`is one error with its place for ${JSON.stringify(text)}, and quotes nothing around it`, async () => {
            await writeFile(file(), text);

            await assert.rejects(readJson(file()), ({ name, message }: Error) => {
                assert.equal(name, "Failure");
                assert.ok(message.startsWith(`${file()} is not valid JSON at ${place}: `), message);
                assert.doesNotMatch(message, /secret|"a"/);
                return true;
            });
        });
    }

    it("is one error for a file that is missing", () =>
        assert.rejects(readJson(file()), { name: "Failure", message: /policy\.json cannot be read: ENOENT: / }));
});

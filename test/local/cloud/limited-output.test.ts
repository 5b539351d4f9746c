// Does not prove that the process of the local cloud uses it: the test of its client does.
import assert from "node:assert/strict";
import { limitOutput } from "../../../local/cloud/limited-output";

describe("limitOutput", () => {
    it("lets lines through up to the limit, then says once that the rest is missing", () => {
        let text = "";
        const stream = {
            write: (chunk: string | Uint8Array) => {
                text += chunk;
                return true;
            },
        };
        limitOutput(stream, 10);

        for (const line of ["one\n", "two\n", "three\n", "4\n", "5\n"]) {
            stream.write(line);
        }

        assert.equal(text, "one\ntwo\nThe log of this run is full (10 bytes): what follows is left out.\n");
    });

    it("tells who waits for a line that is left out", async () => {
        const stream = { write: (..._: unknown[]) => true } as Pick<NodeJS.WriteStream, "write">;
        limitOutput(stream, 0);

        await new Promise<void>((resolve) => stream.write("x", () => resolve()));
    });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new empty folder for the running test, removed after it. To be called inside a `describe` block. */
export function temporaryFolder(): () => string {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));
    return () => folder;
}

// Does not prove that the process of the cloud reports its faults: test/engine/faults.test.ts does.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createColors } from "picocolors";
import { FaultLog } from "../../../local/faults/fault-log";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the log of faults", () => {
    const folder = temporaryFolder();

    it("says what happens, and at the end what did not", async () => {
        const lines: string[] = [];
        const terminal = {
            interactive: false,
            colors: createColors(false),
            line: (line: string) => lines.push(line),
            block: () => {},
        };
        const type = "azure-native:keyvault:Vault";
        const crash = { fault: "crash", operation: "create", type };
        const file = join(folder(), "faults.json");
        const faults = [crash, { ...crash, occurrence: 2 }, { ...crash, name: "kms", occurrence: "every" }];
        await writeFile(file, JSON.stringify({ faults }));

        const log = await FaultLog.open(file, terminal);
        log.happened({ number: 1, operation: "create", type, name: "vault" });
        log.close();

        assert.deepEqual(lines, [
            `Fault 1: crash at the create of vault (${type})`,
            `Fault 2 did not happen: there was no create number 2 of ${type}.`,
            `Fault 3 did not happen: there was no create of kms (${type}).`,
        ]);
    });
});

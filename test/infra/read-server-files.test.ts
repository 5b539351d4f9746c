// Does not prove that the files are valid: parsing them does.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readServerFiles } from "../../infra/read-server-files";

describe("The files of the servers", () => {
    let project: string;
    beforeEach(() => {
        project = mkdtempSync(path.join(tmpdir(), "servers-"));
    });
    afterEach(() => rmSync(project, { recursive: true }));

    it("are none in a project that has no servers yet", () => assert.deepEqual(readServerFiles(project), []));

    it("are all of the folder by name, but hidden ones and folders", () => {
        mkdirSync(path.join(project, "stacks", "servers", "drafts"), { recursive: true });
        for (const name of ["orders.yaml", "billing.yml", ".orders.yaml.swp"]) {
            writeFileSync(path.join(project, "stacks", "servers", name), name);
        }
        assert.deepEqual(readServerFiles(project), [
            { path: "stacks/servers/billing.yml", text: "billing.yml" },
            { path: "stacks/servers/orders.yaml", text: "orders.yaml" },
        ]);
    });
});

// Does not prove which engine there is: that depends on the machine.
import assert from "node:assert/strict";
import { readVersions } from "../../../local/workspace/versions";
import { dependencies, version } from "../../../package.json";

describe("readVersions", () => {
    it("has the project, Node.js and each SDK package as it is installed", async () => {
        const { project, node, sdk } = await readVersions();

        assert.deepEqual([project, node], [version, process.versions.node]);
        // versions are exact in package.json
        assert.deepEqual(
            sdk,
            Object.fromEntries(Object.entries(dependencies).filter(([name]) => name.startsWith("@pulumi/"))),
        );
    });
});

// Does not prove that every text is quoted as by the real provider; it is the same YAML.
import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { manifest, removeManifest, renderedFile, writeManifest } from "../../../local/kubernetes/rendered-file";
import { temporaryFolder } from "../../support/temporary-folder";

describe("rendered file", () => {
    const folder = temporaryFolder();
    const gateway = {
        kind: "Gateway",
        apiVersion: "gateway.networking.k8s.io/v1",
        metadata: { namespace: "team", name: "entry" },
    };
    const definition = {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "things.example.test" },
    };

    it("is named after version, kind, namespace and name, definitions before all others", () => {
        assert.equal(
            renderedFile("out", gateway),
            join("out", "1-manifest", "gateway.networking.k8s.io_v1-gateway-team-entry.yaml"),
        );
        assert.equal(
            renderedFile("out", definition),
            join("out", "0-crd", "apiextensions.k8s.io_v1-customresourcedefinition-default-things.example.test.yaml"),
        );
    });

    it("has names in order, lists as deep as their names, and texts that stay texts", () => {
        const object = { b: [{ size: 1, flag: "yes" }, "1"], a: "two\nlines\n", c: "x".repeat(200) };
        assert.equal(
            manifest(object),
            `a: |\n  two\n  lines\nb:\n- flag: "yes"\n  size: 1\n- "1"\nc: ${"x".repeat(200)}\n`,
        );
    });

    it("is for its user only, and both folders are there", async () => {
        await writeManifest(join(folder(), "out"), gateway);
        const file = renderedFile(join(folder(), "out"), gateway);
        assert.match(await readFile(file, "utf8"), /^apiVersion: gateway\.networking\.k8s\.io\/v1\n/);
        assert.equal((await stat(file)).mode & 0o777, 0o600);
        for (const name of ["0-crd", "1-manifest"]) {
            assert.equal((await stat(join(folder(), "out", name))).mode & 0o777, 0o700);
        }
    });

    it("may be gone already when it is removed", async () => {
        await writeManifest(folder(), gateway);
        await removeManifest(folder(), gateway);
        await removeManifest(folder(), gateway);
        await assert.rejects(stat(renderedFile(folder(), gateway)), { code: "ENOENT" });
    });
});

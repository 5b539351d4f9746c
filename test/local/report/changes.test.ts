// Does not prove that the engine sends these events: test/engine does.
import assert from "node:assert/strict";
import { Changes, countByOperation } from "../../../local/report/changes";
import { child, componentStarts, ends, stack, starts, vault } from "./events";

describe("changes", () => {
    const disk = child(vault, "keyvault:Key", "disk");
    const blob = child(vault, "keyvault:Key", "blob");

    function collected(...events: Parameters<Changes["apply"]>[0][]) {
        const changes = new Changes();
        for (const event of [componentStarts(vault, stack), ...events]) {
            changes.apply(event);
        }
        return changes.list();
    }

    it("are those that ended, of resources in the cloud, with the properties that differ", () => {
        const changes = collected(
            ends("create", "urn:pulumi:dev::shop::pulumi:providers:azure-native::azure", stack),
            starts("create", blob, vault),
            starts("update", disk, vault),
            ends("update", disk, vault, {
                diffs: ["properties"],
                detailedDiff: { "properties.keySize": { diffKind: "update", inputDiff: true } as never },
            }),
        );

        assert.deepEqual(changes, [
            {
                urn: disk,
                type: "azure-native:keyvault:Key",
                name: "disk",
                component: { urn: vault, type: "zero-trust-mcp:index:KeyVault", name: "vault" },
                operation: "update",
                properties: ["properties.keySize"],
            },
        ]);
    });

    it("fall back to the names of properties when there is no detailed difference", () => {
        assert.deepEqual(collected(ends("update", disk, vault, { diffs: ["tags"] }))[0]?.properties, ["tags"]);
    });

    it("take the steps of a replacement as one", () => {
        const changes = collected(
            ends("create-replacement", disk, vault, { diffs: ["keyName"] }),
            ends("replace", disk, vault, { diffs: ["keyName"] }),
            ends("delete-replaced", disk, vault),
            ends("same", blob, vault),
        );

        assert.deepEqual(
            changes.map(({ name, operation, properties }) => [name, operation, properties]),
            [
                ["disk", "replace", ["keyName"]],
                ["blob", "unchanged", []],
            ],
        );
        assert.deepEqual(countByOperation(changes), { create: 0, update: 0, replace: 1, delete: 0, unchanged: 1 });
    });

    it("take a replacement that got no further than its deletion as that", () => {
        const changes = collected(ends("delete-replaced", disk, vault), ends("replace", disk, vault));

        assert.deepEqual(changes[0]?.operation, "delete");
        assert.deepEqual(
            collected(ends("delete-replaced", disk, vault), ends("create-replacement", disk, vault))[0]?.operation,
            "replace",
        );
    });

    it("know deleted resources by their old state", () => {
        assert.deepEqual(
            collected(ends("delete", disk, vault)).map(({ name, operation, component }) => [
                name,
                operation,
                component.name,
            ]),
            [["disk", "delete", "vault"]],
        );
    });
});

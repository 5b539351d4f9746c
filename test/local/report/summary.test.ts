// Does not prove that the numbers are right: changes.test.ts and test/engine do.
import assert from "node:assert/strict";
import type { Operation } from "../../../local/report/changes";
import { jsonReport } from "../../../local/report/json-report";
import type { Report } from "../../../local/report/report";
import { resourceOf } from "../../../local/report/resource";
import { renderReport, testDouble } from "../../../local/report/summary";
import { colorsFor } from "../../../local/report/terminal";
import { child, vault } from "./events";

describe("summary", () => {
    const plain = colorsFor({ isTTY: false } as NodeJS.WriteStream);

    function change(operation: Operation, name: string, properties: string[] = []) {
        return {
            ...resourceOf(child(vault, "keyvault:Key", name)),
            component: resourceOf(vault),
            operation,
            properties,
        };
    }

    function report(more: Partial<Report>): Report {
        return {
            command: "up",
            operation: "up",
            stack: "dev",
            result: "succeeded",
            changes: [change("create", "disk"), change("unchanged", "blob")],
            findings: [],
            problems: [],
            outputs: { vaultUri: "https://x", ports: [1], sessionSecret: "[secret]" },
            seconds: 12,
            cloudSeconds: 720,
            ...more,
        };
    }

    function text(more: Partial<Report>): string {
        return renderReport(report(more), plain);
    }

    it("of a deployment says what was done, how long it took, outputs, what next, and what it does not prove", () => {
        assert.equal(
            text({}),
            `dev is deployed to the local cloud.

Resources  1 created, 0 updated, 0 deleted, 1 unchanged
Policy     no finding
Took       12 s, 12 min 0 s on the clock of the local cloud

Outputs
  vaultUri       https://x
  ports          [1]
  sessionSecret  [secret]

Next
  npm start -- status --stack dev   what is deployed
  npm start -- destroy --stack dev   remove it

${testDouble}`,
        );
    });

    it("names updates, replacements and deletions", () => {
        const changes = [change("update", "a", ["tags.x", "sku"]), change("replace", "b"), change("delete", "c")];

        assert.ok(
            text({ changes }).startsWith(
                "updated     a (Key): tags.x, sku\nreplaced    b (Key)\ndeleted     c (Key)\n\ndev is deployed",
            ),
        );
        assert.match(text({ changes }), /^Resources {2}0 created, 1 updated, 1 replaced, 1 deleted, 0 unchanged$/m);
    });

    it("says what the policy pack found where it judged, and only there", () => {
        const finding = {
            kind: "finding" as const,
            rule: "kv-key-hsm",
            mandatory: true,
            resource: resourceOf(vault),
            message: "no HSM",
        };
        const findings = [finding, { ...finding, mandatory: false }];

        assert.match(text({ findings, result: "blocked" }), /^Policy {5}1 mandatory, 1 advisory findings$/m);
        assert.match(text({ operation: "preview", command: "preview" }), /^Policy {5}no finding$/m);
        for (const unjudged of [{ operation: "refresh", command: "refresh" }, { result: "failed" }] as const) {
            assert.doesNotMatch(text(unjudged), /^Policy/m);
        }
    });

    it("of a destruction says what keeps the next deployment from working", () => {
        const destroyed = text({ command: "destroy", operation: "destroy", changes: [change("delete", "disk")] });

        assert.match(
            destroyed,
            /^Next\n {2}npm start -- reset --stack dev {3}frees the names that deleted vaults keep/m,
        );
    });

    it("of a preview speaks of what would be", () => {
        const preview = text({ command: "preview", operation: "preview" });

        assert.match(preview, /^to create {3}disk \(Key\)\n\nPreview of dev: nothing was changed\.$/m);
        assert.match(preview, /^Took {7}12 s$/m);
    });

    it("of a refresh speaks of drift", () => {
        const changes = [change("update", "a", ["sku"]), change("delete", "b"), change("unchanged", "c")];
        const drifted = text({ command: "refresh", operation: "refresh", changes });

        assert.ok(
            drifted.startsWith(
                "drifted     a (Key): sku\ngone        b (Key)\n\ndev has drifted; its state now says what the cloud says.",
            ),
            drifted,
        );
        assert.match(
            text({ command: "refresh", operation: "refresh", changes: [change("unchanged", "c")] }),
            /^dev has not drifted\.$/m,
        );
    });

    it("of a blocked deployment tells whether anything was changed", () => {
        assert.match(
            text({ result: "blocked", operation: "preview" }),
            /^The policy pack blocks dev: nothing was changed\.$/m,
        );
        assert.match(text({ result: "blocked" }), /^dev was changed, but violates the policy pack: /m);
    });

    it("of a failure shows resource and cause, and does not speak of success", () => {
        const failed = text({
            result: "failed",
            problems: [{ resource: resourceOf(child(vault, "keyvault:Key", "disk")), message: "one\ntwo" }],
        });

        assert.ok(failed.startsWith("error  disk (Key): one\n       two\n\nup of dev failed.\n"), failed);
        assert.doesNotMatch(failed, /deployed|test double|Outputs/);
        assert.match(
            text({ result: "failed", operation: "preview" }),
            /^preview of dev failed: nothing was changed\.$/m,
        );
    });

    it("of an interruption says that the next run continues", () => {
        const interrupted = text({ result: "interrupted" });

        assert.match(interrupted, /^up of dev was interrupted; what was done is saved in its state\.$/m);
        assert.match(interrupted, /npm start -- up --stack dev {3}continues where it stopped/);
        assert.match(
            text({ result: "interrupted", operation: "preview" }),
            /^up of dev was interrupted: nothing was changed\.$/m,
        );
    });

    it("as JSON has counts and every change", () => {
        assert.deepEqual(JSON.parse(JSON.stringify(jsonReport(report({})))), {
            command: "up",
            operation: "up",
            stack: "dev",
            result: "succeeded",
            resources: { created: 1, updated: 0, replaced: 0, deleted: 0, unchanged: 1 },
            changes: [
                {
                    urn: child(vault, "keyvault:Key", "disk"),
                    type: "azure-native:keyvault:Key",
                    name: "disk",
                    component: "vault",
                    operation: "create",
                    properties: [],
                },
            ],
            findings: [],
            problems: [],
            outputs: { vaultUri: "https://x", ports: [1], sessionSecret: "[secret]" },
            seconds: 12,
            cloudSeconds: 720,
            localCloud: testDouble,
        });
    });
});

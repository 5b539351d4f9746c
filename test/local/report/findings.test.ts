// Does not prove that the policy pack writes its findings this way: test/engine does.
import assert from "node:assert/strict";
import type { PolicyEvent } from "@pulumi/pulumi/automation";
import { findingOf, renderFindings } from "../../../local/report/findings";
import { colorsFor } from "../../../local/report/terminal";
import { child, vault } from "./events";

describe("findings", () => {
    const disk = child(vault, "keyvault:Key", "disk");
    const blob = child(vault, "keyvault:Key", "blob");
    const violation =
        "Keys never leave.\nproperties.exportable: it is true.\nWhy: A copy is for ever.\nFix: Leave it out.";

    function finding(more: Partial<PolicyEvent> & { severity?: string }) {
        const event = {
            resourceUrn: disk,
            message: `<{%fg 13%}>${violation}<{%reset%}>\n`,
            policyName: "kv-not-exportable",
            enforcementLevel: "mandatory",
            severity: "high",
            ...more,
        } as PolicyEvent;
        return findingOf({ sequence: 1, timestamp: 1, policyEvent: event }) ?? assert.fail("no finding");
    }

    it("are read from the text of a violation", () => {
        assert.deepEqual(finding({}), {
            rule: "kv-not-exportable",
            mandatory: true,
            severity: "high",
            resource: { urn: disk, type: "azure-native:keyvault:Key", name: "disk" },
            message: "properties.exportable: it is true.",
            title: "Keys never leave.",
            why: "A copy is for ever.",
            remediation: "Leave it out.",
        });
        assert.equal(findingOf({ sequence: 1, timestamp: 1 }), undefined);
    });

    it("that only say what is undecided keep their one line", () => {
        const { message, title, remediation } = finding({
            message: "Undecided: properties.",
            enforcementLevel: "warning",
        });

        assert.deepEqual([message, title, remediation], ["Undecided: properties.", undefined, undefined]);
    });

    it("are shown by rule, mandatory ones last, with severity, resources, reason and remedy", () => {
        const text = renderFindings(
            [
                finding({}),
                finding({ message: "Undecided: properties.", enforcementLevel: "warning", severity: undefined }),
                finding({ resourceUrn: blob }),
            ],
            colorsFor({ isTTY: false } as NodeJS.WriteStream),
        );

        assert.equal(
            text,
            [
                "advisory  kv-not-exportable",
                "  disk (Key): Undecided: properties.",
                "",
                "mandatory  kv-not-exportable  (high)  Keys never leave.",
                "  disk (Key): properties.exportable: it is true.",
                "  blob (Key): properties.exportable: it is true.",
                "  Why: A copy is for ever.",
                "  Fix: Leave it out.",
            ].join("\n"),
        );
    });
});

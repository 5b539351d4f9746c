// Does not prove that texts of the policy pack are read correctly: finding.test.ts and test/engine do.
import assert from "node:assert/strict";
import { type Finding, findingOf } from "../../../local/report/finding";
import { countFindings, renderFindings } from "../../../local/report/findings";
import { colorsFor } from "../../../local/report/terminal";
import { child, policyEvent, vault } from "./events";

describe("findings", () => {
    const disk = child(vault, "keyvault:Key", "disk");
    const blob = child(vault, "keyvault:Key", "blob");

    const finding = (policy: string, urn: string, message: string, level?: string) =>
        findingOf(policyEvent(policy, urn, message, level)) as Finding;

    const violation =
        "Keys never leave.\nproperties.exportable: it is true.\nWhy: A copy is for ever.\nFix: Leave it out.";
    const excepted = "Excepted until 2027-01-31 (12 days left) by security: It moves soon.\nproperties.kty: it is RSA.";
    const findings = [
        finding("kv-key-hsm", disk, "Keys are strong.\nproperties.kty: it is RSA.\nWhy: So.\nFix: Thus."),
        finding("kv-not-exportable", disk, violation, "mandatory"),
        finding("pack", disk, "kv-x is switched off by the policy configuration: it judges nothing."),
        finding("kv-key-hsm", blob, excepted),
        finding("kv-not-exportable", blob, "Undecided, because not known yet: properties.exportable."),
        finding("kv-not-exportable", blob, violation, "mandatory"),
        finding("exceptions", disk, 'The exception from kv-x for "a::b" is not needed: remove it.'),
    ];

    it("are shown by rule, mandatory ones last, with severity, resources, reason and remedy", () => {
        assert.equal(
            renderFindings(findings, colorsFor({})),
            [
                "advisory  exceptions  (high)",
                '  The exception from kv-x for "a::b" is not needed: remove it.',
                "",
                "undecided  kv-not-exportable  (high)",
                "  blob (Key): Undecided, because not known yet: properties.exportable.",
                "",
                "excepted  kv-key-hsm  (high)  until 2027-01-31 (12 days left) by security: It moves soon.",
                "  blob (Key): properties.kty: it is RSA.",
                "",
                "weakened  pack  (high)",
                "  kv-x is switched off by the policy configuration: it judges nothing.",
                "",
                "advisory  kv-key-hsm  (high)  Keys are strong.",
                "  disk (Key): properties.kty: it is RSA.",
                "  Why: So.",
                "  Fix: Thus.",
                "",
                "mandatory  kv-not-exportable  (high)  Keys never leave.",
                "  disk (Key), blob (Key): properties.exportable: it is true.",
                "  Why: A copy is for ever.",
                "  Fix: Leave it out.",
            ].join("\n"),
        );
    });

    it("are counted by what they are", () => {
        assert.equal(countFindings(findings), "2 mandatory, 2 advisory findings; 1 excepted, 1 undecided, 1 weakened");
        assert.equal(countFindings(findings.filter(({ kind }) => kind === "undecided")), "no finding; 1 undecided");
        assert.equal(countFindings([]), "no finding");
    });
});

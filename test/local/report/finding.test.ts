// Does not prove that the policy pack writes its texts this way: test/engine/gate.test.ts does.
import assert from "node:assert/strict";
import { type Finding, findingOf } from "../../../local/report/finding";
import { child, policyEvent, stack, vault } from "./events";

describe("a finding", () => {
    const disk = child(vault, "keyvault:Key", "disk");

    /** What is read from a text, apart from what every event says. */
    function said(message: string, policy = "kv-not-exportable", level = "advisory"): Partial<Finding> {
        const event = policyEvent(policy, disk, `<{%fg 13%}>${message}<{%reset%}>\n`, level);
        const { rule, mandatory, severity, resource, ...rest } = findingOf(event) ?? assert.fail("no finding");
        assert.deepEqual(
            [rule, mandatory, severity, resource],
            [policy, level === "mandatory", "high", { urn: disk, type: "azure-native:keyvault:Key", name: "disk" }],
        );
        return rest;
    }

    /** Without the keys that are undefined. */
    const plain = (value: object) => JSON.parse(JSON.stringify(value));

    const violation =
        "Keys never leave.\nproperties.exportable: it is true.\nWhy: A copy is for ever.\nFix: Leave it out.";

    it("is read from the text of a violation", () => {
        assert.deepEqual(plain(said(violation, "kv-not-exportable", "mandatory")), {
            kind: "finding",
            message: "properties.exportable: it is true.",
            title: "Keys never leave.",
            why: "A copy is for ever.",
            remediation: "Leave it out.",
        });
    });

    it("is in no other event", () => assert.equal(findingOf({ sequence: 1, timestamp: 1 }), undefined));

    const gaps = 'Undecided, because not known yet: properties.sku, networkAcls.bypass of keyvault:Vault "later".';
    const undecided = ["properties.sku", 'networkAcls.bypass of keyvault:Vault "later"'];

    it("says what would have to be known, where that keeps a rule from deciding", () => {
        assert.deepEqual(plain(said(gaps)), { kind: "undecided", message: gaps, undecided });
    });

    it("that nothing may be unknown for has the shape of a violation", () => {
        assert.deepEqual(plain(said(`Keys never leave.\n${gaps}\nWhy: So.\nFix: Thus.`, "kv-x", "mandatory")), {
            kind: "undecided",
            message: gaps,
            title: "Keys never leave.",
            why: "So.",
            remediation: "Thus.",
            undecided,
        });
    });

    it("has the terms of the exception that covers it", () => {
        assert.deepEqual(plain(said("Excepted until 2027-01-31 by security: It moves: soon.\nproperties.a: no.")), {
            kind: "excepted",
            message: "properties.a: no.",
            terms: { expires: "2027-01-31", owner: "security", reason: "It moves: soon." },
        });
        assert.deepEqual(plain(said(`Excepted until 2027-01-31 (12 days left) by a b: One.\nTwo.\n${gaps}`)), {
            kind: "excepted",
            message: gaps,
            terms: { expires: "2027-01-31", daysLeft: 12, owner: "a b", reason: "One.\nTwo." },
            undecided,
        });
    });

    it("tells which rule the policy configuration weakens, and how", () => {
        const off = "kv-x is switched off by the policy configuration: it judges nothing.";
        const lowered = "kv-x is lowered to advisory by the policy configuration: its findings stop nothing.";

        assert.deepEqual(plain(said(off, "pack")), {
            kind: "weakened",
            message: off,
            weakened: { rule: "kv-x", to: "off" },
        });
        assert.deepEqual(said(lowered, "pack").weakened, { rule: "kv-x", to: "advisory" });
    });

    it("tells which exception nobody needs", () => {
        const message =
            'The exception from kv-x for "azure-native:keyvault:Vault::v" is not needed: remove it from the policy configuration.';

        assert.deepEqual(plain(said(message, "exceptions")), {
            kind: "unneeded",
            message,
            exception: { rule: "kv-x", resource: "azure-native:keyvault:Vault::v" },
        });
    });

    it("of the two policies that judge the configuration is about that", () => {
        const problem = "The policy configuration of kv-x: exceptions[0].owner is missing: name the team.";
        const covers = 'The exception from kv-x for "a::b" covers 2 resources: name the one by its URN, a or b.';

        assert.deepEqual(plain(said(problem, "pack", "mandatory")), { kind: "configuration", message: problem });
        assert.deepEqual(plain(said(`Exceptions are needed.\n${covers}`, "exceptions", "mandatory")), {
            kind: "configuration",
            message: covers,
            title: "Exceptions are needed.",
        });
    });

    it("of another policy is never taken for one about the configuration", () => {
        assert.equal(said("kv-x is switched off by the policy configuration: no.").kind, "finding");
        assert.equal(findingOf(policyEvent("pack", stack, violation))?.kind, "configuration");
    });
});

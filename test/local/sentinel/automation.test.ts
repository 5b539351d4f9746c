// Does not prove that Microsoft Sentinel starts the same playbooks.
import assert from "node:assert/strict";
import type { Properties } from "../../../local/provider/provider";
import { awaitedLabels, type IncidentEvent, playbooksFor } from "../../../local/sentinel/automation";
import { about, incident, ruleId, storedAutomation } from "./samples";

const created: IncidentEvent = { kind: "Created" };
const labelled: IncidentEvent = { kind: "Updated", added: ["Labels"] };

describe("an automation rule that is deployed", () => {
    it("starts its playbook for incidents of the rules that it names", () => {
        const rules = [storedAutomation("block")];
        assert.deepEqual(playbooksFor(incident(), created, rules), ["/workflows/block"]);
        const others = incident({ relatedAnalyticRuleIds: [ruleId.replace("refused", "other")] });
        assert.deepEqual(playbooksFor(others, created, rules), []);
    });

    it("does nothing when it is disabled, or when the incident was there before", () => {
        const disabled = storedAutomation("block", { logic: { isEnabled: false } });
        assert.deepEqual(playbooksFor(incident(), created, [disabled]), []);
        assert.deepEqual(playbooksFor(incident(), labelled, [storedAutomation("block")]), []);
    });

    it("comes in its order", () => {
        const rules = [storedAutomation("second", { order: 20 }), storedAutomation("first", { order: 3 })];
        assert.deepEqual(playbooksFor(incident(), created, rules), ["/workflows/first", "/workflows/second"]);
    });

    it("that waits for an approval starts when the label is added, and not when anything else is", () => {
        const rules = [
            storedAutomation("isolate", {
                logic: {
                    triggersWhen: "Updated",
                    conditions: [
                        {
                            conditionType: "PropertyArrayChanged",
                            conditionProperties: { arrayType: "Labels", changeType: "Added" },
                        },
                        about("IncidentLabel", "Equals", "approved: isolate"),
                    ],
                },
            }),
        ];
        const approved = incident({ labels: ["Approved: Isolate"] });
        assert.deepEqual(playbooksFor(approved, labelled, rules), ["/workflows/isolate"]);
        for (const other of ["other", "not approved: isolate"]) {
            assert.deepEqual(playbooksFor(incident({ labels: [other] }), labelled, rules), []);
        }
        assert.deepEqual(playbooksFor(approved, { kind: "Updated", added: ["Comments"] }, rules), []);
        assert.deepEqual(playbooksFor(approved, created, rules), []);
    });

    it("says by which labels it waits for an approval", () => {
        const conditions = [
            about("IncidentLabel", "Equals", "approved: isolate"),
            about("IncidentTitle", "Equals", "a"),
        ];
        const rules = [storedAutomation("block"), storedAutomation("isolate", { logic: { conditions } })];
        assert.deepEqual(awaitedLabels(rules), ["approved: isolate"]);
    });

    it("compares as its operator says", () => {
        const isTrue = (...condition: Parameters<typeof about>) =>
            playbooksFor(incident(), created, [storedAutomation("a", { logic: { conditions: [about(...condition)] } })])
                .length === 1;
        assert.deepEqual(
            [
                isTrue("IncidentSeverity", "Equals", "Low", "High"),
                isTrue("IncidentSeverity", "Equals", "Low"),
                isTrue("IncidentSeverity", "NotEquals", "Low"),
                isTrue("IncidentTitle", "Contains", "again"),
                isTrue("IncidentTitle", "NotContains", "again"),
                isTrue("IncidentStatus", "Equals", "New"),
            ],
            [true, false, true, true, false, true],
        );
    });

    it("is an error when it has something that is not known", () => {
        const failing = (logic: Properties) => () =>
            playbooksFor(incident(), created, [storedAutomation("a", { logic })]);
        assert.throws(
            failing({ conditions: [about("IncidentTactics", "Contains", "Impact")] }),
            /property IncidentTactics/,
        );
        assert.throws(failing({ conditions: [about("IncidentTitle", "StartsWith", "a")] }), /operator StartsWith/);
        assert.throws(failing({ conditions: [{ conditionType: "Boolean" }] }), /conditionType Boolean/);
    });
});

// Does not prove that Microsoft Sentinel makes the same alerts and incidents; Microsoft's pages say how it does.
import assert from "node:assert/strict";
import { alertsOf } from "../../../local/sentinel/alerts";
import { incidentFor } from "../../../local/sentinel/grouping";
import { type Rule, rulesIn } from "../../../local/sentinel/rule";
import { incident, storedRule } from "./samples";

const time = Date.parse("2026-11-01T10:00:00Z");
const row = (user: string, from = "198.51.100.1") => ({ User: user, From: from, Namespace: "mcp-orders" });

function rule(changes = {}): Rule {
    return rulesIn([storedRule(changes)])[0] ?? assert.fail("no rule");
}

describe("a scheduled rule that is deployed", () => {
    it("is read with its times", () => {
        const { frequency, period, suppression } = rule({ suppressionEnabled: true });
        assert.deepEqual([frequency, period, suppression], [300_000, 3_600_000, 18_000_000]);
        assert.equal(rule().suppression, 0);
    });

    it("does not run when it is disabled", () => {
        assert.deepEqual(rulesIn([storedRule({ enabled: false })]), []);
    });

    it("is an error when it has something that is not known", () => {
        assert.throws(
            () => rule({ triggerOperator: "About" }),
            /alertRules\/refused cannot be run here: its triggerOperator/,
        );
        assert.throws(() => rule({ queryPeriod: "P1M" }), /"P1M" is no duration/);
    });

    it("makes an alert of each row, with entities and details of its columns", () => {
        const [first, second] = alertsOf(rule(), [row("a"), row("b", "")], time);
        assert.deepEqual(first?.entities, [
            { kind: "Account", properties: { aadUserId: "a" } },
            { kind: "IP", properties: { address: "198.51.100.1" } },
        ]);
        assert.deepEqual(second?.entities, [{ kind: "Account", properties: { aadUserId: "b" } }]);
        assert.deepEqual(first?.details, { Namespace: ["mcp-orders"] });
        assert.equal(first?.timeGenerated, "2026-11-01T10:00:00.000Z");
        assert.notEqual(first?.name, second?.name);
    });

    it("makes one alert of all rows when it groups them, and names nobody twice", () => {
        const grouping = rule({ eventGroupingSettings: { aggregationKind: "SingleAlert" } });
        const alerts = alertsOf(grouping, [row("a"), row("a"), row("b")], time);
        assert.deepEqual(
            alerts.map(({ entities }) => entities.map(({ properties }) => Object.values(properties)[0])),
            [["a", "198.51.100.1", "b"]],
        );
    });

    it("makes none when there are too few rows", () => {
        assert.deepEqual(alertsOf(rule(), [], time), []);
        assert.deepEqual(alertsOf(rule({ triggerThreshold: 2 }), [row("a"), row("b")], time), []);
        assert.equal(alertsOf(rule({ triggerThreshold: 1 }), [row("a"), row("b")], time).length, 2);
    });

    it("makes 150 alerts at most, of which the last has all that is left", () => {
        const alerts = alertsOf(
            rule(),
            Array.from({ length: 160 }, (_, index) => row(`user-${index}`)),
            time,
        );
        assert.equal(alerts.length, 150);
        assert.equal(alerts.at(-1)?.entities.filter(({ kind }) => kind === "Account").length, 11);
    });
});

describe("an alert", () => {
    const alertAt = (user: string, at = time) => alertsOf(rule(), [row(user)], at)[0] ?? assert.fail("no alert");
    const known = incident({ alerts: [alertAt("a")] });
    const later = time + 60 * 60_000;
    const found = (changes: object, incidents = [known], at = later, user = "a") =>
        incidentFor(alertAt(user, at), rule(changes), incidents)?.incidentNumber;
    const grouped = (grouping: object) => ({
        incidentConfiguration: {
            createIncident: true,
            groupingConfiguration: {
                enabled: true,
                lookbackDuration: "PT5H",
                reopenClosedIncident: false,
                ...grouping,
            },
        },
    });

    it("comes to the open incident about the same", () => {
        assert.equal(found({}), 1);
        assert.equal(found({}, [known], later, "b"), undefined);
    });

    it("comes to no incident that is closed, unless the rule opens it again", () => {
        const closed = [{ ...known, status: "Closed" as const }];
        assert.equal(found({}, closed), undefined);
        assert.equal(found(grouped({ matchingMethod: "AllEntities", reopenClosedIncident: true }), closed), 1);
    });

    it("comes to no incident whose alerts are older than the rule looks back", () => {
        assert.equal(found({}, [known], time + 5 * 60 * 60_000), 1);
        assert.equal(found({}, [known], time + 5 * 60 * 60_000 + 1), undefined);
    });

    it("comes to the one that agrees in what the rule names", () => {
        const byAccount = grouped({ matchingMethod: "Selected", groupByEntities: ["Account"] });
        assert.equal(found(byAccount), 1);
        assert.equal(found(byAccount, [known], later, "b"), undefined);
        const byDetail = grouped({ matchingMethod: "Selected", groupByCustomDetails: ["Namespace"] });
        assert.equal(found(byDetail, [known], later, "b"), 1);
        assert.equal(found(grouped({ matchingMethod: "AnyAlert" }), [known], later, "b"), 1);
    });

    it("is an incident of its own when the rule does not group", () => {
        assert.equal(found(grouped({ enabled: false, matchingMethod: "AnyAlert" })), undefined);
    });
});

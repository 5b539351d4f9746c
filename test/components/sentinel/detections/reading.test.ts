// Does not prove that Sentinel takes what is let through; the limits are those that Microsoft's pages say.
import assert from "node:assert/strict";
import type { Detection } from "../../../../components/sentinel/detection";
import { entityProblems } from "../../../../components/sentinel/entity-identifiers";
import { minutesOf, scheduleProblems } from "../../../../components/sentinel/schedule";
import { scheduledRule, scheduledRuleName } from "../../../../components/sentinel/scheduled-rule";

const detection: Detection = {
    id: "token-replay",
    title: "Tokens of another server were tried",
    description: "From one address came tokens of another server.",
    runbook: "tokens.md#token-replay",
    severity: "High",
    tactics: ["CredentialAccess"],
    techniques: ["T1550"],
    frequency: "PT5M",
    period: "PT20M",
    entities: { IP: { Address: "ClientAddress" }, Account: { AadUserId: "User", Name: "Name" } },
    details: { Namespace: "Namespace" },
    practices: ["5.2", "7.2"],
    responses: ["notify"],
    query: "McpDecisions(ago(20m))",
};

describe("the schedule of a detection", () => {
    it("is read from durations with one unit", () => {
        assert.deepEqual(["PT5M", "PT2H", "P14D"].map(minutesOf), [5, 120, 14 * 24 * 60]);
        for (const text of ["", "PT", "P", "PT0M", "PT1H30M", "P1W", "5m", "PT5S", " PT5M"])
            assert.equal(minutesOf(text), undefined, text);
    });

    const problems = (frequency: string, period: string, suppression?: string) =>
        scheduleProblems({ frequency, period, suppression }).length;

    it("is what Sentinel takes", () => {
        assert.equal(problems("PT5M", "PT5M"), 0);
        assert.equal(problems("PT5M", "PT47H"), 0);
        assert.equal(problems("PT1H", "P14D"), 0);
        assert.equal(problems("P1D", "P14D", "P1D"), 0);
    });

    it("is refused when it is not", () => {
        assert.equal(problems("PT4M", "PT20M"), 1);
        assert.equal(problems("PT1H", "P15D"), 1);
        assert.equal(problems("PT1H", "PT20M"), 1);
        assert.equal(problems("PT59M", "P2D"), 1);
        assert.equal(problems("PT15M", "PT1H", "PT5M"), 1);
        assert.equal(problems("PT15M", "PT1H", "P2D"), 1);
        assert.equal(problems("often", "PT20M"), 1);
    });
});

describe("the entities of a detection", () => {
    it("are those that Sentinel can use", () => {
        assert.deepEqual(entityProblems(detection.entities), []);
        assert.deepEqual(entityProblems({ AzureResource: { ResourceId: "Id" }, DNS: { DomainName: "Name" } }), []);
    });

    it("are refused when there are none, of an unknown kind, or without what says who it is", () => {
        assert.equal(entityProblems({}).length, 1);
        assert.match(entityProblems({ Person: { Name: "Name" } })[0] ?? "", /"Person"; it must be one of Account/);
        assert.match(entityProblems({ IP: { Address: "A", Name: "N" } })[0] ?? "", /IP has "Name"/);
        assert.match(entityProblems({ Account: { Name: "Name" } })[0] ?? "", /needs one of AadUserId/);
        assert.equal(
            entityProblems({ Account: { AadUserId: "A", AadTenantId: "B", Name: "C", UPNSuffix: "D" } }).length,
            1,
        );
    });
});

describe("the rule of a detection", () => {
    it("has all that it says, and makes one incident of what is about the same", () => {
        assert.deepEqual(scheduledRule(detection), {
            kind: "Scheduled",
            displayName: "Tokens of another server were tried",
            description:
                "From one address came tokens of another server.\n\nWhat to do: docs/incidents/tokens.md#token-replay\nPractices: 5.2, 7.2",
            enabled: true,
            severity: "High",
            tactics: ["CredentialAccess"],
            techniques: ["T1550"],
            query: "McpDecisions(ago(20m))",
            queryFrequency: "PT5M",
            queryPeriod: "PT20M",
            triggerOperator: "GreaterThan",
            triggerThreshold: 0,
            suppressionEnabled: false,
            suppressionDuration: "PT5M",
            eventGroupingSettings: { aggregationKind: "AlertPerResult" },
            entityMappings: [
                { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "ClientAddress" }] },
                {
                    entityType: "Account",
                    fieldMappings: [
                        { identifier: "AadUserId", columnName: "User" },
                        { identifier: "Name", columnName: "Name" },
                    ],
                },
            ],
            customDetails: { Namespace: "Namespace" },
            incidentConfiguration: {
                createIncident: true,
                groupingConfiguration: {
                    enabled: true,
                    reopenClosedIncident: false,
                    lookbackDuration: "PT2H",
                    matchingMethod: "Selected",
                    groupByEntities: ["IP"],
                    groupByAlertDetails: [],
                    groupByCustomDetails: ["Namespace"],
                },
            },
        });
    });

    it("is silent for as long as the detection says", () => {
        const rule = scheduledRule({ ...detection, suppression: "PT1H" });
        assert.equal(rule.suppressionEnabled, true);
        assert.equal(rule.suppressionDuration, "PT1H");
    });

    it("has a name that follows from the workspace and the id, whatever their case", () => {
        const workspace = "/subscriptions/S/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w";
        const name = scheduledRuleName(workspace, detection);
        assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.equal(scheduledRuleName(workspace.toUpperCase(), detection), name);
        assert.notEqual(scheduledRuleName(workspace, { id: "gateway-bypass" }), name);
        assert.notEqual(scheduledRuleName(`${workspace}2`, detection), name);
    });
});

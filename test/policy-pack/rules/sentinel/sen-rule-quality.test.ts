// Does not prove that a query runs: tests of the detections have the language service check them.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/sentinel/sen-rule-quality";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const valid = {
    enabled: true,
    query: "AZKVAuditLogs | where HttpStatusCode == 403",
    queryFrequency: "PT1H",
    queryPeriod: "PT1H",
    severity: "High",
    tactics: ["CredentialAccess"],
    techniques: ["T1552"],
    entityMappings: [{ entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "CallerIPAddress" }] }],
    incidentConfiguration: { createIncident: true },
    suppressionEnabled: false,
    suppressionDuration: "PT5H",
};
const findings = (changes: object) =>
    judge(rule, stackOf({ rule: { type: "securityinsights:ScheduledAlertRule", inputs: { ...valid, ...changes } } }))
        .findings;
const wrong = (changes: object) =>
    findings(changes)
        .map(({ path }) => path)
        .sort();
const times = (queryFrequency: string, queryPeriod: string) => wrong({ queryFrequency, queryPeriod });
const form = (query: string) => findings({ query })[0]?.message.replace("this is no query: ", "");

const brackets = "its brackets do not match";
const endless = "a text in it does not end";
const noOperator = "it has no operator";
const badPipe = "a pipe in it leads to no operator";

describe("sen-rule-quality", () => {
    it("takes times within the limits of Sentinel, and both limits", () => {
        assert.deepEqual(times("PT5M", "PT5M"), []);
        assert.deepEqual(times("PT1H", "PT1H"), []);
        assert.deepEqual(times("P14D", "P14D"), []);
        assert.deepEqual(times("PT4M", "PT1H"), ["queryFrequency"]);
        assert.deepEqual(times("P14DT1M", "P14D"), ["queryFrequency", "queryPeriod"]);
        assert.deepEqual(times("PT5M", "PT4M"), ["queryPeriod", "queryPeriod"]);
        assert.deepEqual(times("P1D", "P14DT1M"), ["queryPeriod"]);
        assert.deepEqual(times("1h", "PT1H"), ["queryFrequency"]);
        assert.deepEqual(times("PT1H", "1h"), ["queryPeriod"]);
    });

    it("wants no gap between two runs, and long looks back no more than once an hour", () => {
        assert.deepEqual(times("PT1H", "PT59M"), ["queryPeriod"]);
        assert.deepEqual(times("PT59M", "P1DT23H59M"), []);
        assert.deepEqual(times("PT1H", "P2D"), []);
        assert.deepEqual(times("PT59M", "P2D"), ["queryFrequency"]);
    });

    it("wants silence that is possible, and lasts to the next run where it is on", () => {
        const silence = (suppressionDuration: unknown, suppressionEnabled: unknown = true) =>
            wrong({ suppressionEnabled, suppressionDuration });
        assert.deepEqual(silence("PT1H"), []);
        assert.deepEqual(silence("PT59M"), ["suppressionDuration"]);
        assert.deepEqual(silence("PT59M", false), []);
        assert.deepEqual(silence("PT5M", false), []);
        assert.deepEqual(silence("PT4M", false), ["suppressionDuration"]);
        assert.deepEqual(silence("P1D", false), []);
        assert.deepEqual(silence("P1DT1M"), ["suppressionDuration"]);
        assert.deepEqual(silence("5h"), ["suppressionDuration"]);
        for (const enabled of ["false", 0]) assert.deepEqual(silence("PT5H", enabled), ["suppressionEnabled"]);
    });

    it("wants switches that are true, and not anything else", () => {
        for (const value of [false, "true", 1]) {
            assert.deepEqual(wrong({ enabled: value }), ["enabled"]);
            assert.deepEqual(wrong({ incidentConfiguration: { createIncident: value } }), [
                "incidentConfiguration.createIncident",
            ]);
        }
    });

    it("wants each of a list to be one that Sentinel knows", () => {
        for (const severity of ["High", "Medium", "Low", "Informational"]) assert.deepEqual(wrong({ severity }), []);
        assert.deepEqual(wrong({ tactics: ["CredentialAccess", "Impact"], techniques: ["T1552", "T0801"] }), []);
        assert.deepEqual(wrong({ tactics: ["CredentialAccess", "Theft"] }), ["tactics"]);
        for (const technique of ["T1552.001", "T155", "T15522", "t1552", ""])
            assert.deepEqual(wrong({ techniques: ["T1552", technique] }), ["techniques"], technique);
    });

    it("wants each entity to have a kind, and each of its parts a column", () => {
        const part = { identifier: "Address", columnName: "CallerIPAddress" };
        const entities = (entityType: unknown, ...fieldMappings: object[]) =>
            wrong({ entityMappings: [...valid.entityMappings, { entityType, fieldMappings }] });
        assert.deepEqual(entities("IP", part, part), []);
        for (const type of [undefined, ""]) assert.deepEqual(entities(type, part), ["entityMappings"]);
        assert.deepEqual(entities("IP"), ["entityMappings"]);
        for (const other of [{ identifier: "Address" }, { columnName: "CallerIPAddress" }, {}])
            assert.deepEqual(entities("IP", part, other), ["entityMappings"]);
        assert.deepEqual(wrong({ entityMappings: [{ entityType: "IP" }] }), ["entityMappings"]);
    });

    it("reads brackets outside of texts and comments only", () => {
        for (const query of [
            "T | where A in (1, 2) and B[0] == 1 | mv-apply C on (take 1)",
            'T | where A == "(" // )',
            "T | where A == '[' and B == @'\\' and C == @\"a\"\"b]\"",
            'T | where A == "\\"(" | take 1',
            "T | where A == h'(' and B == H@\"(\" and C == ```( ' \n\"``` and D == ~~~(\n~~~",
            "let f = (a: string) { T | where A == a }; f('x') | take 1",
        ])
            assert.equal(form(query), undefined, query);
        for (const query of [
            "T | where (A == 1",
            "T | where A == 1)",
            "T | where (A[0) == 1]",
            "T | where A[0 == 1",
            "T | mv-apply B on { take 1 )",
        ])
            assert.equal(form(query), brackets, query);
    });

    it("finds texts that do not end", () => {
        for (const query of [
            'T | where A == "x',
            "T | where A == 'x\n'",
            "T | where A == ```x",
            'T | where A == "x\\"',
        ])
            assert.equal(form(query), endless, query);
    });

    it("wants an operator behind each pipe, and one at least", () => {
        assert.equal(form("T | project-away A | make-series count() on B | top-nested 3 of C by count()"), undefined);
        assert.equal(form("T"), noOperator);
        assert.equal(form("T // | where"), noOperator);
        assert.equal(form("T | "), badPipe);
        assert.equal(form("T | where A | wehre B"), badPipe);
        assert.equal(form("T || where A"), badPipe);
        assert.equal(form("T | Where A"), badPipe);
    });
});

// Does not prove that GitHub or another consumer accepts the document: it proves that the standard does.
import assert from "node:assert/strict";
import type { Log, Result } from "sarif";
import { gateSarif } from "../../../../local/report/gate/sarif";
import { assertSarif } from "../../../support/sarif-schema";
import { blob, disk, everyKind, failure, report } from "./sample";

describe("SARIF of the gate", () => {
    function valid(log: Log): Log["runs"][number] {
        const document: Log = JSON.parse(JSON.stringify(log));
        assertSarif(document);
        return document.runs[0] ?? assert.fail("no run");
    }

    const results = () => valid(gateSarif(report({ policyConfiguration: `${process.cwd()}/p.json` }))).results ?? [];

    const find = (ruleId: string, part: string): Result =>
        results().find(({ ruleId: id, message }) => id === ruleId && message.text?.includes(part)) ??
        assert.fail(`no result of ${ruleId}`);

    it("is valid, whatever there is to say", () => {
        for (const document of [report(), report({ findings: [], stack: "dev" }), failure]) {
            valid(gateSarif(document));
        }
        assert.throws(
            () => assertSarif({ version: "2.1.0", runs: [{ results: [] }] }),
            /must have required property 'tool'/,
        );
    });

    it("describes every rule, with its severity as a score and its practices as tags", () => {
        const { driver } = valid(gateSarif(report())).tool;

        assert.deepEqual([driver.name, driver.version], ["zero-trust-mcp", "0.1.0"]);
        assert.deepEqual(
            driver.rules?.map((rule) => rule.id),
            ["key-strong", "key-rotates", "key-kept", "key-off", "pack", "exceptions"],
        );
        assert.deepEqual(driver.rules?.[1], {
            id: "key-rotates",
            name: "KeyRotates",
            shortDescription: { text: "Keys rotate." },
            fullDescription: { text: "Why key-rotates." },
            help: { text: "Fix key-rotates & all." },
            helpUri: "https://example.com/key-rotates",
            defaultConfiguration: { level: "error" },
            properties: {
                severity: "critical",
                "security-severity": "9.5",
                tags: ["security", "mcp-security-best-practices-2025:6.1", "mcp-security-best-practices-2025:ZT-2"],
                references: { mcsb: ["DP-8"] },
            },
        });
    });

    it("has a result for each finding: rule, level, message, resource and file", () => {
        const { partialFingerprints, ...result } = find("key-rotates", "rotation");

        assert.deepEqual(result, {
            ruleId: "key-rotates",
            ruleIndex: 1,
            kind: "fail",
            level: "error",
            message: { text: "Keys rotate. rotation: it is off." },
            locations: [
                {
                    physicalLocation: { artifactLocation: { uri: "states/a%20b.json" } },
                    logicalLocations: [{ fullyQualifiedName: blob, name: "blob", kind: "resource" }],
                },
            ],
            properties: { severity: "critical", mandatory: true },
        });
        assert.equal(results().length, 10);
        assert.equal(find("key-strong", "keySize: it is").level, "warning");
    });

    it("suppresses what an exception covers, with its terms", () => {
        const { kind, level, suppressions } = find("key-kept", "lock");

        assert.deepEqual([kind, level], ["fail", "note"]);
        assert.deepEqual(suppressions, [
            {
                kind: "external",
                status: "accepted",
                justification: "Until 2027-01-31 by a&b: It moves soon.",
                properties: { expires: "2027-01-31", daysLeft: 12, owner: "a&b", reason: "It moves soon." },
            },
        ]);
        assert.equal(results().filter((result) => result.suppressions !== undefined).length, 2);
    });

    it("leaves open what is undecided", () => {
        const { kind, level } = find("key-strong", "Undecided");

        assert.deepEqual([kind, level], ["open", "none"]);
    });

    it("says where the policy configuration weakens the pack, and that it overrides the rule", () => {
        const { locations, level } = find("pack", "key-off is switched off");
        const [invocation] = valid(gateSarif(report())).invocations ?? [];

        assert.equal(level, "warning");
        assert.deepEqual(locations, [{ physicalLocation: { artifactLocation: { uri: "p.json" } } }]);
        assert.deepEqual(invocation?.ruleConfigurationOverrides, [
            { descriptor: { id: "key-off", index: 3 }, configuration: { enabled: false } },
        ]);
        assert.deepEqual(invocation?.toolExecutionNotifications, [
            { level: "warning", message: { text: "could not decrypt secrets" } },
        ]);
    });

    it("names the stack's file where a stack is judged, and tells its runs from those of others", () => {
        const run = valid(gateSarif(report({ stack: "dev" })));

        assert.equal(run.automationDetails?.id, "zero-trust-mcp/gate/dev/");
        assert.equal(
            run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
            "stacks/Pulumi.dev.yaml",
        );
    });

    it("has fingerprints that differ from each other and outlast another wording or an exception", () => {
        const prints = (findings = everyKind) =>
            valid(gateSarif(report({ findings }))).results?.map(({ partialFingerprints }) =>
                Object.values(partialFingerprints ?? {}).join(),
            ) ?? [];
        const [kept] = report().excepted;
        assert.ok(kept !== undefined && kept.resource.urn === disk);

        const twice = [kept, { ...kept, message: "days: none at all." }];
        assert.equal(new Set(prints([...everyKind, ...twice])).size, everyKind.length + 2);
        assert.deepEqual(
            prints([{ ...kept, kind: "finding", terms: undefined, message: "days: too few; 7 are needed." }]),
            prints([kept]),
        );
    });

    it("of a failure says that nothing was judged", () => {
        const { invocations, results: none } = valid(gateSarif(failure));

        assert.deepEqual(none, []);
        assert.deepEqual(invocations, [
            {
                executionSuccessful: false,
                toolExecutionNotifications: [{ level: "error", message: { text: "No <engine>." } }],
            },
        ]);
    });
});

// Does not prove that records come: Azure decides what a category has, and when.
import assert from "node:assert/strict";
import { unknown, type Value, type Values } from "../../../../policy-pack/engine/value";
import { entraTables, logSources } from "../../../../policy-pack/rules/logging/log-source";
import rule from "../../../../policy-pack/rules/sentinel/sen-tables-wired";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters?: object) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const found = (...findings: string[]) => ({ findings, undecided: [] });
const unfilled = (tables: string) => found(`nothing in the stack fills these tables: ${tables}`);
const noSource = (names: string) => `these are no tables and no functions of the stack: ${names}`;
const elsewhere = (names: string) => `these read what no stack can tell: ${names}`;
const noTable = "it reads no table that is known";

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers";
const workspaceId = `${group}/Microsoft.OperationalInsights/workspaces/log`;
const log: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };
const detection = (query: Value, workspaceName: Value = "log", dependencies = {}): SampleResource => ({
    type: "securityinsights:ScheduledAlertRule",
    inputs: { workspaceName, query },
    dependencies,
});
const sent = (...categories: string[]): Value => categories.map((category) => ({ category, enabled: true }));
const setting = (resourceUri: Value, logs: Value, id: Value = workspaceId, dependencies = {}): SampleResource => ({
    type: "monitor:DiagnosticSetting",
    inputs: { resourceUri, logs, workspaceId: id },
    dependencies,
});
const vault = setting(`${group}/Microsoft.KeyVault/vaults/kv`, sent("AuditEvent"));
const saved = (functionAlias: Value, query: Value): SampleResource => ({
    type: "operationalinsights:SavedSearch",
    inputs: { workspaceName: "log", functionAlias, query },
});
const onKeys = (query: string, resources = {}) => outcome({ log, vault, rule: detection(query), ...resources });

describe("sen-tables-wired", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("judges a detection that says it is a function, which it cannot be", () => {
        const inputs = { workspaceName: "log", query: "AKSAudit | take 1", functionAlias: "Nobody" };
        const disguised = { type: "securityinsights:ScheduledAlertRule", inputs };
        assert.deepEqual(outcome({ log, rule: disguised }), unfilled("AKSAudit"));
    });

    for (const [type, { armType, child = "", tables }] of Object.entries(logSources))
        for (const table of new Set(Object.values(tables)))
            it(`knows what of ${type} fills ${table}`, () => {
                const [provider, owner, inside] = armType.split("/");
                const id = `${group}/${provider}/${owner}/one${inside ? `/${inside}${child}` : ""}`;
                const categories = Object.keys(tables).filter((category) => tables[category] === table);
                const others = Object.keys(tables).filter((category) => tables[category] !== table);
                const reads = detection(`${table} | take 1`);
                assert.deepEqual(outcome({ log, rule: reads }), unfilled(table));
                assert.deepEqual(outcome({ log, rule: reads, setting: setting(id, sent(...others)) }), unfilled(table));
                for (const category of categories)
                    assert.deepEqual(
                        outcome({ log, rule: reads, setting: setting(id, sent(...others, category)) }),
                        clean,
                    );
            });

    it("knows what of Entra ID and of the subscription fills a table", () => {
        const of = (type: string, category: string): SampleResource => ({
            type,
            inputs: { workspaceId, logs: sent(category) },
        });
        for (const [category, table] of Object.entries(entraTables)) {
            const reads = detection(`${table} | take 1`);
            assert.deepEqual(outcome({ log, rule: reads, entra: of("aadiam:DiagnosticSetting", category) }), clean);
            const other = of("aadiam:DiagnosticSetting", "ProvisioningLogs");
            assert.deepEqual(outcome({ log, rule: reads, entra: other }), unfilled(table));
            const wrong = of("monitor:SubscriptionDiagnosticSetting", category);
            assert.deepEqual(outcome({ log, rule: reads, wrong }), unfilled(table));
        }
        const operations = detection("AzureActivity | take 1");
        const activity = of("monitor:SubscriptionDiagnosticSetting", "Administrative");
        assert.deepEqual(outcome({ log, rule: operations, activity }), clean);
        const alerts = of("monitor:SubscriptionDiagnosticSetting", "Alert");
        assert.deepEqual(outcome({ log, rule: operations, alerts }), unfilled("AzureActivity"));
        assert.deepEqual(outcome({ log, rule: detection("AKSAudit | take 1"), activity }), unfilled("AKSAudit"));
    });

    it("knows what agents fill, where they send to this workspace", () => {
        const collection = (streams: Value, ids: Value[], dependencies = {}): SampleResource => ({
            type: "monitor:DataCollectionRule",
            inputs: {
                dataFlows: [{ streams: ["Microsoft-Perf"] }, { streams }],
                destinations: { logAnalytics: ids.map((workspaceResourceId) => ({ workspaceResourceId })) },
            },
            dependencies,
        });
        const lines = { log, rule: detection("ContainerLogV2 | take 1") };
        const streams = ["Microsoft-KubeEvents", "Microsoft-ContainerLogV2"];
        assert.deepEqual(outcome({ ...lines, agents: collection(streams, [`${workspaceId}2`, workspaceId]) }), clean);
        assert.deepEqual(
            outcome({ ...lines, agents: collection(streams, [`${workspaceId}2`]) }),
            unfilled("ContainerLogV2"),
        );
        assert.deepEqual(
            outcome({ ...lines, agents: collection(["Microsoft-KubeEvents"], [workspaceId]) }),
            unfilled("ContainerLogV2"),
        );
        assert.deepEqual(
            outcome({ ...lines, agents: collection(streams, [unknown], { destinations: ["log"] }) }),
            clean,
        );
    });

    it("knows what Sentinel fills itself, once it watches the workspace", () => {
        const sentinel: SampleResource = {
            type: "securityinsights:SentinelOnboardingState",
            inputs: { workspaceName: "log" },
        };
        for (const table of ["SecurityAlert", "SecurityIncident"]) {
            assert.deepEqual(outcome({ log, rule: detection(`${table} | take 1`), sentinel }), clean);
            assert.deepEqual(outcome({ log, rule: detection(`${table} | take 1`) }), unfilled(table));
        }
        assert.deepEqual(outcome({ log, rule: detection("AKSAudit | take 1"), sentinel }), unfilled("AKSAudit"));
    });

    it("takes what the configuration says to be filled elsewhere", () => {
        const reads = { log, rule: detection("Orders_CL | take 1") };
        assert.deepEqual(outcome(reads), found(noSource("Orders_CL"), noTable));
        assert.deepEqual(outcome(reads, { filledElsewhere: ["Orders_CL"] }), clean);
        assert.deepEqual(
            outcome({ log, rule: detection("AKSAudit | take 1") }, { filledElsewhere: ["AKSAudit"] }),
            clean,
        );
        assert.deepEqual(outcome(reads, { filledElsewhere: ["Orders"] }), found(noSource("Orders_CL"), noTable));
    });

    it("wants all tables filled in the workspace of the rule", () => {
        assert.deepEqual(onKeys("AZKVAuditLogs | join kind=inner AKSAudit on TimeGenerated"), unfilled("AKSAudit"));
        assert.deepEqual(
            onKeys("union AZKVAuditLogs, AKSAudit, SigninLogs | take 1"),
            unfilled("AKSAudit, SigninLogs"),
        );
        const two: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log2" } };
        const there = detection("AZKVAuditLogs | take 1", "log2");
        assert.deepEqual(outcome({ log, two, vault, rule: there }), unfilled("AZKVAuditLogs"));
        const sends = setting(`${group}/Microsoft.KeyVault/vaults/kv`, sent("AuditEvent"), `${workspaceId}2`);
        assert.deepEqual(outcome({ log, two, vault, sends, rule: there }), clean);
    });

    it("does not take a table for read that stands in a text or a comment", () => {
        assert.deepEqual(onKeys('AZKVAuditLogs | where Id != "AKSAudit" // AKSAudit'), clean);
        assert.deepEqual(onKeys('print A = "AZKVAuditLogs" | take 1'), found(noTable));
    });

    it("looks into functions, and into those that they call", () => {
        const requests = saved("Requests", "AZKVAuditLogs | where TimeGenerated > since");
        const failed = saved("Failed", "Requests(since) | where Code >= 400");
        const both = { requests, failed };
        assert.deepEqual(onKeys("Failed(ago(1h)) | take 1", both), clean);
        assert.deepEqual(onKeys("Failed(ago(1h)) | take 1", { failed }), found(noSource("Requests"), noTable));
        assert.deepEqual(onKeys("Failed(ago(1h)) | take 1"), found(noSource("Failed"), noTable));
        const shell = saved("Failed", "AKSAudit | take 1");
        assert.deepEqual(onKeys("Failed(ago(1h)) | take 1", { shell }), unfilled("AKSAudit"));
        const turning = saved("Failed", "Failed(since) | union AZKVAuditLogs");
        assert.deepEqual(onKeys("Failed(ago(1h)) | take 1", { turning }), clean);
    });

    it("judges saved queries like those of detections, and functions where they are called", () => {
        const hunt = saved("", "AKSAudit | take 1");
        const sends = setting(`${group}/Microsoft.ContainerService/managedClusters/aks`, sent("kube-audit"));
        assert.deepEqual(outcome({ log, hunt }), unfilled("AKSAudit"));
        assert.deepEqual(outcome({ log, hunt, sends }), clean);
        assert.deepEqual(outcome({ log, requests: saved("Requests", "AKSAudit | take 1") }), clean);
        assert.deepEqual(outcome({ log, number: saved("", "tolong(rand())") }), found(noTable));
        const inputs: Values = { workspaceName: unknown, query: "AKSAudit | take 1" };
        const later: SampleResource = { ...hunt, inputs };
        const byLog: SampleResource = { ...later, dependencies: { workspaceName: ["log"] } };
        assert.deepEqual(outcome({ log, hunt: byLog, sends }), clean);
        assert.deepEqual(outcome({ log, hunt: later, sends }), {
            findings: [],
            undecided: ['workspaceName of operationalinsights:SavedSearch "hunt"'],
        });
    });

    it("wants to know whatever a pipe begins with", () => {
        for (const query of [
            "Strange | union AZKVAuditLogs",
            "AZKVAuditLogs | join kind=inner (Strange | where A) on B",
            "let a = Strange | where A; AZKVAuditLogs | take 1",
            "let a = 1; Strange(a, (2)) | union AZKVAuditLogs",
            "let f = () { Strange | where A }; AZKVAuditLogs | take 1",
        ])
            assert.deepEqual(onKeys(query), found(noSource("Strange")), query);
        for (const query of [
            "let keys = AZKVAuditLogs | where A; keys | take 1",
            "let f = (T: (*)) { T | where A }; f(AZKVAuditLogs) | take 1",
            'let list = _GetWatchlist("A") | project B; AZKVAuditLogs | where C in (list)',
            "let some = datatable(A: string)['x'] | where A; AZKVAuditLogs | take 1",
            "union AZKVAuditLogs | take 1",
            "AZKVAuditLogs | extend A = B | where C == D | project E, F | take 1",
            "AZKVAuditLogs | summarize count() by bin(A, 1h) | extend G = iff(H, I, J) | where tolower(K) == L | take 1",
            "((AZKVAuditLogs) | where A) | take 1",
            "AZKVAuditLogs | where (A) | where B in (C, (D)) | take 1",
        ])
            assert.deepEqual(onKeys(query), clean, query);
    });

    it("refuses what reads from elsewhere", () => {
        assert.deepEqual(
            onKeys('union AZKVAuditLogs, workspace("b").AZKVAuditLogs | take 1'),
            found(elsewhere("workspace")),
        );
        assert.deepEqual(onKeys('search "x" | union AZKVAuditLogs'), found(elsewhere("search")));
        assert.deepEqual(onKeys('AZKVAuditLogs | where A == "search"'), clean);
    });

    describe("in a preview", () => {
        it("goes by dependencies where names are unknown", () => {
            const byLog = { workspaceName: ["log"] };
            const reads = detection("AZKVAuditLogs | take 1", unknown, byLog);
            const id = `${group}/Microsoft.KeyVault/vaults/kv`;
            const later = setting(id, sent("AuditEvent"), unknown, { workspaceId: ["log"] });
            assert.deepEqual(outcome({ log, vault, rule: reads }), clean);
            assert.deepEqual(outcome({ log, later, rule: reads }), clean);
        });

        it("is undecided where nothing tells", () => {
            const undecided = (text: string) => ({ findings: [], undecided: [text] });
            const reads = detection("Requests() | union AZKVAuditLogs");
            assert.deepEqual(
                outcome({ log, vault, rule: detection(unknown) }),
                undecided('query of securityinsights:ScheduledAlertRule "rule"'),
            );
            const alias = 'functionAlias of operationalinsights:SavedSearch "later"';
            // it may be the function, or a query of its own
            assert.deepEqual(outcome({ log, vault, rule: reads, later: saved(unknown, "AZKVAuditLogs | take 1") }), {
                findings: [],
                undecided: [alias, alias],
            });
            assert.deepEqual(
                outcome({ log, vault, rule: reads, later: saved("Requests", unknown) }),
                undecided('query of operationalinsights:SavedSearch "later"'),
            );
            assert.deepEqual(
                outcome({
                    log,
                    rule: detection("AZKVAuditLogs | take 1"),
                    later: setting(unknown, sent("AuditEvent")),
                }),
                undecided('resourceUri of monitor:DiagnosticSetting "later"'),
            );
        });
    });
});

// Does not prove that the texts are Azure's: those about what is not modelled are in our words.
import assert from "node:assert/strict";
import { PartialFailure, type Properties } from "../../../../local/provider/provider";
import { valueAt } from "../../../../local/provider/values";
import { newCloud } from "../fixture";
import { deploy, example, tableResource, template, workspaceId } from "../landscape";
import { arm, itRefuses, type RefusalCase } from "../refusal-case";

const token = "resources:Deployment";
const table = "operationalinsights:Table";
const workspace = ["resources:ResourceGroup", "operationalinsights:Workspace"];
const deploymentId = workspaceId.replace("OperationalInsights/workspaces/log-one", "Resources/deployments/tables");
const tableId = (name: string) => `${workspaceId}/tables/${name}`;
const deploymentOf = (...resources: Properties[]): Properties => ({
    ...example[token],
    properties: { mode: "Incremental", template: template(...resources) },
});

const plain = tableResource("AuditLogs", {});
const type = "Microsoft.OperationalInsights/workspaces/tables";
const cases: RefusalCase[] = (
    [
        [
            { mode: "Complete" },
            "the mode Complete is not modelled by the local cloud: it deletes what is not in the template",
        ],
        [{ template: "{}" }, "properties.template is no object"],
        [
            { template: {} },
            "$schema is missing, or no text; contentVersion is missing, or no text; resources is no list",
        ],
        [
            { template: { ...template(plain), parameters: {}, outputs: {} } },
            "'parameters' of a template is not modelled by the local cloud; 'outputs' of a template is not modelled by the local cloud",
        ],
        [
            { template: template(tableResource("AuditLogs", { retentionInDays: "[parameters('days')]" })) },
            `the expression [parameters('days')] is not modelled by the local cloud: write the value; ${type} log-one/AuditLogs: 'retentionInDays' should be of type 'integer' but got a string`,
        ],
        [
            { template: template({ type, name: "log-one/AuditLogs" }, { type, apiVersion: "2023-09-01" }) },
            "log-one/AuditLogs: apiVersion is missing, or no text; a resource: name is missing, or no text",
        ],
        [
            { template: template({ ...plain, name: "AuditLogs" }) },
            `${type} AuditLogs is not modelled by the local cloud as a resource of a template`,
        ],
        [
            { template: template({ ...plain, type: "Microsoft.Sql/servers/databases" }) },
            "Microsoft.Sql/servers/databases log-one/AuditLogs is not modelled by the local cloud as a resource of a template",
        ],
        [
            { template: template({ ...plain, type: "Microsoft.Resources/deployments", name: "inner" }) },
            "Microsoft.Resources/deployments inner is not modelled by the local cloud as a resource of a template",
        ],
        [
            { template: template({ ...plain, condition: true, copy: { name: "all", count: 2 } }) },
            `${type} log-one/AuditLogs: 'condition' is not modelled by the local cloud; ${type} log-one/AuditLogs: 'copy' is not modelled by the local cloud`,
        ],
        [
            { template: template(tableResource("AuditLogs", {}, { dependsOn: ["log-one/Perf"] })) },
            "log-one/AuditLogs waits for log-one/Perf, which is not in the template",
        ],
        [
            { template: template(tableResource("AuditLogs", {}, { dependsOn: [tableId("AuditLogs")] })) },
            "log-one/AuditLogs waits for itself",
        ],
    ] satisfies [Properties | Record<string, null>, string][]
).map(([properties, problem]) => ({
    title: problem,
    given: workspace,
    token,
    properties,
    message: arm(400, "InvalidTemplate", `Deployment template validation failed: ${problem}.`),
}));

describe("azure refuses a template when", () => {
    itRefuses(cases);

    it("it stands elsewhere", async () => {
        const templateLink = { uri: "https://contoso.com/template.json" };
        assert.deepEqual(
            await newCloud().failures(token, { ...example[token], properties: { mode: "Incremental", templateLink } }),
            ["'properties.templateLink' is not modelled by the local cloud"],
        );
    });
});

describe("a deployment", () => {
    it("sets what exists and makes what does not, at once, and takes it away with nothing", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace);
        const begin = cloud.clock.now();
        const schema = { name: "Tools_CL", columns: [{ name: "TimeGenerated", type: "dateTime" }] };
        const { id, outputs } = await cloud.create(
            token,
            deploymentOf(
                tableResource("AuditLogs", { totalRetentionInDays: 365 }),
                tableResource("Tools_CL", { schema }),
            ),
        );
        assert.equal(cloud.clock.now() - begin, 25_000, "5 for itself, 20 for the slower of both");
        assert.equal(id, deploymentId);
        assert.deepEqual(
            [valueAt(outputs, "properties.provisioningState"), valueAt(outputs, "properties.outputResources")],
            ["Succeeded", [{ id: tableId("AuditLogs") }, { id: tableId("Tools_CL") }]],
        );
        assert.equal(valueAt(outputs, "properties.template"), undefined);
        const total = async (name: string) => (await cloud.read(table, tableId(name)))?.outputs.totalRetentionInDays;
        assert.deepEqual([await total("AuditLogs"), await total("Tools_CL")], [365, 90]);

        await cloud.update(token, id, deploymentOf(tableResource("AuditLogs", { totalRetentionInDays: 730 })));
        assert.deepEqual([await total("AuditLogs"), await total("Tools_CL")], [730, 90]);
        await cloud.remove(token, id);
        assert.equal(await cloud.read(token, id), undefined);
        assert.deepEqual([await total("AuditLogs"), await total("Tools_CL")], [730, 90]);
    });

    it("puts one resource after another where one depends on the other", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace);
        const begin = cloud.clock.now();
        const afterPerf = { dependsOn: ["log-one/Perf"] };
        await cloud.create(
            token,
            deploymentOf(tableResource("AuditLogs", {}, afterPerf), tableResource("Perf", { retentionInDays: 60 })),
        );
        assert.equal(cloud.clock.now() - begin, 35_000);
    });

    it("makes the workspace that its tables are in", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const log = {
            type: "Microsoft.OperationalInsights/workspaces",
            apiVersion: "2023-09-01",
            name: "log-one",
            location: "westeurope",
            properties: { retentionInDays: 60 },
        };
        const inLog = { dependsOn: [workspaceId] };
        await cloud.create(token, deploymentOf(tableResource("AuditLogs", {}, inLog), log));
        const { outputs } = (await cloud.read("operationalinsights:Workspace", workspaceId)) ?? {};
        assert.deepEqual([outputs?.retentionInDays, outputs?.location], [60, "westeurope"]);
    });

    it("fails with the reasons of what failed, does what can be done, and can be repaired", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace);
        const bad = tableResource("Perf", { retentionInDays: 90, totalRetentionInDays: 60 });
        const good = tableResource("AuditLogs", { totalRetentionInDays: 365 });
        const late = tableResource("Syslog", { totalRetentionInDays: 365 }, { dependsOn: ["log-one/Perf"] });
        const inner = arm(
            400,
            "InvalidParameter",
            "The table is invalid: 'TotalRetentionInDays' (60) is less than 'RetentionInDays' (90).",
        );
        const reason = `At least one resource deployment operation failed. ${tableId("Perf")}: ${inner}`;
        await assert.rejects(cloud.create(token, deploymentOf(bad, good, late)), (error) => {
            assert.ok(error instanceof PartialFailure);
            assert.deepEqual(error.reasons, [arm(200, "DeploymentFailed", reason)]);
            assert.equal(error.resource.id, deploymentId);
            return true;
        });
        const total = async (name: string) => (await cloud.read(table, tableId(name)))?.outputs.totalRetentionInDays;
        assert.deepEqual([await total("AuditLogs"), await total("Perf"), await total("Syslog")], [365, 90, 90]);
        const state = async () => {
            const { outputs } = (await cloud.read(token, deploymentId)) ?? {};
            return [valueAt(outputs, "properties.provisioningState"), valueAt(outputs, "properties.error.message")];
        };
        assert.deepEqual(await state(), ["Failed", reason]);
        await cloud.update(token, deploymentId, deploymentOf(good, { ...late, dependsOn: [] }));
        assert.deepEqual(await state(), ["Succeeded", undefined]);
        assert.equal(await total("Syslog"), 365);
    });

    it("goes on when nobody waits for it any more", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace);
        const request = cloud.create(
            token,
            deploymentOf(tableResource("AuditLogs", { totalRetentionInDays: 365 })),
            AbortSignal.abort(new Error("operation timed out")),
        );
        await assert.rejects(request, (error) => {
            assert.ok(error instanceof PartialFailure);
            assert.deepEqual(error.reasons, ["operation timed out"]);
            assert.equal(valueAt(error.resource.outputs, "properties.provisioningState"), "Succeeded");
            return true;
        });
        assert.equal((await cloud.read(table, tableId("AuditLogs")))?.outputs.totalRetentionInDays, 365);
    });

    it("has no region of its own, and its preview makes nothing", async () => {
        const cloud = newCloud({ location: "westeurope" });
        await deploy(cloud, ...workspace);
        assert.equal((await cloud.check(token, example[token] ?? {})).inputs.location, undefined);
        const before = [...cloud.store.records];
        await cloud.preview(token, example[token] ?? {});
        assert.deepEqual([...cloud.store.records], before);
    });
});

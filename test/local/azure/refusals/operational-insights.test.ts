// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { valueAt } from "../../../../local/provider/values";
import { newCloud } from "../fixture";
import { accountId, deploy, example, workspaceId } from "../landscape";
import { arm, changedExample, itRefuses, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const workspace = [...group, "operationalinsights:Workspace"];
const forExport = [...workspace, "storage:StorageAccount"];
const immutability = (state: string, days = 30, allowProtectedAppendWrites = true): Properties => ({
    immutableStorageWithVersioning: {
        enabled: true,
        immutabilityPolicy: { allowProtectedAppendWrites, immutabilityPeriodSinceCreationInDays: days, state },
    },
});
const invalidParameter = (what: string, problem: string) =>
    arm(400, "InvalidParameter", `The ${what} is invalid: ${problem}.`);
const exportTo = (inputs: Properties): [string, Properties] => [
    "storage:StorageAccount",
    changedExample("storage:StorageAccount", inputs),
];
const tool = (...columns: Properties[]) => ({ tableName: "Tools_CL", schema: { name: "Tools_CL", columns } });
const time = { name: "TimeGenerated", type: "dateTime" };

const cases: RefusalCase[] = [
    {
        title: "a table is nobody's",
        given: workspace,
        token: "operationalinsights:Table",
        inputs: { tableName: "Nothing" },
        message: arm(
            404,
            "ResourceNotFound",
            "The specified table: 'Nothing' was not found. Please make sure proper table name is used.",
        ),
    },
    {
        title: "a table of Sentinel is there before Sentinel",
        given: workspace,
        token: "operationalinsights:Table",
        inputs: { tableName: "SecurityAlert" },
        message: arm(
            404,
            "ResourceNotFound",
            "The specified table: 'SecurityAlert' was not found. Please make sure proper table name is used.",
        ),
    },
    ...(
        [
            [
                { totalRetentionInDays: 2555 },
                "'TotalRetentionInDays' is 2555, allowed values are: [4-730], 1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383",
            ],
            [
                { retentionInDays: 180, totalRetentionInDays: 90 },
                "'TotalRetentionInDays' (90) is less than 'RetentionInDays' (180)",
            ],
            [{ tableName: "AuditLogs", plan: "Basic" }, "table AuditLogs does not support the plan Basic"],
            [
                { tableName: "ContainerLogV2", plan: "Basic", retentionInDays: 30 },
                "retention is immutable, not supported on Basic Logs plan",
            ],
            [tool({ name: "Digest" }), "the schema of Tools_CL needs a column TimeGenerated of the type dateTime"],
            [{ ...tool(time), tableName: "Other_CL" }, "the schema's name Tools_CL is not that of the table Other_CL"],
        ] satisfies [Properties, string][]
    ).map(([inputs, problem]: [Properties, string]) => ({
        title: `of a table, ${problem}`,
        given: workspace,
        token: "operationalinsights:Table",
        inputs,
        ...(inputs.tableName && !inputs.schema && { updateOf: `${workspaceId}/tables/${inputs.tableName}` }),
        message: invalidParameter("table", problem),
    })),
    ...(
        [
            [{ tableNames: [] }, "tableNames is empty"],
            [{ tableNames: ["AuditLogs", "Usage"] }, "table Usage does not exist or cannot be exported"],
            [{ tableNames: ["Tools_CL"] }, "table Tools_CL does not exist or cannot be exported"],
            [{ resourceId: workspaceId }, `the destination ${workspaceId} is no storage account`],
        ] satisfies [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a data export, ${problem}`,
        given: forExport,
        token: "operationalinsights:DataExport",
        inputs,
        message: invalidParameter("data export rule", problem),
    })),
    ...(
        [
            [{ location: "northeurope" }, "must be in the workspace's region, westeurope"],
            [{ sku: { name: "Premium_LRS" } }, "must not be a premium account"],
            [
                { networkRuleSet: { defaultAction: "Deny", bypass: "None" } },
                "must let trusted services in: networkRuleSet.bypass AzureServices",
            ],
            [
                immutability("Unlocked", 30, false),
                "must let blobs grow: its immutability policy needs allowProtectedAppendWrites",
            ],
        ] satisfies [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `the destination of a data export ${problem}`,
        given: [...workspace, exportTo(inputs)],
        token: "operationalinsights:DataExport",
        message: invalidParameter("data export rule", `the destination ${accountId} ${problem}`),
    })),
];

describe("azure refuses, of log analytics, that", () => itRefuses(cases));

describe("tables of a workspace", () => {
    it("that are Azure's are there with it, so they cannot be created, and not deleted", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace);
        const token = "operationalinsights:Table";
        const id = `${workspaceId}/tables/AuditLogs`;
        const azures = { resourceGroupName: "rg", workspaceName: "log-one", tableName: "AuditLogs" };
        await assert.rejects(cloud.create(token, azures), {
            message: `cannot create already existing resource '${id}'`,
        });
        await assert.rejects(cloud.remove(token, id), {
            message: arm(
                400,
                "InvalidParameter",
                "Table AuditLogs is one of Azure's own and cannot be deleted; it goes with its workspace.",
            ),
        });
        const changed = await cloud.update(token, id, { ...azures, totalRetentionInDays: 365 });
        await cloud.update("operationalinsights:Workspace", workspaceId, {
            ...example["operationalinsights:Workspace"],
            retentionInDays: 120,
        });
        assert.deepEqual((await cloud.read(token, id))?.outputs, changed, "an update of the workspace leaves it");
        await cloud.remove("operationalinsights:Workspace", workspaceId);
        assert.equal(await cloud.read(token, id), undefined);
    });

    it("have the workspace's retention, 30 days with the plan Basic", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace);
        const token = "operationalinsights:Table";
        const inLog = { resourceGroupName: "rg", workspaceName: "log-one" };
        const untouched = (await cloud.read(token, `${workspaceId}/tables/AZKVAuditLogs`))?.outputs;
        const retention = ["retentionInDays", "totalRetentionInDays", "archiveRetentionInDays"].map((name) =>
            valueAt(untouched, name),
        );
        assert.deepEqual(retention, [90, 90, 0]);
        assert.deepEqual(
            ["retentionInDaysAsDefault", "plan", "schema.tableType"].map((path) => valueAt(untouched, path)),
            [true, "Analytics", "Microsoft"],
        );
        const id = `${workspaceId}/tables/ContainerLogV2`;
        const basic = await cloud.update(token, id, { ...inLog, tableName: "ContainerLogV2", plan: "Basic" });
        assert.deepEqual([basic.retentionInDays, basic.totalRetentionInDays], [30, 30]);
    });

    it("that are not in it, because Sentinel brings them, are not there", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace);
        assert.equal(await cloud.read("operationalinsights:Table", `${workspaceId}/tables/SecurityAlert`), undefined);
    });

    it("of one's own can be exported once they exist", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...forExport);
        await cloud.create("operationalinsights:Table", {
            resourceGroupName: "rg",
            workspaceName: "log-one",
            ...tool(time),
        });
        await cloud.create(
            "operationalinsights:DataExport",
            changedExample("operationalinsights:DataExport", { tableNames: ["Tools_CL"] }),
        );
    });

    it("are exported by ten enabled rules at most", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...forExport);
        const tables = [
            "AuditLogs",
            "AzureActivity",
            "SigninLogs",
            "AZKVAuditLogs",
            "AKSAudit",
            "AKSAuditAdmin",
            "LAQueryLogs",
            "Syslog",
            "Perf",
            "Heartbeat",
        ];
        const rule = (table: string, enable = true) =>
            cloud.create(
                "operationalinsights:DataExport",
                changedExample("operationalinsights:DataExport", {
                    dataExportName: `of-${table}`,
                    tableNames: [table],
                    enable,
                }),
            );
        for (const table of tables) {
            await rule(table);
        }
        await assert.rejects(rule("KubeEvents"), {
            message: invalidParameter("data export rule", "a workspace has at most 10 enabled rules"),
        });
        await rule("KubeEvents", false);
        assert.equal(
            await cloud.read("storage:BlobContainer", `${accountId}/blobServices/default/containers/am-kubeevents`),
            undefined,
        );
    });
});

describe("azure refuses, of saved searches, that", () => {
    const invalid = (problem: string) => invalidParameter("saved search", problem);
    itRefuses([
        {
            title: "one that is there changes without its ETag",
            given: workspace,
            token: "operationalinsights:SavedSearch",
            update: true,
            message: arm(
                409,
                "Conflict",
                "The saved search 'refusals' is there already, and the request has no ETag: replace it.",
            ),
        },
        {
            title: "one that nobody can call has parameters",
            given: workspace,
            token: "operationalinsights:SavedSearch",
            inputs: { functionAlias: null },
            message: invalid("functionParameters needs a functionAlias"),
        },
        {
            title: "one is called with blanks",
            given: workspace,
            token: "operationalinsights:SavedSearch",
            inputs: { functionAlias: "the refusals" },
            message: invalid("functionAlias 'the refusals' must be a letter or _, and letters, digits and _"),
        },
        {
            title: "one is called like a table",
            given: workspace,
            token: "operationalinsights:SavedSearch",
            inputs: { functionAlias: "AzureActivity" },
            message: invalid("functionAlias 'AzureActivity' is that of the table AzureActivity"),
        },
        {
            title: "two are called alike",
            given: [...workspace, "operationalinsights:SavedSearch"],
            token: "operationalinsights:SavedSearch",
            inputs: { savedSearchId: "other" },
            message: invalid(`functionAlias 'Refusals' is that of ${workspaceId}/savedSearches/refusals`),
        },
    ]);
});

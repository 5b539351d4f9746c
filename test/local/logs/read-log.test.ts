// Does not prove when Azure has a row, nor that AKS writes the same fields.
import assert from "node:assert/strict";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Stored } from "../../../local/azure/cloud";
import { clusterFiles } from "../../../local/kubernetes/api-server/files";
import { clusterFolder } from "../../../local/kubernetes/local-cluster";
import { openLogFiles, tablesFolder } from "../../../local/logs/log-files";
import { logOf } from "../../../local/logs/read-log";
import { temporaryFolder } from "../../support/temporary-folder";

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers";
const clusterId = `${group}/Microsoft.ContainerService/managedClusters/aks`;
const gatewayId = `${group}/Microsoft.ApiManagement/service/apim`;
const cluster: Stored = { type: "azure-native:containerservice:ManagedCluster", id: clusterId, body: {} };

/** A diagnostic setting that sends categories to a workspace. */
function sending(id: string, ...categories: string[]): Stored {
    const logs = categories.map((category) => ({ category, enabled: true }));
    return {
        type: "azure-native:monitor:DiagnosticSetting",
        id: `${id}/providers/Microsoft.Insights/diagnosticSettings/audit`,
        body: { workspaceId: `${group}/Microsoft.OperationalInsights/workspaces/log`, logs },
    };
}

const event = (verb: string, second: number, besides = {}) => ({
    stageTimestamp: `2026-11-01T10:00:0${second}.000000Z`,
    verb,
    user: { username: "admin", groups: ["system:masters"] },
    ...besides,
});
const at = (second: number) => Date.parse(`2026-11-01T10:00:0${second}Z`);

describe("the log of a cloud", () => {
    const folder = temporaryFolder();

    it("has the rows of a table that were written after one time and not after another", async () => {
        const home = folder();
        const deployed = () => [sending(gatewayId, "GatewayLogs")];
        const files = await openLogFiles(tablesFolder(home), deployed);
        for (const second of [1, 2, 3]) {
            const TimeGenerated = new Date(at(second)).toISOString();
            files.write(gatewayId, "ApiManagementGatewayLogs", { TimeGenerated, Url: `https://mcp/${second}` });
        }
        await files.close();
        await appendFile(`${tablesFolder(home)}/ApiManagementGatewayLogs.jsonl`, '{"TimeGenerated":"2026-11-01T10');

        const rows = await logOf(home, deployed)("ApiManagementGatewayLogs", at(1), at(2));

        assert.deepEqual(
            rows.map(({ Url, Type }) => [Url, Type]),
            [["https://mcp/2", "ApiManagementGatewayLogs"]],
        );
        assert.deepEqual(await logOf(home, deployed)("AGWAccessLogs", at(1), at(2)), []);
    });

    async function homeWith(...events: object[]): Promise<string> {
        const home = folder();
        const { auditLog } = clusterFiles(clusterFolder(home));
        await mkdir(dirname(auditLog), { recursive: true });
        await writeFile(auditLog, events.map((each) => `${JSON.stringify(each)}\n`).join(""));
        return home;
    }

    it("has the requests to the API server, and in the second table those that change something", async () => {
        const home = await homeWith(event("get", 1), event("list", 2), event("create", 3), event("delete", 4));
        const read = logOf(home, () => [cluster, sending(clusterId, "kube-audit", "kube-audit-admin")]);
        const verbs = async (table: string) => (await read(table, at(0), at(9))).map(({ Verb }) => Verb);
        assert.deepEqual(await verbs("AKSAudit"), ["get", "list", "create", "delete"]);
        assert.deepEqual(await verbs("AKSAuditAdmin"), ["create", "delete"]);
        const [row] = await read("AKSAudit", at(0), at(1));
        assert.equal(row?._ResourceId, clusterId.toLowerCase());
    });

    it("names as the user of a request who is known to Entra, and not who stands before the API server", async () => {
        const impersonatedUser = { username: "44444444-4444-4444-8444-444444444444", groups: [] };
        const home = await homeWith(event("create", 1, { impersonatedUser }), event("create", 2));
        const rows = await logOf(home, () => [cluster, sending(clusterId, "kube-audit")])("AKSAudit", at(0), at(9));
        assert.deepEqual(
            rows.map(({ User }) => User),
            [impersonatedUser, { username: "admin", groups: ["system:masters"] }],
        );
    });

    it("has no request when the cluster does not send them, or when there is none", async () => {
        const home = await homeWith(event("create", 1));
        const read = (deployed: Stored[]) => logOf(home, () => deployed)("AKSAudit", at(0), at(9));
        assert.deepEqual(await read([cluster, sending(clusterId, "guard")]), []);
        assert.deepEqual(await read([sending(clusterId, "kube-audit")]), []);
        assert.deepEqual(
            await logOf(folder(), () => [cluster, sending(clusterId, "kube-audit")])("AKSAudit", 0, 1),
            [],
        );
    });
});

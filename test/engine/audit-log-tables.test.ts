// Does not prove that Azure sets tables so: the local cloud stands in.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { azurePackage } from "../../local/azure";
import { scaledClock } from "../../local/cloud/scaled-clock";
import { readSeed } from "../../local/cloud/seed";
import { valueAt } from "../../local/provider/values";
import { fixedKey } from "../local/cloud/fixed-key";
import { MemoryStore } from "../local/cloud/memory-store";
import { AttachedProgram } from "./attached-program";

const source = `
import { Provider } from "@pulumi/azure-native/provider";
import { AuditLog, ResourceGroup } from ${JSON.stringify(resolve(__dirname, "../../components"))};

const opts = { providers: [new Provider("azure", {})] };
const placement = {
    subscriptionId: "22222222-2222-4222-8222-222222222222",
    location: "westeurope",
    naming: { organisation: "contoso", workload: "mcp", environment: "dev" },
    ownership: { owner: "platform team", costCenter: "4711", dataClassification: "confidential" },
    protect: false,
};
const { resourceGroupName } = new ResourceGroup("group", placement, opts);
const auditRetentionDays = Number(process.env.DAYS);
new AuditLog("log", { ...placement, resourceGroupName, auditRetentionDays }, opts);
`;

describe("the tables of an audit log, on the real engine", function () {
    this.timeout(120_000);

    const store = new MemoryStore();
    let program: AttachedProgram;

    const records = (ending: string) => [...store.records.entries()].filter(([key]) => key.endsWith(ending));
    const kept = (table: string) =>
        records(`/tables/${table.toLowerCase()}`).map(([, record]) => valueAt(record, "body.totalRetentionInDays"));

    before(async () => {
        const azure = azurePackage({ store, clock: scaledClock(100_000), seed: readSeed(), sealingKey: fixedKey });
        program = await AttachedProgram.open("tables", source, [azure]);
    });

    after(async () => {
        await program.close();
    });

    it("are set although they exist, and once", async () => {
        await program.up({ DAYS: "365" });
        assert.deepEqual([kept("AuditLogs"), kept("KubeEvents")], [[365], [90]]);
        assert.deepEqual(await program.preview({ DAYS: "365" }), {});
    });

    it("are set again in place when the program says something else", async () => {
        assert.deepEqual(await program.preview({ DAYS: "730" }), { "log-tables": "update" });
        await program.up({ DAYS: "730" });
        assert.deepEqual(kept("AuditLogs"), [730]);
    });

    it("are set again when the deployment is gone", async () => {
        const [[key] = [""]] = records("/deployments/deploy-mcp-dev-log-tables");
        await store.write([{ key }]);
        await program.pulumi({ DAYS: "730" }, "up", "--refresh", "--yes", "--skip-preview");
        assert.equal(records("/deployments/deploy-mcp-dev-log-tables").length, 1);
    });

    it("go with their workspace", async () => {
        await program.destroy();
        assert.deepEqual(
            [...store.records.keys()].filter((each) => each.startsWith("arm:")),
            [],
        );
    });
});

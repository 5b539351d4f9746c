// Does not prove that a run of the engine writes it: it is the same provider that does.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { azurePackage } from "../../../local/azure";
import { deleteByHand, setByHand } from "../../../local/azure/by-hand";
import { Cloud } from "../../../local/azure/cloud";
import { openActivityLog } from "../../../local/azure/open-activity-log";
import { typeOf } from "../../../local/azure/registry";
import type { Caller } from "../../../local/logs/activity";
import { administrator, deployer } from "../../../local/logs/callers";
import type { LogRow } from "../../../local/logs/log-sink";
import type { Properties } from "../../../local/provider/provider";
import { temporaryFolder } from "../../support/temporary-folder";
import { groupId, seed, subscription } from "../azure/fixture";
import { example, vaultId, workspaceId } from "../azure/landscape";
import { fixedKey } from "../cloud/fixed-key";
import { JumpingClock } from "../cloud/jumping-clock";
import { MemoryStore } from "../cloud/memory-store";

const group = "resources:ResourceGroup";
const workspace = "operationalinsights:Workspace";
const setting = "monitor:SubscriptionDiagnosticSetting";
const { workspaceId: _, ...withoutWorkspace }: Properties = {
    ...example["monitor:SubscriptionDiagnosticSetting"],
    eventHubAuthorizationRuleId: "hub",
};
const { signal } = new AbortController();

/** A subscription whose activity log lies in a folder. */
class Subscription {
    readonly #store = new MemoryStore();
    readonly #clock = new JumpingClock();

    constructor(private readonly home: string) {}

    async deploy(...steps: (string | [token: string, inputs: Properties])[]): Promise<void> {
        await this.#as(deployer(seed), async (activity) => {
            const parts = { store: this.#store, clock: this.#clock, seed, sealingKey: fixedKey, activity };
            const provider = azurePackage(parts).configure({});
            for (const step of steps) {
                const [token, inputs] = typeof step === "string" ? [step, example[step] ?? {}] : step;
                const type = `azure-native:${token}`;
                await provider.create({ urn: "", type, name: "", inputs, preview: false, signal });
            }
        });
    }

    async byHand(change: (cloud: Cloud) => Promise<void>): Promise<void> {
        await this.#as(administrator(seed), (activity) =>
            change(new Cloud(this.#store, this.#clock, seed, typeOf, fixedKey, activity)),
        );
    }

    async rows(): Promise<LogRow[]> {
        const text = await readFile(join(this.home, "tables", "AzureActivity.jsonl"), "utf8").catch(() => "");
        return text
            .split("\n")
            .slice(0, -1)
            .map((line) => JSON.parse(line));
    }

    async #as<T>(
        caller: Caller,
        act: (activity: Awaited<ReturnType<typeof openActivityLog>>) => Promise<T>,
    ): Promise<T> {
        const activity = await openActivityLog(this.home, { store: this.#store, seed }, caller);
        try {
            return await act(activity);
        } finally {
            await activity.close();
        }
    }
}

describe("the activity log of a subscription", () => {
    const folder = temporaryFolder();
    const summary = (rows: LogRow[]) =>
        rows.map((row) => [row.Caller, row.OperationNameValue, row.ActivityStatusValue, row._ResourceId]);
    const [client, user] = [deployer(seed).objectId, administrator(seed).objectId];
    const vault = vaultId.toLowerCase();

    it("has what is deployed and what is done by hand, from when it is sent to a workspace", async () => {
        const subject = new Subscription(folder());
        await subject.deploy(group, workspace, setting, "keyvault:Vault");
        await subject.byHand((cloud) => setByHand(cloud, vaultId, "properties.publicNetworkAccess", "enabled"));
        await subject.byHand((cloud) => deleteByHand(cloud, vaultId));

        const rows = await subject.rows();

        const settingId = `${subscription}/providers/microsoft.insights/diagnosticsettings/activity`;
        assert.deepEqual(summary(rows), [
            [client, "MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/WRITE", "Success", settingId],
            [client, "MICROSOFT.KEYVAULT/VAULTS/WRITE", "Success", vault],
            [user, "MICROSOFT.KEYVAULT/VAULTS/WRITE", "Success", vault],
            [user, "MICROSOFT.KEYVAULT/VAULTS/DELETE", "Success", vault],
        ]);
        assert.deepEqual(
            rows.map((row) => [row.ActivitySubstatusValue, row.Type]),
            ["Created", "Created", "OK", "OK"].map((substatus) => [substatus, "AzureActivity"]),
        );
        assert.equal(new Set(rows.map((row) => row.CorrelationId)).size, rows.length);
    });

    it("is empty when the subscription sends it nowhere, or another category, or not to a workspace", async () => {
        const settings: Record<string, Properties | undefined> = {
            none: undefined,
            other: { ...example[setting], logs: [{ category: "Policy", enabled: true }] },
            off: { ...example[setting], logs: [{ category: "Administrative", enabled: false }] },
            hub: withoutWorkspace,
        };
        for (const [name, change] of Object.entries(settings)) {
            const subject = new Subscription(join(folder(), name));
            await subject.deploy(group, workspace);
            if (change) {
                await subject.deploy([setting, change]);
            }
            await subject.deploy("keyvault:Vault");
            await subject.byHand((cloud) => deleteByHand(cloud, vaultId));
            assert.deepEqual(await subject.rows(), [], name);
        }
        // what a resource sends of itself is something else
        const subject = new Subscription(join(folder(), "resource"));
        await subject.deploy(group, workspace, "keyvault:Vault", [
            "monitor:DiagnosticSetting",
            {
                resourceUri: vaultId,
                name: "audit",
                workspaceId,
                logs: [{ categoryGroup: "allLogs", enabled: true }],
            },
        ]);
        await subject.byHand((cloud) => deleteByHand(cloud, vaultId));
        assert.deepEqual(await subject.rows(), []);
    });

    it("has what Azure refuses as a failure, and nothing of what the provider refuses or was gone", async () => {
        const subject = new Subscription(folder());
        await subject.deploy(group, workspace, setting);
        const before = (await subject.rows()).length;
        const refused = subject.deploy([
            "keyvault:Vault",
            { ...example["keyvault:Vault"], resourceGroupName: "nobody" },
        ]);
        await assert.rejects(refused, /Code="ResourceGroupNotFound"/);
        await assert.rejects(subject.deploy(group), /^Refusal: cannot create already existing resource/);
        await assert.rejects(
            subject.byHand((cloud) => deleteByHand(cloud, vaultId)),
            /There is no resource/,
        );

        assert.deepEqual(summary((await subject.rows()).slice(before)), [
            [client, "MICROSOFT.KEYVAULT/VAULTS/WRITE", "Failure", vault.replace("/rg/", "/nobody/")],
        ]);
    });

    it("has nothing of what was sent", async () => {
        const subject = new Subscription(folder());
        await subject.deploy(group, workspace, setting, "keyvault:Vault", [
            "keyvault:Secret",
            { resourceGroupName: "rg", vaultName: "kv-one", secretName: "session", properties: { value: "hunter2" } },
        ]);
        const text = JSON.stringify(await subject.rows());
        assert.match(text, new RegExp(`${groupId}.*secrets/session`, "i"));
        assert.doesNotMatch(text, /hunter2/);
    });

    it("has nothing of what belongs to the tenant", async () => {
        const subject = new Subscription(folder());
        await subject.deploy(group, workspace, setting);
        const before = (await subject.rows()).length;
        await subject.deploy("aadiam:DiagnosticSetting");
        assert.equal((await subject.rows()).length, before);
    });
});

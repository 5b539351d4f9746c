import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changeCloud, changeDirectory } from "../../../local/azure/change-cloud";
import { readOnlyCloud } from "../../../local/azure/read-only-cloud";
import { noWaiting } from "../../../local/cloud/clock";
import { openHomeJournal } from "../../../local/cloud/home-journal";
import { readRecords } from "../../../local/cloud/read-records";
import { sealingKeyFile } from "../../../local/cloud/sealing-key";
import type { Write } from "../../../local/cloud/store";
import { watchRecords } from "../../../local/cloud/watched-records";
import { managedIdentityToken } from "../../../local/entra/tokens/managed-identity-token";
import { newSigningKey } from "../../../local/entra/tokens/signing-key";
import { type Tenant, tenantOf } from "../../../local/entra/tokens/tenant";
import { tablesFolder } from "../../../local/logs/log-files";
import type { ManagementAnswer } from "../../../local/management/answer";
import { type GraphRole, giveGraphRole } from "../../../local/management/graph-roles";
import type { EndedExecution } from "../../../local/management/jobs";
import { Management } from "../../../local/management/management";
import { unlessMissing } from "../../../local/missing-file";
import type { Properties, Value } from "../../../local/provider/provider";
import { textAt } from "../../../local/provider/values";
import type { Alert, Incident } from "../../../local/sentinel/incident";
import { Incidents } from "../../../local/sentinel/incidents";
import { apiManagementExamples, serviceId } from "../azure/api-management-landscape";
import { groupId, newCloud, seed, subscription } from "../azure/fixture";
import { allow, deployOpenVault, identifier, secret } from "../azure/key-vault/open-vault";
import { deploy, environmentId, identityId, role, workspaceId } from "../azure/landscape";
import { connection, mayRunPlaybooks } from "../azure/sentinel-landscape";
import { fixedKey } from "../cloud/fixed-key";

export const jobId = `${groupId}/providers/Microsoft.App/jobs/respond`;
export const valueId = (name: string) => `${serviceId}/namedValues/${name}`;
export const start = Date.UTC(2026, 0, 2);
/** A user of the seed. */
export const user = "33333333-3333-4333-8333-000000000023";

const valuesChanger = "99999999-9999-4999-8999-000000000001";
const named = { resourceGroupName: "rg", serviceName: "apim-one" };
const signingKey = newSigningKey();
let deployed: Promise<Write[]> | undefined;

/** An alert about somebody. */
export function alertOn(...objectIds: string[]): Alert {
    return {
        name: "77777777-7777-4777-8777-000000000001",
        ruleId: `${workspaceId}/providers/Microsoft.SecurityInsights/alertRules/66666666-6666-4666-8666-000000000001`,
        title: "Somebody does something",
        severity: "High",
        timeGenerated: new Date(start).toISOString(),
        entities: [
            ...objectIds.map((aadUserId) => ({ kind: "Account", properties: { aadUserId } })),
            { kind: "IP", properties: { address: "203.0.113.9" } },
        ],
        details: { Namespace: ["mcp-orders"] },
    };
}

/** What is deployed in each home, as the records of its journal. */
async function deployAll(): Promise<Write[]> {
    const cloud = newCloud();
    await deployOpenVault(cloud);
    const service = await cloud.create("apimanagement:ApiManagementService", {
        ...apiManagementExamples["apimanagement:ApiManagementService"],
        virtualNetworkType: "None",
        virtualNetworkConfiguration: {},
    });
    await cloud.create("keyvault:Secret", secret({ value: "one" }));
    await allow(cloud, textAt(service.outputs, "identity.principalId") ?? "", "ServicePrincipal");
    const texts = { "session-epoch": "1", "blocked-principals": "none", "throttled-principals": "none" };
    for (const [name, value] of Object.entries(texts)) {
        await cloud.create("apimanagement:NamedValue", { ...named, namedValueId: name, displayName: name, value });
    }
    for (const name of ["session-key-current", "session-key-previous"]) {
        const keyVault = { secretIdentifier: identifier };
        await cloud.create("apimanagement:NamedValue", {
            ...named,
            ...{ namedValueId: name, displayName: name, secret: true, keyVault },
        });
    }
    await deploy(cloud, "operationalinsights:Workspace", "managedidentity:UserAssignedIdentity");
    await deploy(cloud, "app:ManagedEnvironment");
    await cloud.create("app:Job", {
        ...{ resourceGroupName: "rg", location: "westeurope", jobName: "respond", environmentId },
        configuration: {
            triggerType: "Manual",
            manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 },
            replicaTimeout: 600,
        },
        template: {
            containers: [
                {
                    ...{ name: "respond", image: "mcr.microsoft.com/node:24", command: ["node", "--eval", "0"] },
                    env: [{ name: "OWN", value: "1" }],
                    resources: { cpu: 0.25, memory: "0.5Gi" },
                },
            ],
        },
        workloadProfileName: "Consumption",
    });
    await cloud.create("authorization:RoleDefinition", {
        ...{ scope: groupId, roleDefinitionId: valuesChanger, roleName: "Change values" },
        permissions: [
            {
                actions: ["read", "write", "refreshSecret/action"].map(
                    (action) => `Microsoft.ApiManagement/service/namedValues/${action}`,
                ),
            },
        ],
        assignableScopes: [groupId],
    });
    await cloud.create(...connection);
    await cloud.create(...mayRunPlaybooks);
    return cloud.store.list("").map(([key, value]) => ({ key, value }));
}

/** What responders act on, in a folder of its own: API Management, a job, a workspace, and an identity without roles. */
export class ResponderHome {
    /** Milliseconds since the epoch. */
    time = start;
    readonly logged: string[] = [];
    /** Jobs that were started, and how the next one ends. */
    readonly started: { jobId: string; template: Properties | undefined }[] = [];
    nextExecution: EndedExecution | Error = { name: "respond-abc1234", status: "Succeeded" };
    readonly incidents: Incidents;
    readonly management: Management;
    readonly #records;
    #assignments = 0;

    private constructor(
        readonly folder: string,
        readonly principalId: string,
        private readonly clientId: string,
        private readonly key: Awaited<typeof signingKey>,
    ) {
        this.incidents = new Incidents(folder);
        this.#records = watchRecords(folder);
        this.management = new Management({
            home: folder,
            now: () => this.time,
            tenant: this.tenant,
            incidents: this.incidents,
            startJob: async (id, template) => {
                this.started.push({ jobId: id, template });
                if (this.nextExecution instanceof Error) throw this.nextExecution;
                return this.nextExecution;
            },
            log: (line) => this.logged.push(line),
        });
    }

    static async make(): Promise<ResponderHome> {
        deployed ??= deployAll();
        const folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        await writeRecords(folder, await deployed);
        await writeFile(sealingKeyFile(folder), fixedKey(), { mode: 0o600 });
        const { principalId, clientId } = readOnlyCloud(await readRecords(folder), folder).find(identityId)?.body ?? {};
        return new ResponderHome(folder, String(principalId), String(clientId), await signingKey);
    }

    readonly tenant = (): Tenant =>
        tenantOf(this.#records(), { key: this.key, clock: { ...noWaiting, now: () => this.time } });

    get cloud() {
        return this.tenant().cloud;
    }

    /** Text of a named value. */
    value(name: string): string | undefined {
        return textAt(this.cloud.find(valueId(name))?.body, "value");
    }

    /** Gives the identity a role, by the name of a built-in one. Default: one of its own that changes named values. */
    async give(scope: string, name?: string): Promise<void> {
        this.#assignments += 1;
        const assignmentId = `55555555-5555-4555-8555-${String(this.#assignments).padStart(12, "0")}`;
        const roleDefinitionId = name
            ? role(name)
            : `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${valuesChanger}`;
        const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignmentId}`;
        const body = { principalId: this.principalId, roleDefinitionId };
        await this.put({ type: "azure-native:authorization:RoleAssignment", id, body });
    }

    async put(resource: { type: string; id: string; body: Properties }): Promise<void> {
        await changeCloud(this.folder, noWaiting, (cloud) => cloud.put(resource));
    }

    async write(writes: Write[]): Promise<void> {
        await writeRecords(this.folder, writes);
    }

    /** Has the subscription send its activity log to the workspace. */
    async sendActivity(): Promise<void> {
        await this.put({
            type: "azure-native:monitor:SubscriptionDiagnosticSetting",
            id: `${subscription}/providers/Microsoft.Insights/diagnosticSettings/activity`,
            body: { workspaceId, logs: [{ category: "Administrative", enabled: true }] },
        });
    }

    /** Operation, caller and resource of each row of the activity log. */
    async activity(): Promise<[operation: string, caller: string, resource: string][]> {
        const file = join(tablesFolder(this.folder), "AzureActivity.jsonl");
        const text = await readFile(file, "utf8").catch(unlessMissing(""));
        return text
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line))
            .map(({ OperationNameValue, Caller, ResourceId }) => [OperationNameValue, Caller, ResourceId]);
    }

    async consent(graphRole: GraphRole): Promise<void> {
        await changeDirectory(this.folder, noWaiting, (directory) =>
            giveGraphRole(directory, this.principalId, graphRole),
        );
    }

    async token(audience: string): Promise<string> {
        return (await managedIdentityToken(this.tenant(), this.clientId, audience)).accessToken;
    }

    /** Asks Resource Manager as the identity. */
    async arm(
        method: string,
        path: string,
        { headers = {}, body }: { headers?: Record<string, string>; body?: Value } = {},
    ) {
        return this.#ask(method, `https://management.azure.com${path}`, "https://management.azure.com/", headers, body);
    }

    /** Asks Microsoft Graph as the identity. */
    async graph(method: string, path: string, body?: Value) {
        return this.#ask(method, `https://graph.microsoft.com/v1.0${path}`, "https://graph.microsoft.com", {}, body);
    }

    async #ask(method: string, url: string, audience: string, headers: Record<string, string>, body?: Value) {
        const authorization = `Bearer ${await this.token(audience)}`;
        return this.management.answer({ method, url, headers: { ...headers, authorization }, body });
    }

    newIncident(...objectIds: string[]): Promise<Incident> {
        const alert = alertOn(...objectIds);
        return this.incidents.create(workspaceId, {
            ...{ title: "Somebody does something", severity: "High", createdTimeUtc: alert.timeGenerated },
            ...{ relatedAnalyticRuleIds: [alert.ruleId], alerts: [alert] },
        });
    }

    async remove(): Promise<void> {
        await rm(this.folder, { recursive: true });
    }
}

async function writeRecords(folder: string, writes: Write[]): Promise<void> {
    const journal = await openHomeJournal(folder);
    await journal.write(writes);
    await journal.close();
}

/** A home for each test of a suite. */
export function homes(): () => ResponderHome {
    let home: ResponderHome | undefined;
    beforeEach(async () => {
        home = await ResponderHome.make();
    });
    afterEach(async () => {
        await home?.remove();
    });
    return () => home ?? assert.fail("There is no home yet.");
}

/** Status of an answer, and the code when it is an error. */
export function outcomeOf({ status, body }: ManagementAnswer): [status: number, code?: string] {
    const code = textAt(body, "error.code");
    return code === undefined ? [status] : [status, code];
}

export { identityId, seed, workspaceId };

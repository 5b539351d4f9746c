import type { WorkflowDefinition } from "../../../../components/sentinel/playbooks/workflow";
import { runWorkflow, type WorkflowRun } from "../../../../local/logic-apps/run";
import type { Send, WorkflowRequest, WorkflowResponse } from "../../../../local/logic-apps/send";
import type { Properties, Value } from "../../../../local/provider/provider";
import { groupId, sampleWorkspaceId } from "../../../support/sample-placement";

const id = (end: string) => `33333333-3333-4333-8333-abcdef0000${end}`;

/** What every playbook of the tests is told. */
export const settings = {
    identityId: `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-playbook`,
    gatewayServiceId: `${groupId}/providers/Microsoft.ApiManagement/service/apim`,
    clusterId: `${groupId}/providers/Microsoft.ContainerService/managedClusters/aks`,
    containerUri: "https://stforensic.blob.core.windows.net/incidents",
    jobId: `${groupId}/providers/Microsoft.App/jobs/job-respond`,
    mailboxId: id("34"),
    recipients: ["security@contoso.example"],
};

export const user = id("01");
export const application = id("02");
export const breakGlass = id("32");

export const incidentId = `${sampleWorkspaceId}/providers/Microsoft.SecurityInsights/incidents/99999999-9999-4999-8999-000000000001`;

interface IncidentContent {
    /** Object ids of accounts. */
    accounts?: string[];
    /** Custom details of each alert. */
    details?: Record<string, string[]>[];
}

/** What the connector of Sentinel brings: https://learn.microsoft.com/azure/sentinel/playbook-triggers-actions */
export function incidentWith({ accounts = [], details = [] }: IncidentContent): Value {
    return {
        object: {
            id: incidentId,
            name: "99999999-9999-4999-8999-000000000001",
            properties: {
                incidentNumber: 12,
                title: "Somebody tries tools",
                severity: "High",
                incidentUrl: "https://portal.azure.com/#asset/12",
                relatedEntities: [
                    ...accounts.map((aadUserId) => ({ kind: "Account", properties: { aadUserId } })),
                    { kind: "Ip", properties: { address: "203.0.113.7" } },
                    { kind: "Mailbox", properties: { aadUserId: id("99") } },
                ],
                alerts: details.map((each) => ({
                    properties: { additionalData: { "Custom Details": JSON.stringify(each) } },
                })),
            },
        },
    };
}

/** What playbooks find in Azure and Entra, as far as they ask for it. */
export class Azure {
    readonly requests: WorkflowRequest[] = [];
    /** By the last part of their ids. */
    readonly comments: Record<string, string> = {};
    readonly values: Record<string, string> = {
        "session-epoch": "1",
        "blocked-principals": "none",
        "throttled-principals": "none",
    };
    readonly servicePrincipals: Properties[] = [];
    readonly started: Properties[] = [];
    jobStatus = ["Running", "Succeeded"];
    /** Answers in the place of what would be answered; undefined for what is. */
    instead: (request: WorkflowRequest) => WorkflowResponse | undefined = () => undefined;
    #changes = 0;

    readonly send: Send = async (request) => {
        this.requests.push(request);
        return this.instead(request) ?? this.#answer(request);
    };

    async run(definition: WorkflowDefinition, trigger: Value, parameters: Properties = {}): Promise<WorkflowRun> {
        return runWorkflow({
            definition,
            parameters: { $connections: {}, ...parameters },
            trigger,
            send: this.send,
            clock: { now: () => 1_764_250_000_000, wait: async () => {} },
            workflow: { run: { name: "run-1" } },
        });
    }

    /** Somebody else changes a named value. */
    change(name: string, value: string): void {
        this.values[name] = value;
        this.#changes++;
    }

    #answer({ method, url, headers, body }: WorkflowRequest): WorkflowResponse {
        const { pathname, searchParams, hostname } = new URL(url);
        const last = pathname.split("/").at(-1) ?? "";
        const sent = (body ?? {}) as { properties?: Properties; containers?: Properties[] };
        if (pathname.startsWith(`${incidentId}/comments/`)) {
            if (method === "PUT") this.comments[last] = String(sent.properties?.message);
            return last in this.comments ? ok({ name: last }) : { status: 404, headers: {}, body: {} };
        }
        if (pathname.startsWith(`${settings.gatewayServiceId}/namedValues/`)) {
            if (last === "refreshSecret") return { status: 202, headers: {}, body: {} };
            const etag = `"${this.#changes}"`;
            if (method === "PATCH") {
                if (![etag, "*"].includes(headers["if-match"] ?? "")) return { status: 412, headers: {}, body: {} };
                this.change(last, String(sent.properties?.value));
            }
            const secretIdentifier = `https://kv.vault.azure.net/secrets/${last}`;
            const properties: Properties = last.startsWith("session-key-")
                ? { secret: true, keyVault: { secretIdentifier } }
                : { value: this.values[last] ?? "" };
            return { ...ok({ properties }), headers: { ETag: etag } };
        }
        if (pathname === settings.jobId) {
            const container = {
                name: "job",
                image: "crcontoso.azurecr.io/node@sha256:00",
                command: ["node", "--eval", "respond()"],
                env: [{ name: "AZURE_CLIENT_ID", value: "client" }],
                resources: { cpu: 0.5, memory: "1Gi", ephemeralStorage: "2Gi" },
            };
            return ok({ properties: { template: { containers: [container] } } });
        }
        if (pathname === `${settings.jobId}/start`) {
            this.started.push(...(sent.containers ?? []));
            return {
                status: 202,
                headers: { Location: "https://management.azure.com/operations/1" },
                body: { name: "e1" },
            };
        }
        if (pathname === `${settings.jobId}/executions/e1`) {
            const status = this.jobStatus.length > 1 ? this.jobStatus.shift() : this.jobStatus[0];
            return ok({ properties: { status: status ?? "" } });
        }
        if (hostname === "graph.microsoft.com" && pathname === "/v1.0/servicePrincipals") {
            const filter = searchParams.get("$filter") ?? "";
            return ok({ value: this.servicePrincipals.filter((each) => filter.includes(`'${String(each.id)}'`)) });
        }
        if (hostname === "graph.microsoft.com")
            return { status: method === "POST" ? 202 : 204, headers: {}, body: undefined };
        throw new Error(`Nobody answers ${method} ${url}.`);
    }
}

function ok(body: Value): WorkflowResponse {
    return { status: 200, headers: {}, body };
}

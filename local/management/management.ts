import { ArmError } from "../azure/arm-error";
import { changeCloud, changeDirectory } from "../azure/change-cloud";
import { noWaiting } from "../cloud/clock";
import { callerOf } from "../entra/tokens/caller";
import type { Tenant } from "../entra/tokens/tenant";
import type { Incidents } from "../sentinel/incidents";
import { errorAnswer, type ManagementAnswer, ManagementError, type ManagementRequest, NotKnown } from "./answer";
import { type ArmOperation, checkAllowed, checkApiVersion, findOperation } from "./arm-operation";
import { clusterOperations } from "./clusters";
import { answerGraph } from "./graph";
import { incidentOperations } from "./incident-operations";
import { type EndedExecution, jobOperations, type StartJob } from "./jobs";
import { namedValueOperations } from "./named-values";
import { SentMail } from "./sent-mail";

/** Hosts that it answers for. */
export const managementHosts = { arm: "management.azure.com", graph: "graph.microsoft.com" } as const;

/** Where requests come from, as the activity log has it: an address of those that documentation uses. */
const callerAddress = "198.51.100.30";

const operations: ArmOperation[] = [
    ...namedValueOperations,
    ...jobOperations,
    ...incidentOperations,
    ...clusterOperations,
];

export interface ManagementOptions {
    /** Required. Folder of the cloud. */
    home: string;
    /** Required. Milliseconds since the epoch. */
    now(): number;
    /** Required. The tenant as it is at the moment. */
    tenant(): Tenant;
    /** Required. */
    incidents: Incidents;
    /** Required. Starts jobs. */
    startJob: StartJob;
    /** Required. Takes a sentence about what is not known here. */
    log(line: string): void;
}

/**
 * Azure Resource Manager and Microsoft Graph, for those who respond to incidents: on what exists in the cloud of a home
 * folder, after a look at token and role. What they are asked for and is not known here is answered as an error.
 */
export class Management {
    readonly #options: ManagementOptions;
    readonly #executions = new Map<string, EndedExecution>();
    readonly #mail: SentMail;

    constructor(options: ManagementOptions) {
        this.#options = options;
        this.#mail = new SentMail(options.home);
    }

    async answer(request: ManagementRequest): Promise<ManagementAnswer> {
        try {
            const url = new URL(request.url);
            switch (url.protocol === "https:" && url.host) {
                case managementHosts.arm:
                    return await this.#arm(request, url);
                case managementHosts.graph:
                    return await this.#graph(request, url);
                default:
                    throw new NotKnown(`the service ${url.origin}`);
            }
        } catch (error) {
            if (error instanceof NotKnown) this.#options.log(error.message);
            if (error instanceof ManagementError) return errorAnswer(error);
            if (error instanceof ArmError)
                return errorAnswer(new ManagementError(error.status, error.code, error.text));
            throw error;
        }
    }

    async #arm({ method, headers, body }: ManagementRequest, url: URL): Promise<ManagementAnswer> {
        const { home, now, incidents, startJob } = this.#options;
        const tenant = this.#options.tenant();
        const { cloud } = tenant;
        const principalId = await this.#caller(tenant, headers, `https://${managementHosts.arm}/`);
        const path = decodeURIComponent(url.pathname);
        const found = findOperation(operations, method, path);
        if (found === undefined) throw new NotKnown(`${method} ${path} of Azure Resource Manager`);
        const { operation, id, names } = found;
        checkApiVersion(operation, url.searchParams.get("api-version"), path);
        const { action, roles } = operation;
        checkAllowed({ principalId, action, roles, scope: id }, cloud);
        return await operation.answer({
            id,
            names,
            headers,
            body,
            principalId,
            cloud,
            incidents,
            startJob,
            executions: this.#executions,
            change: (change) =>
                changeCloud(home, { ...noWaiting, now }, change, { objectId: principalId, address: callerAddress }),
            now,
        });
    }

    async #graph({ method, headers, body }: ManagementRequest, url: URL): Promise<ManagementAnswer> {
        const { home, now } = this.#options;
        const tenant = this.#options.tenant();
        const principalId = await this.#caller(tenant, headers, `https://${managementHosts.graph}/`);
        return await answerGraph({
            method,
            path: decodeURIComponent(url.pathname),
            query: url.searchParams,
            body,
            principalId,
            directory: tenant.graph,
            mail: this.#mail,
            change: (change) => changeDirectory(home, { ...noWaiting, now }, change),
            now,
        });
    }

    async #caller(tenant: Tenant, headers: Record<string, string>, audience: string): Promise<string> {
        const caller = await callerOf(tenant, headers.authorization, audience);
        if (caller !== undefined) return caller.principalId;
        throw new ManagementError(
            401,
            "InvalidAuthenticationToken",
            `The request has no token of the tenant for ${audience} that is valid now.`,
        );
    }
}

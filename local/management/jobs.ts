import { parentOf } from "../azure/arm-id";
import type { Cloud, Stored } from "../azure/cloud";
import { JobRefused } from "../jobs/deployed-job";
import type { Properties } from "../provider/provider";
import { json, type ManagementAnswer, NotKnown } from "./answer";
import { type ArmOperation, type ArmRequest, bodyWith, group, resourceNotFound } from "./arm-operation";

/** A run of a job that has ended. */
export interface EndedExecution {
    name: string;
    status: "Succeeded" | "Failed";
}

/** Runs the job with an ARM id, with a template in the place of its own if there is one. */
export type StartJob = (jobId: string, template: Properties | undefined) => Promise<EndedExecution>;

const path = `${group}/Microsoft.App/jobs/{job}`;
const apiVersions = ["2025-01-01"];
const operators = ["Owner", "Contributor", "Container Apps Jobs Operator"];
const type = "azure-native:app:Job";

/** https://learn.microsoft.com/rest/api/resource-manager/containerapps/jobs */
export const jobOperations: ArmOperation[] = [
    {
        method: "GET",
        path,
        apiVersions,
        action: "Microsoft.App/jobs/read",
        roles: [...operators, "Reader"],
        answer: ({ id, cloud }) => json(200, shown(find(id, cloud))),
    },
    {
        method: "POST",
        path,
        behind: "/start",
        apiVersions,
        action: "Microsoft.App/jobs/start/action",
        roles: operators,
        answer: start,
    },
    {
        method: "GET",
        path: `${path}/executions/{execution}`,
        apiVersions,
        action: "Microsoft.App/jobs/execution/read",
        roles: [...operators, "Reader"],
        answer: showExecution,
    },
];

/**
 * Accepted when the job has ended: who asks for it again and again would not wait here, as the time in between is not
 * spent. What tells of the operation is a matter of the region, which a role on the job says nothing about: nobody who
 * has only that can follow it.
 */
async function start({ id, body, cloud, executions, startJob }: ArmRequest): Promise<ManagementAnswer> {
    const { body: job } = find(id, cloud);
    const template = body === undefined ? undefined : bodyWith(body, ["containers", "initContainers"], "a template");
    const execution = await startJob(id, template).catch((error: unknown) => {
        throw error instanceof JobRefused ? new NotKnown(`how to run a job: ${error.message}`) : error;
    });
    const { name } = execution;
    const executionId = `${id}/executions/${name}`;
    executions.set(executionId.toLowerCase(), execution);
    const results = `/subscriptions/${cloud.seed.subscriptionId}/providers/Microsoft.App/locations/${job.location}/containerappsjobOperationResults/${name}`;
    return json(
        202,
        { id: executionId, name },
        { Location: `https://management.azure.com${results}?api-version=${apiVersions[0]}` },
    );
}

function showExecution({ id, executions, cloud }: ArmRequest): ManagementAnswer {
    find(parentOf(id), cloud);
    const execution = executions.get(id.toLowerCase());
    if (execution === undefined) throw resourceNotFound(id);
    const { name, status } = execution;
    return json(200, { id, name, type: "Microsoft.App/jobs/executions", properties: { status } });
}

function find(id: string, cloud: Cloud): Stored {
    const found = cloud.find(id);
    if (found?.type !== type) throw resourceNotFound(id);
    return found;
}

function shown({ id, body }: Stored): Properties {
    const { name = "", location = "", environmentId = "", configuration = {}, template = {} } = body;
    return { id, name, type: "Microsoft.App/jobs", location, properties: { environmentId, configuration, template } };
}

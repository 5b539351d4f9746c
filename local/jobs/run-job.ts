import { randomBytes } from "node:crypto";
import type { Cloud, Stored } from "../azure/cloud";
import { networkModel } from "../azure/network/reachability";
import { readOnlyCloud } from "../azure/read-only-cloud";
import { typeOf } from "../azure/registry";
import { noWaiting } from "../cloud/clock";
import { readRecords } from "../cloud/read-records";
import type { Records } from "../cloud/records";
import { certificateFor, newAuthority } from "../edge/certificate";
import { openSigningKey } from "../entra/tokens/signing-key";
import { tenantOf } from "../entra/tokens/tenant";
import type { LogSink } from "../logs/log-sink";
import { originsIn } from "../network/origins";
import type { Properties } from "../provider/provider";
import { textAt } from "../provider/values";
import { type DeployedJob, deployedJob } from "./deployed-job";
import { serveIdentityEndpoint } from "./identity-endpoint";
import { pullProblem } from "./image-pull";
import { type NodeProgram, nodeProgram } from "./node-program";
import { type OutputStream, runReplica } from "./replica";
import { serveWayOut } from "./way-out";

export interface RunJobOptions {
    /** Required. Folder of the cloud. */
    home: string;
    /** Required. ARM id of the job. */
    jobId: string;
    /** Optional. What the request to start it says in the place of the job's own template. Default: the job's. */
    template?: Properties;
    /** Required. Origins on this machine by host, of everything that a job may call. */
    hosts: ReadonlyMap<string, string>;
    /** Required. Takes what the program writes. */
    rows: LogSink;
    /** Required. Takes a sentence about what goes wrong in here. */
    log(line: string): void;
    /** Optional. Milliseconds since the epoch. Default: the time. */
    now?(): number;
}

/** A run of a job that has ended. */
export interface JobExecution {
    name: string;
    status: "Succeeded" | "Failed";
    /** Lines that the program wrote, of all replicas. */
    output: string[];
    /** What stopped it or one of its connections, as sentences. */
    problems: string[];
}

/**
 * Runs a job that is deployed to its end: its program, in a process of Node.js, with its environment, its identities and
 * the network of its subnet. Processor and memory are not limited.
 *
 * @throws JobRefused when there is no such job, or something of it is not known here.
 */
export async function runJob(options: RunJobOptions): Promise<JobExecution> {
    const { home, jobId, template } = options;
    const records = await readRecords(home);
    const cloud = readOnlyCloud(records, home);
    const job = deployedJob(cloud, jobId, template);
    const program = nodeProgram(job.container.command);
    const name = `${job.name}-${suffix(7)}`;
    const resources = [...cloud.all(), ...cloud.seed.resources];
    const network = networkModel(resources, typeOf);
    const reaches = (to: string) =>
        network.reach({ from: job.environment.subnetId, to, protocol: "Tcp", port: 443 }).allowed;

    const problem = pullProblem(job, cloud, reaches);
    return problem === undefined
        ? runReplicas(name, { job, program, records, cloud, resources, reaches }, options)
        : { name, status: "Failed", output: [], problems: [problem] };
}

interface Known {
    job: DeployedJob;
    program: NodeProgram;
    records: Records;
    cloud: Cloud;
    /** Everything in Azure. */
    resources: Stored[];
    /** Whether the subnet of the job reaches a host. */
    reaches(host: string): boolean;
}

async function runReplicas(name: string, known: Known, options: RunJobOptions): Promise<JobExecution> {
    const { job, program, records, cloud, resources, reaches } = known;
    const { home, hosts, rows, log, now = Date.now } = options;
    const execution: JobExecution = { name, status: "Failed", output: [], problems: [] };
    const [key, outside, clusters] = await Promise.all([openSigningKey(home), newAuthority(), newAuthority()]);
    const originOf = originsIn(resources, typeOf, hosts);
    const problems = new Set<string>();
    const identity = await serveIdentityEndpoint({
        tenant: () => tenantOf(records, { key, clock: { ...noWaiting, now } }),
        clientIds: job.identityIds.flatMap((id) => textAt(cloud.find(id)?.body, "clientId") ?? []),
        reachesEntra: reaches(tokenHost),
        log,
    });
    const wayOut = await serveWayOut({
        originOf: (url) => originOf(job.environment.subnetId, url),
        certificateOf: (host) => certificateFor(host, isCluster(host, resources) ? clusters : outside),
        refused: (reason) => problems.add(reason),
        log,
    });
    const environment = {
        ...job.container.environment,
        ...identity.environment,
        // https://learn.microsoft.com/azure/container-apps/environment-variables#built-in-environment-variables
        CONTAINER_APP_JOB_NAME: job.name,
        CONTAINER_APP_JOB_EXECUTION_NAME: name,
    };
    try {
        for (let attempt = 0; attempt <= job.retryLimit && execution.status === "Failed"; attempt++) {
            const replica = `${name}-${suffix(5)}`;
            const { succeeded, timedOut } = await runReplica({
                program,
                environment,
                network: {
                    wayOut: wayOut.port,
                    identity: identity.port,
                    trusted: outside.certificate,
                    signsForClusters: clusters.certificate,
                },
                timeoutSeconds: job.timeoutSeconds,
                write(stream, line) {
                    execution.output.push(line);
                    rows.write(job.environment.id, "ContainerAppConsoleLogs", rowOf(job, replica, stream, line, now()));
                },
            });
            if (timedOut) problems.add(`It ran for ${job.timeoutSeconds} seconds, its replicaTimeout.`);
            if (succeeded) execution.status = "Succeeded";
        }
    } finally {
        await Promise.all([identity.close(), wayOut.close()]);
    }
    return { ...execution, problems: [...problems] };
}

/** Where the platform gets tokens for a job: https://learn.microsoft.com/azure/container-apps/use-azure-firewall */
const tokenHost = "login.microsoftonline.com";

function isCluster(host: string, resources: Stored[]): boolean {
    return resources.some(
        ({ type, body }) =>
            type === "azure-native:containerservice:ManagedCluster" && textAt(body, "privateFQDN") === host,
    );
}

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerappconsolelogs */
function rowOf(job: DeployedJob, replica: string, stream: OutputStream, line: string, now: number) {
    return {
        TimeGenerated: new Date(now).toISOString(),
        ContainerGroupName: replica,
        ContainerImage: job.container.image,
        ContainerName: job.container.name,
        EnvironmentName: job.environment.name,
        JobName: job.name,
        Location: job.location,
        Log: line,
        Stream: stream,
    };
}

/** As Container Apps ends the names of executions and replicas. */
function suffix(length: number): string {
    return [...randomBytes(length)].map((byte) => (byte % 36).toString(36)).join("");
}

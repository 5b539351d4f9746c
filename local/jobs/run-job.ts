import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import type { Cloud, Stored } from "../azure/cloud";
import { clusterAuthority } from "../azure/container-service/user-credentials";
import { networkModel } from "../azure/network/reachability";
import { readOnlyCloud } from "../azure/read-only-cloud";
import { typeOf } from "../azure/registry";
import { noWaiting } from "../cloud/clock";
import { readRecords } from "../cloud/read-records";
import { type Authority, certificateFor, newAuthority } from "../edge/certificate";
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
    /** Why it failed, as sentences, besides what the program itself says. */
    problems: string[];
}

/**
 * Runs a job that is deployed to its end: its program, in a process of Node.js, with its environment, its identities and
 * the network of its subnet. Processor and memory are not limited.
 *
 * @throws JobRefused when there is no such job, or something of it is not known here.
 */
export async function runJob(options: RunJobOptions): Promise<JobExecution> {
    const { home, jobId, template, hosts, rows, log, now = Date.now } = options;
    const records = await readRecords(home);
    const cloud = readOnlyCloud(records, home);
    const job = deployedJob(cloud, jobId, template);
    const program = nodeProgram(job.container.command);
    const execution: JobExecution = { name: `${job.name}-${suffix(7)}`, status: "Failed", output: [], problems: [] };

    const resources = [...cloud.all(), ...cloud.seed.resources];
    const { subnetId } = job.environment;
    const network = networkModel(resources, typeOf);
    const reaches = (host: string) => network.reach({ from: subnetId, to: host, protocol: "Tcp", port: 443 }).allowed;
    const problem = pullProblem(job, cloud, reaches);
    if (problem !== undefined) return { ...execution, problems: [problem] };

    const key = await openSigningKey(home);
    const tenant = () => tenantOf(records, { key, clock: { ...noWaiting, now } });
    const authorities = { public: await newAuthority(), cluster: await newAuthority() };
    const originOf = originsIn(resources, typeOf, hosts);
    const problems = new Set<string>();
    const identity = await serveIdentityEndpoint(tenant, reaches(tokenHost) ? clientIdsOf(job, cloud) : [], log);
    const wayOut = await serveWayOut({
        originOf: (url) => originOf(subnetId, url),
        certificateOf: (host) =>
            certificateFor(host, isCluster(host, resources) ? authorities.cluster : authorities.public),
        refused: (reason) => problems.add(reason),
        log,
    });
    const folder = await mkdtemp(join(tmpdir(), "job-"));
    try {
        const environment = {
            ...job.container.environment,
            ...identity.environment,
            // https://learn.microsoft.com/azure/container-apps/environment-variables#built-in-environment-variables
            CONTAINER_APP_JOB_NAME: job.name,
            CONTAINER_APP_JOB_EXECUTION_NAME: execution.name,
            ...(await confinement(folder, { wayOut: wayOut.port, identity: identity.port, authorities })),
        };
        for (let attempt = 0; attempt <= job.retryLimit && execution.status === "Failed"; attempt++) {
            const replica = `${execution.name}-${suffix(5)}`;
            const write = (stream: "stdout" | "stderr", line: string) => {
                execution.output.push(line);
                rows.write(job.environment.id, "ContainerAppConsoleLogs", rowOf(job, replica, stream, line, now()));
            };
            const ended = await runReplica({ program, environment, folder, timeoutSeconds: job.timeoutSeconds }, write);
            if (ended.problem !== undefined) problems.add(ended.problem);
            if (ended.succeeded) execution.status = "Succeeded";
        }
    } finally {
        await Promise.all([identity.close(), wayOut.close(), rm(folder, { recursive: true })]);
    }
    return { ...execution, problems: [...problems] };
}

/** Where the platform gets tokens for a job: https://learn.microsoft.com/azure/container-apps/use-azure-firewall */
const tokenHost = "login.microsoftonline.com";

function clientIdsOf({ identityIds }: DeployedJob, cloud: Cloud): string[] {
    return identityIds.flatMap((id) => textAt(cloud.find(id)?.body, "clientId") ?? []);
}

function isCluster(host: string, resources: Stored[]): boolean {
    return resources.some(
        ({ type, body }) =>
            type === "azure-native:containerservice:ManagedCluster" && textAt(body, "privateFQDN") === host,
    );
}

/** Variables with which confine.cjs leaves a process the network of its subnet. */
async function confinement(
    folder: string,
    place: { wayOut: number; identity: number; authorities: { public: Authority; cluster: Authority } },
): Promise<Record<string, string>> {
    const { wayOut, identity, authorities } = place;
    const file = join(folder, "authority.pem");
    await writeFile(file, authorities.public.certificate);
    return {
        NODE_EXTRA_CA_CERTS: file,
        LOCAL_NETWORK: JSON.stringify({
            wayOut,
            identity,
            clusterAuthority: { named: clusterAuthority, certificate: authorities.cluster.certificate },
        }),
    };
}

interface Replica {
    program: NodeProgram;
    environment: Record<string, string>;
    /** Where it runs. */
    folder: string;
    timeoutSeconds: number;
}

async function runReplica(
    { program, environment, folder, timeoutSeconds }: Replica,
    write: (stream: "stdout" | "stderr", line: string) => void,
): Promise<{ succeeded: boolean; problem?: string }> {
    const confine = join(__dirname, "confine.cjs");
    const killSignal = "SIGKILL";
    const child = spawn(
        process.execPath,
        ["--require", confine, "--input-type=module", "--eval", program.module, ...program.args],
        {
            cwd: folder,
            env: environment,
            stdio: ["ignore", "pipe", "pipe"],
            timeout: timeoutSeconds * 1000,
            killSignal,
        },
    );
    const [[code, signal]] = await Promise.all([
        once(child, "close"),
        lines(child, "stdout", write),
        lines(child, "stderr", write),
    ]);
    const problem = `It ran for ${timeoutSeconds} seconds, its replicaTimeout.`;
    return { succeeded: code === 0, ...(signal === killSignal && { problem }) };
}

async function lines(
    child: ChildProcess,
    stream: "stdout" | "stderr",
    write: (stream: "stdout" | "stderr", line: string) => void,
): Promise<void> {
    const input = child[stream];
    if (input === null) throw new Error(`A job was started without ${stream}.`);
    for await (const line of createInterface({ input })) write(stream, line);
}

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerappconsolelogs */
function rowOf(job: DeployedJob, replica: string, stream: string, line: string, now: number) {
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

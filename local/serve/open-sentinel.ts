import { lastSegment } from "../azure/arm-id";
import type { Stored } from "../azure/cloud";
import type { Clock } from "../cloud/clock";
import type { Tenant } from "../entra/tokens/tenant";
import { runJob } from "../jobs/run-job";
import { IdleCluster } from "../kubernetes/idle-cluster";
import { clusterFolder } from "../kubernetes/local-cluster";
import type { LogSink } from "../logs/log-sink";
import { logOf } from "../logs/read-log";
import type { StartJob } from "../management/jobs";
import { Management, managementHosts } from "../management/management";
import { runPlaybook } from "../management/run-playbook";
import { serveManagement } from "../management/serve-management";
import { startPrivateEndpoints } from "../private-endpoints/start-private-endpoints";
import { messageOf } from "../report/failure";
import type { IncidentEvent } from "../sentinel/automation";
import type { Incident } from "../sentinel/incident";
import { Incidents } from "../sentinel/incidents";
import { Sentinel } from "../sentinel/sentinel";
import { withOwnTables } from "../sentinel/tables";

export interface SentinelParts {
    /** Folder of the cloud. */
    home: string;
    clock: Clock;
    /** Origins on this machine by host, of what answers already. */
    hosts: ReadonlyMap<string, string>;
    /** The tenant as it is at the moment. */
    tenant(): Tenant;
    /** Everything that is deployed at the moment. */
    deployed(): Stored[];
    /** Takes what responses write to the log. */
    rows: LogSink;
    /** Takes a sentence about what goes wrong. */
    log(line: string): void;
}

/** What came of a playbook that an automation rule started. */
export interface PlaybookOutcome {
    /** Name of the workflow. */
    playbook: string;
    status: "Succeeded" | "Failed" | "NotStarted";
    /** How long it took on the clock. */
    seconds: number;
    /** Why it was not started. */
    problem?: string;
}

/** Sentinel as it is deployed, with everything that its playbooks need. */
export interface OpenSentinel {
    sentinel: Sentinel<PlaybookOutcome>;
    incidents: Incidents;
    /** Origins of what only networks reach, by host. */
    privateHosts(): ReadonlyMap<string, string>;
    close(): Promise<void>;
}

/** Opens the Sentinel of a cloud. The API server of its cluster starts when a playbook needs it. */
export async function openSentinel(parts: SentinelParts): Promise<OpenSentinel> {
    const { home, clock, tenant, deployed, rows, log } = parts;
    const now = () => clock.now();
    const incidents = new Incidents(home);
    const cluster = new IdleCluster({ folder: clusterFolder(home), log });
    const endpoints = await startPrivateEndpoints({
        home,
        cluster: () => cluster.access(),
        rows,
        log,
        now,
    });

    const startJob: StartJob = async (jobId, template) => {
        const hosts = new Map([...parts.hosts, ...endpoints.hosts()]);
        for (const host of Object.values(managementHosts)) hosts.set(host, front.origin);
        const execution = await runJob({ home, jobId, template, hosts, rows, log, now });
        for (const problem of execution.problems) log(`${lastSegment(jobId)}: ${problem}`);
        return execution;
    };

    async function run(workflowId: string, incident: Incident, event: IncidentEvent): Promise<PlaybookOutcome> {
        const playbook = lastSegment(workflowId);
        try {
            const { status, seconds } = await runPlaybook({ workflowId, incident, event, tenant, management, clock });
            return { playbook, status, seconds };
        } catch (error) {
            const problem = messageOf(error);
            log(`The playbook ${playbook} was not started: ${problem}`);
            return { playbook, status: "NotStarted", seconds: 0, problem };
        }
    }

    const management = new Management({ home, now, tenant, incidents, startJob, log });
    const front = await serveManagement(management, log);
    const readLog = withOwnTables(logOf(home, deployed), () => incidents.all());
    return {
        sentinel: new Sentinel({ readLog, incidents, deployed, runPlaybook: run, now, log }),
        incidents,
        privateHosts: () => endpoints.hosts(),
        async close() {
            await Promise.all([front.close(), endpoints.close(), cluster.stop()]);
        },
    };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { clusterAuthority } from "../azure/container-service/user-credentials";
import type { NodeProgram } from "./node-program";

export interface Replica {
    program: NodeProgram;
    environment: Record<string, string>;
    network: ReplicaNetwork;
    timeoutSeconds: number;
    /** Takes each line that it writes. */
    write(stream: OutputStream, line: string): void;
}

/** What the process is left of the network. */
export interface ReplicaNetwork {
    /** Ports on 127.0.0.1 of the way out of the subnet, and of the endpoint for tokens. */
    wayOut: number;
    identity: number;
    /** Certificates in PEM: whom it trusts, and who signs for API servers of clusters. */
    trusted: string;
    signsForClusters: string;
}

export type OutputStream = "stderr" | "stdout";

const killSignal = "SIGKILL";

/** Runs a program to its end, or until its time is over, in a process that confine.cjs leaves nothing but its network. */
export async function runReplica(replica: Replica): Promise<{ succeeded: boolean; timedOut: boolean }> {
    const folder = await mkdtemp(join(tmpdir(), "job-"));
    try {
        const { module, args } = replica.program;
        const child = spawn(
            process.execPath,
            ["--require", join(__dirname, "confine.cjs"), "--input-type=module", "--eval", module, ...args],
            {
                cwd: folder,
                env: { ...replica.environment, ...(await confinement(folder, replica.network)) },
                stdio: ["ignore", "pipe", "pipe"],
                timeout: replica.timeoutSeconds * 1000,
                killSignal,
            },
        );
        const [[code, signal]] = await Promise.all([
            once(child, "close"),
            passLines(child, "stdout", replica),
            passLines(child, "stderr", replica),
        ]);
        return { succeeded: code === 0, timedOut: signal === killSignal };
    } finally {
        await rm(folder, { recursive: true });
    }
}

/** Variables that confine.cjs reads, and then takes away. */
async function confinement(folder: string, network: ReplicaNetwork): Promise<Record<string, string>> {
    const { wayOut, identity, trusted, signsForClusters } = network;
    const file = join(folder, "authority.pem");
    await writeFile(file, trusted);
    return {
        NODE_EXTRA_CA_CERTS: file,
        LOCAL_NETWORK: JSON.stringify({
            wayOut,
            identity,
            clusterAuthority: { named: clusterAuthority, certificate: signsForClusters },
        }),
    };
}

async function passLines(child: ChildProcess, stream: OutputStream, { write }: Replica): Promise<void> {
    const input = child[stream];
    if (input === null) throw new Error(`A job was started without ${stream}.`);
    for await (const line of createInterface({ input })) write(stream, line);
}

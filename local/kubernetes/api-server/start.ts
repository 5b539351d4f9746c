import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureSystemObjects } from "../aks/ensure-system-objects";
import { ApiError } from "../api-error";
import { Cluster } from "../cluster";
import { ApiConnection } from "../connection";
import type { Binaries } from "./binaries";
import { type Child, startChild } from "./child";
import { ensureDefinitions } from "./definitions";
import { type ClusterFiles, clusterFiles, writeKubeconfig, writeServerFiles } from "./files";

export interface ApiServer {
    cluster: Cluster;
    files: ClusterFiles;
    /** Rejects when a process of the cluster ends of its own accord; never resolves. */
    ended: Promise<never>;
    stop(): Promise<void>;
}

export interface StartOptions {
    /** Keeps what exists. */
    folder: string;
    binaries: Binaries;
    /** Gives up the start when it is aborted. */
    signal?: AbortSignal;
}

/** Controllers without which admission or deletion would not work as in a cluster; there is no node, so no scheduler. */
const controllers = [
    "deployment-controller",
    "disruption-controller",
    "garbage-collector-controller",
    "namespace-controller",
    "replicaset-controller",
    "resourcequota-controller",
    "root-ca-certificate-publisher-controller",
    "serviceaccount-controller",
    "serviceaccount-token-controller",
    "validatingadmissionpolicy-status-controller",
];

const pollMilliseconds = 50;

/** How often another port is tried when somebody else takes the one that was free. */
const attempts = 3;

/**
 * Starts a cluster without nodes on 127.0.0.1: API server with etcd, custom resource definitions, what AKS makes in it,
 * controllers. Its processes end with this one, also when that is killed. What existed in the folder exists again.
 */
export async function startApiServer({ folder, binaries, signal }: StartOptions): Promise<ApiServer> {
    const files = clusterFiles(folder);
    const children: Child[] = [];
    const stop = async () => {
        for (const child of children.splice(0).reverse()) {
            await child.stop();
        }
    };
    try {
        const { connection, child } = await startServer(binaries.command, files, signal);
        children.push(child);
        const cluster = new Cluster(connection);
        const abandon = new Promise<never>((_, reject) => {
            signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        });
        abandon.catch(() => {});
        const prepare = async () => {
            await Promise.all([
                ensureDefinitions(cluster, binaries.definitions, files.definitions),
                ensureSystemObjects(cluster),
            ]);
            children.push(await startControllers(binaries.command, files));
            await untilControlled(cluster);
        };
        await Promise.race([prepare(), child.ended, abandon]);
        const ended = Promise.race(children.map((running) => running.ended));
        ended.catch(() => {});
        return {
            cluster,
            files,
            ended,
            async stop() {
                await stop();
                connection.close();
            },
        };
    } catch (error) {
        await stop();
        throw error;
    }
}

async function startServer(
    command: string,
    files: ClusterFiles,
    signal?: AbortSignal,
): Promise<{ connection: ApiConnection; child: Child }> {
    for (let attempt = 1; ; attempt++) {
        const tokens = { admin: newToken(), controllers: newToken() };
        await writeServerFiles(files, tokens);
        const port = await freePort();
        const flags = serverFlags(files, port);
        const child = await startChild(
            command,
            ["apiserver", files.folder, ...flags],
            join(files.folder, "server.log"),
        );
        try {
            const connection = await Promise.race([untilReady(files, port, tokens.admin, signal), child.ended]);
            await writeKubeconfig(files.kubeconfig, connection.access);
            await writeKubeconfig(files.controllersKubeconfig, { ...connection.access, token: tokens.controllers });
            return { connection, child };
        } catch (error) {
            await child.stop();
            if (attempt === attempts || !/address already in use/.test((error as Error).message)) {
                throw error;
            }
        }
    }
}

const newToken = () => randomBytes(32).toString("base64url");

function serverFlags(files: ClusterFiles, port: number): string[] {
    return [
        `--secure-port=${port}`,
        "--bind-address=127.0.0.1",
        `--cert-dir=${files.certificates}`,
        `--token-auth-file=${files.tokens}`,
        "--authorization-mode=RBAC",
        "--anonymous-auth=false",
        "--allow-privileged=true", // as in AKS: who may run a privileged pod is decided by admission
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.0.0.0/16",
        "--service-account-issuer=https://oidc.local-cloud.test",
        `--service-account-key-file=${files.serviceAccountKey}`,
        `--service-account-signing-key-file=${files.serviceAccountKey}`,
        `--audit-policy-file=${files.auditPolicy}`,
        `--audit-log-path=${files.auditLog}`,
        // megabytes, of which one older file is kept
        "--audit-log-maxsize=100",
        "--audit-log-maxbackup=1",
    ];
}

function startControllers(command: string, files: ClusterFiles): Promise<Child> {
    const flags = [
        `--kubeconfig=${files.controllersKubeconfig}`,
        `--controllers=${controllers.join(",")}`,
        `--service-account-private-key-file=${files.serviceAccountKey}`,
        "--leader-elect=false",
        "--secure-port=0",
        // the limits of a client that shares a large cluster with others
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
    ];
    return startChild(command, ["controllers", ...flags], join(files.folder, "controllers.log"));
}

/** A connection to the server that is ready. It makes its certificate before it listens. */
async function untilReady(
    files: ClusterFiles,
    port: number,
    token: string,
    signal?: AbortSignal,
): Promise<ApiConnection> {
    for (;;) {
        signal?.throwIfAborted();
        const certificate = await readFile(files.certificate, "utf8").catch(() => "");
        if (certificate.includes("END CERTIFICATE")) {
            const connection = new ApiConnection({ server: `https://127.0.0.1:${port}`, token, certificate });
            if (await isReady(connection)) {
                return connection;
            }
            connection.close();
        }
        await delay(pollMilliseconds);
    }
}

async function isReady(connection: ApiConnection): Promise<boolean> {
    return connection.send({ method: "GET", path: "/readyz" }).then(
        () => true,
        () => false,
    );
}

/** Only controllers make the default service account, without which no pod is admitted. */
async function untilControlled(cluster: Cluster): Promise<void> {
    const account = {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: "default", namespace: "default" },
    };
    for (;;) {
        const exists = await cluster.get(account).then(
            () => true,
            (error: unknown) => {
                if (error instanceof ApiError && error.status === 404) {
                    return false;
                }
                throw error;
            },
        );
        if (exists) {
            return;
        }
        await delay(pollMilliseconds);
    }
}

function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.on("error", reject).listen(0, "127.0.0.1", () => {
            const { port } = server.address() as AddressInfo;
            server.close(() => resolve(port));
        });
    });
}

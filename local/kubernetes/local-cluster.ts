import { join } from "node:path";
import { ensureApiServer } from "./api-server/binaries";
import { type ApiServer, startApiServer } from "./api-server/start";
import type { Cluster } from "./cluster";

/** Where the cluster of a cloud keeps what exists, given the cloud's folder. */
export function clusterFolder(cloud: string): string {
    return join(cloud, "kubernetes");
}

export interface LocalClusterOptions {
    /** Keeps what exists in the cluster. */
    folder: string;
    /** Takes lines about a build as it goes on. */
    log(line: string): void;
    /** Optional. Where PATH and the cache folder are read from. Default: the environment of this process. */
    env?: NodeJS.ProcessEnv;
}

/** The one cluster of the local cloud. It costs seconds and half a gigabyte, so it is there only when it is needed. */
export class LocalCluster {
    readonly #stopping = new AbortController();
    #server: Promise<ApiServer> | undefined;

    constructor(private readonly options: LocalClusterOptions) {}

    /** The cluster, which is built and started the first time. */
    async use(): Promise<Cluster> {
        this.#server ??= this.#start();
        return (await this.#server).cluster;
    }

    /** Begins what {@link use} waits for. */
    prepare(): void {
        this.use().catch(() => {}); // whoever uses it is told
    }

    async #start(): Promise<ApiServer> {
        const { folder, log, env = process.env } = this.options;
        const { signal } = this.#stopping;
        const binaries = await ensureApiServer({ env, log, signal });
        const server = await startApiServer({ folder, binaries, signal });
        server.ended.catch((error: Error) => log(error.message));
        return server;
    }

    /** Gives up a build or start that is under way, so that nobody waits for it; a cluster that is up stays. */
    abandon(): void {
        this.#stopping.abort(new Error("The local cloud ends."));
    }

    /** Ends the cluster, or the build or start that is under way. */
    async stop(): Promise<void> {
        this.abandon();
        const server = await this.#server?.catch(() => undefined);
        await server?.stop();
    }
}

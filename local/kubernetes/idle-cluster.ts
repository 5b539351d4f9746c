import type { Access } from "./connection";
import { LocalCluster, type LocalClusterOptions } from "./local-cluster";

/** How long the API server is up when nobody asks it anything, in milliseconds. */
const patience = 30_000;

/**
 * The cluster for those who need it now and then: it starts when it is asked for, and ends soon after the last time, so
 * that a deployment, which has its own API server on the same folder, finds it free.
 */
export class IdleCluster {
    #running: LocalCluster | undefined;
    #timer: NodeJS.Timeout | undefined;
    #ending: Promise<void> = Promise.resolve();

    constructor(private readonly options: LocalClusterOptions) {}

    /** What requests are sent to, and with which token. */
    async access(): Promise<Access> {
        clearTimeout(this.#timer);
        await this.#ending;
        this.#running ??= new LocalCluster(this.options);
        const { connection } = await this.#running.use();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.stop(), patience).unref();
        return connection.access;
    }

    /** Ends it, if it is up. */
    stop(): Promise<void> {
        clearTimeout(this.#timer);
        const running = this.#running;
        this.#running = undefined;
        this.#ending = Promise.all([this.#ending, running?.stop()]).then(() => {});
        return this.#ending;
    }
}

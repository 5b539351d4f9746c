/** Time in the local cloud: provisioning takes as long as in Azure, divided by the speed. */
export interface Clock {
    /** Milliseconds since the epoch. */
    now(): number;
    /** Waits for that many seconds of cloud time. Rejects with the signal's reason when it is aborted. */
    wait(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** For changes that nobody waits for. */
export const noWaiting: Clock = { now: Date.now, wait: async () => {} };

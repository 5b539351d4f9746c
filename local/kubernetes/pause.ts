import { setTimeout as delay } from "node:timers/promises";

/** Waits; rejects with the signal's reason when it is aborted. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await delay(milliseconds, undefined, { signal }).catch(() => {
        throw signal?.reason;
    });
}

/** The promise, or the signal's reason as soon as it is aborted; the promise goes on. */
export async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal?.reason);
        signal?.addEventListener("abort", abort, { once: true });
        promise.then(resolve, reject).finally(() => signal?.removeEventListener("abort", abort));
    });
}

const day = 24 * 60 * 60 * 1000;
const windowLength = 60 * day;

// 88 days in all, not 90: the policy that allows 90 days may be judged by a clock that is behind this one.
const timeToDeploy = 28 * day;

/** Period in which generated secrets stay the same. */
export interface RotationWindow {
    /** Changes from one window to the next: a secret that is given another rotation is drawn anew. */
    rotation: string;
    /** Expiry of the secrets drawn in this window, RFC 3339: 28 days after its end, 28 to 88 days ahead. */
    expires: string;
}

/**
 * The rotation window that a moment lies in: 60 days long, counted from the Unix epoch, the same for everybody.
 *
 * An expiry counted from the moment of deployment would differ in every run, and one that is committed would pass.
 * Serves practices 6.2 and 8.3.
 */
export function rotationWindow(now: Date): RotationWindow {
    const window = Math.floor(now.getTime() / windowLength);
    return {
        rotation: String(window),
        expires: new Date((window + 1) * windowLength + timeToDeploy).toISOString(),
    };
}

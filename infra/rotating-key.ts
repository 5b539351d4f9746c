import type { VaultSecret } from "../components";

const day = 24 * 60 * 60 * 1000;
const windowLength = 30 * day;

// 88 days with the two windows that a key is used in, not 90: the policy that allows 90 days may be judged by a clock
// that is behind this one.
const timeToDeploy = 28 * day;

/** Two secrets of a vault by their names, what draws them, and which of them is which now. */
export interface RotatingKey {
    /** Name of the secret that new signatures are made with. */
    current: string;
    /** Name of the secret whose signatures are still accepted. */
    previous: string;
    /** Names of both, by what stays when they change places. */
    slots: Slots;
    secrets: Record<string, Generation>;
}

interface Slots {
    even: string;
    odd: string;
}

/** A secret between two rotations. */
export interface Generation {
    /** Changes with the rotation: a secret that is given another one is drawn anew. */
    rotation: string;
    /** When the secret expires, RFC 3339: 28 days after the end of the second window that it is used in. */
    expires: string;
}

/**
 * A key that is drawn anew by turns in two secrets, every 30 days, the same for everybody who deploys: in one window it
 * signs, and in the next it is still accepted.
 *
 * An expiry counted from the moment of deployment would differ in every run, and one that is committed would pass.
 * Serves practices 6.2, 8.1 and 8.3.
 */
export function rotatingKey(name: string, now: Date): RotatingKey {
    const window = Math.floor(now.getTime() / windowLength);
    const slots: Slots = { even: `${name}-even`, odd: `${name}-odd` };
    const slotOf = (one: number) => (one % 2 === 0 ? slots.even : slots.odd);
    const generationOf = (one: number): Generation => ({
        rotation: String(one),
        expires: new Date((one + 2) * windowLength + timeToDeploy).toISOString(),
    });
    return {
        current: slotOf(window),
        previous: slotOf(window - 1),
        slots,
        secrets: {
            [slotOf(window)]: generationOf(window),
            [slotOf(window - 1)]: generationOf(window - 1),
        },
    };
}

/** The secrets of keys, as a vault takes them. */
export function keySecrets(...keys: RotatingKey[]): Record<string, VaultSecret> {
    const secrets = keys.flatMap((key) => Object.entries(key.secrets));
    return Object.fromEntries(
        secrets.map(([name, generation]) => [name, { contentType: "application/octet-stream;base64", ...generation }]),
    );
}

import { vaultId } from "../../../../../local/azure/landscape";
import { vaultHost } from "../../../../../local/jobs/runner-landscape";
import { ServedHome } from "../../../../../local/private-endpoints/served-home";
import type { Log } from "../../log";
import type { Trace } from "../../trace";
import { logOf } from "./log-of";

const minute = 60_000;
const officer: [role: string, scope: string] = ["Key Vault Secrets Officer", vaultId];

interface VaultAttack {
    /** What the identity may do. */
    roles: [role: string, scope: string][];
    /** One request less is not found. */
    times: number;
    prepare?(requests: Requests): Promise<void>;
    attempt(requests: Requests, index: number): Promise<unknown>;
}

/** By the detection that must find it. */
export const vaultAttacks: Readonly<Record<string, VaultAttack>> = {
    "mass-secret-reads": {
        roles: [officer],
        times: 10,
        async prepare(requests) {
            for (let index = 0; index < 10; index++) await requests.set(`key-${index}`);
        },
        attempt: (requests, index) => requests.get(`key-${index}`),
    },
    "vault-access-denied": {
        roles: [],
        times: 10,
        attempt: (requests) => requests.get("session"),
    },
};

/** Requests of the identity of a job to the vault that is served. */
export class Requests {
    constructor(private readonly home: ServedHome) {}

    get(secret: string): Promise<unknown> {
        return this.#send("GET", secret);
    }

    set(secret: string): Promise<unknown> {
        return this.#send("PUT", secret, JSON.stringify({ value: "drawn by a test" }));
    }

    async #send(method: string, secret: string, body?: string): Promise<unknown> {
        const authorization = `Bearer ${await this.home.token("https://vault.azure.net")}`;
        return this.home.ask(vaultHost, `/secrets/${secret}?api-version=7.4`, {
            method,
            headers: { authorization },
            body,
        });
    }
}

export async function traceOf({ roles, times, prepare, attempt }: VaultAttack): Promise<Trace> {
    const home = await ServedHome.start({ roles });
    try {
        const requests = new Requests(home);
        await prepare?.(requests);
        let almost: Log = {};
        for (let index = 0; index < times; index++) {
            almost = logOf(home);
            await attempt(requests, index);
        }
        return {
            log: logOf(home),
            almost,
            now: home.now + 6 * minute,
            found: { Principal: home.deployed.principalId },
        };
    } finally {
        await home.close();
    }
}

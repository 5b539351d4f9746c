import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import { buffer } from "node:stream/consumers";
import { readOnlyCloud } from "../../../local/azure/read-only-cloud";
import { noWaiting } from "../../../local/cloud/clock";
import { readRecords } from "../../../local/cloud/read-records";
import { managedIdentityToken } from "../../../local/entra/tokens/managed-identity-token";
import { openSigningKey } from "../../../local/entra/tokens/signing-key";
import { tenantOf } from "../../../local/entra/tokens/tenant";
import type { LogRow } from "../../../local/logs/log-sink";
import { type PrivateEndpoints, startPrivateEndpoints } from "../../../local/private-endpoints/start-private-endpoints";
import { type RunnerHome, type RunnerLandscape, runnerHome } from "../jobs/runner-landscape";

export interface Received {
    status: number;
    headers: IncomingMessage["headers"];
    body: Buffer;
}

export interface Sent {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
}

/** What is deployed around a runner, with everything that its network reaches served, at a time that stands still. */
export class ServedHome {
    /** Milliseconds since the epoch. */
    now = Date.UTC(2026, 10, 27);
    readonly logged: string[] = [];
    /** Rows of the log by who wrote them. */
    readonly rows: { resourceId: string; table: string; row: LogRow }[] = [];

    private constructor(
        readonly deployed: RunnerHome,
        private readonly served: { endpoints?: PrivateEndpoints },
    ) {}

    static async start(landscape: RunnerLandscape = {}): Promise<ServedHome> {
        const started = new ServedHome(await runnerHome(landscape), {});
        started.served.endpoints = await startPrivateEndpoints({
            home: started.deployed.home,
            cluster: async () => assert.fail("There is no cluster."),
            rows: started.sink,
            log: (line) => started.logged.push(line),
            now: () => started.now,
        });
        return started;
    }

    readonly sink = {
        write: (resourceId: string, table: string, row: LogRow) => this.rows.push({ resourceId, table, row }),
    };

    get hosts(): ReadonlyMap<string, string> {
        return this.served.endpoints?.hosts() ?? assert.fail("Nothing is served.");
    }

    /** A token of an identity, by default the job's. */
    async token(resource: string, clientId = this.deployed.clientId): Promise<string> {
        const records = await readRecords(this.deployed.home);
        const key = await openSigningKey(this.deployed.home);
        const tenant = tenantOf(records, { key, clock: { ...noWaiting, now: () => this.now } });
        return (await managedIdentityToken(tenant, clientId, resource)).accessToken;
    }

    async cloud() {
        return readOnlyCloud(await readRecords(this.deployed.home), this.deployed.home);
    }

    /** Asks a host as whoever is let through to it. */
    async ask(host: string, path: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Received> {
        const origin = this.hosts.get(host) ?? assert.fail(`Nothing stands for ${host}.`);
        const sent = send(`${origin}${path}`, { method, agent: false, headers: { ...headers, host } }).end(body);
        const [response] = (await once(sent, "response")) as [IncomingMessage];
        return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
    }

    async close(): Promise<void> {
        await this.served.endpoints?.close();
        await this.deployed.remove();
    }
}

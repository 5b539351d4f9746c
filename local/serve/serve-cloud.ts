import { join } from "node:path";
import type { Coverage } from "../apim/coverage";
import type { DeployedService } from "../apim/deployed";
import { Gateway } from "../apim/gateway";
import { type GatewayServer, serveGateway } from "../apim/gateway-server";
import { loadLanguage } from "../apim/language";
import { gatewayRow } from "../apim/log-row";
import { NoToken, type Surroundings } from "../apim/surroundings";
import { sameId } from "../azure/arm-id";
import { noWaiting } from "../cloud/clock";
import { watchRecords } from "../cloud/watched-records";
import { mayCallAccount, principalOfToken } from "../content-safety/callers";
import { type ContentSafetyServer, serveContentSafety } from "../content-safety/server";
import { type RunningEdge, serveEdge } from "../edge/serve-edge";
import { serveTokens } from "../entra/token-server";
import { managedIdentityToken } from "../entra/tokens/managed-identity-token";
import { openSigningKey, verificationKeys } from "../entra/tokens/signing-key";
import { type Tenant, tenantOf } from "../entra/tokens/tenant";
import { TokenError } from "../entra/tokens/token-error";
import { openLogFiles } from "../logs/log-files";
import { Failure } from "../report/failure";
import { type Deployment, type EdgeInNetwork, readDeployment } from "./deployment";

export interface ServeOptions {
    /** Required. Folder of the local cloud whose deployments are served. */
    home: string;
    /** Optional. Origins on this machine by host, of servers that stand behind the gateway. Default: none. */
    hosts?: ReadonlyMap<string, string>;
    /** Optional. Takes lines about what goes wrong while it serves. Default: none are shown. */
    log?(line: string): void;
    /** Optional. Milliseconds since the epoch. Default: the time. */
    now?(): number;
    /** Optional. Takes note of what runs in policies. Default: none. */
    coverage?: Coverage;
}

/** What is served until it is closed. */
export interface ServedCloud {
    /** Where clients come in. */
    edges: (RunningEdge & { host: string })[];
    /** By ARM id of the account. */
    contentSafety: ReadonlyMap<string, ContentSafetyServer>;
    /** The tenant as it is at the moment, which tokens come from. */
    tenant(): Tenant;
    /** Endpoints of the servers that clients call, as people configure them. */
    endpoints(): string[];
    /** Where the tables of the log are. */
    logFolder: string;
    close(): Promise<void>;
}

/** Folder with the tables of the log of a cloud. */
export function logTablesFolder(home: string): string {
    return join(home, "tables");
}

/**
 * Serves what is deployed in the local cloud: edges, API Management, Content Safety, and the tokens that these need. All
 * of it is read from the state of the cloud, and a change there counts from the next request on. Of a change that cannot
 * be served the log is told, and the former stays in effect.
 *
 * @throws Failure when nothing is deployed that clients could call; an error that lists every problem of what is deployed
 * and cannot be served.
 */
export async function serveCloud(options: ServeOptions): Promise<ServedCloud> {
    const { home, log = () => {}, now = Date.now } = options;
    const hosts = new Map(options.hosts);
    const [language, key] = await Promise.all([loadLanguage(), openSigningKey(home)]);
    const closers: (() => Promise<void>)[] = [];
    const read = watchRecords(home);
    let current = readDeployment(read(), home, hosts);
    const gateways = new Map<string, Gateway>();

    const tenant = (): Tenant =>
        tenantOf(current.records, {
            key,
            clock: { ...noWaiting, now },
            groupsOf: (userId) => current.cloud.seed.principals.find(({ id }) => id === userId)?.memberOf ?? [],
        });
    const surroundings: Surroundings = {
        now,
        managedIdentityToken: (service, clientId, resource) => tokenFor(tenant(), service, clientId, resource),
        signingKeys: () => verificationKeys(key),
        originOf: ({ subnetId }, url) => current.originOf(subnetId, url),
    };

    /** Takes over what has changed. */
    function refresh(): Deployment {
        const records = read();
        if (records === current.records) return current;
        try {
            const next = readDeployment(records, home, hosts);
            for (const service of next.services) gatewayOf(service.id).deploy(service);
            current = next;
        } catch (error) {
            current = { ...current, records };
            log(`What is deployed now cannot be served, the former stays in effect: ${(error as Error).message}`);
        }
        return current;
    }

    function gatewayOf(id: string): Gateway {
        const gateway =
            gateways.get(id) ??
            new Gateway({ language, surroundings, ...(options.coverage && { coverage: options.coverage }) });
        gateways.set(id, gateway);
        return gateway;
    }

    const files = await openLogFiles(logTablesFolder(home), () => current.resources);
    closers.unshift(() => files.close());
    try {
        if (current.edges.length === 0) {
            throw new Failure("Nothing is deployed that clients could call: npm start deploys the stack dev.");
        }
        for (const service of current.services) gatewayOf(service.id).deploy(service);

        const tokens = await serveTokens(tenant);
        closers.unshift(() => tokens.close());
        hosts.set("login.microsoftonline.com", tokens.origin);

        const contentSafety = new Map<string, ContentSafetyServer>();
        const principalOf = principalOfToken({
            keys: verificationKeys(key),
            tenantId: current.cloud.seed.tenantId,
            now,
        });
        for (const { id, host } of current.contentSafety) {
            const server = await serveContentSafety({
                principalOf,
                mayCall: (principalId) => mayCallAccount(current.cloud, id)(principalId),
            });
            closers.unshift(() => server.close());
            contentSafety.set(id, server);
            hosts.set(host, server.origin);
        }

        const edges: ServedCloud["edges"] = [];
        for (const { edge, address } of current.edges) {
            const server = await serveBehind(edge.backend.fqdn, address);
            closers.unshift(() => server.close());
            hosts.set(edge.backend.fqdn.toLowerCase(), `http://127.0.0.1:${server.port}`);
            const running = await serveEdge(() => edgeNow(edge.id).edge, {
                now,
                upstream: (fqdn) => current.originOf(edgeNow(edge.id).subnetId, new URL(`https://${fqdn}`)),
                log: files,
            });
            closers.unshift(() => running.close());
            edges.push({ ...running, host: edge.listener.host });
        }
        return { edges, contentSafety, tenant, endpoints, logFolder: logTablesFolder(home), close };
    } catch (error) {
        await close();
        throw error;
    }

    function edgeNow(id: string): EdgeInNetwork {
        const found = refresh().edges.find(({ edge }) => sameId(edge.id, id));
        if (found === undefined) throw new Error(`${id} is deployed no more.`);
        return found;
    }

    function serviceNow(host: string): DeployedService {
        const service = refresh().services.find(({ hosts }) => hosts.includes(host.toLowerCase()));
        if (service === undefined) throw new Error(`No service of API Management that is deployed answers to ${host}.`);
        return service;
    }

    /** The service that answers to a name, for those who come from an address. */
    function serveBehind(host: string, callerAddress: string): Promise<GatewayServer> {
        return serveGateway({
            gateway: async () => gatewayOf(serviceNow(host).id),
            callerAddress,
            ended: (record) => {
                const service = serviceNow(host);
                if (record.defect !== undefined) log(`The local gateway fails: ${String(record.defect)}`);
                files.write(service.id, "ApiManagementGatewayLogs", gatewayRow(record, service));
            },
        });
    }

    function endpoints(): string[] {
        return current.edges.flatMap(({ edge }) =>
            serviceNow(edge.backend.fqdn)
                .apis.filter(({ path }) => path !== "")
                .map(({ path }) => `https://${edge.listener.host}/${path}`),
        );
    }

    async function close(): Promise<void> {
        for (const closer of closers.splice(0)) await closer();
    }
}

async function tokenFor(tenant: Tenant, service: DeployedService, clientId: string, resource: string): Promise<string> {
    if (!service.identities.has(clientId)) throw new NoToken(`${service.name} has no identity ${clientId}.`);
    try {
        return (await managedIdentityToken(tenant, clientId, resource)).accessToken;
    } catch (error) {
        throw error instanceof TokenError ? new NoToken(error.message) : error;
    }
}

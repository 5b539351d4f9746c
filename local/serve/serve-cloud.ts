import type { JWTVerifyGetKey } from "jose";
import type { Coverage } from "../apim/coverage";
import type { DeployedService } from "../apim/deployed";
import { Gateway } from "../apim/gateway";
import { serveGateway } from "../apim/gateway-server";
import { loadLanguage, type PolicyLanguage } from "../apim/language";
import { gatewayRow } from "../apim/log-row";
import { NoToken } from "../apim/surroundings";
import { type Clock, noWaiting } from "../cloud/clock";
import type { Records } from "../cloud/records";
import { mayCallAccount, principalOfToken } from "../content-safety/callers";
import { type ContentSafetyServer, serveContentSafety } from "../content-safety/server";
import { type Authority, newAuthority } from "../edge/certificate";
import { type RunningEdge, serveEdge } from "../edge/serve-edge";
import { type RunningAuthority, serveAuthority } from "../entra/authority/serve-authority";
import { managedIdentityToken } from "../entra/tokens/managed-identity-token";
import type { IssuedToken } from "../entra/tokens/sign";
import { openSigningKey, type SigningKey, verificationKeys } from "../entra/tokens/signing-key";
import { type Tenant, tenantOf } from "../entra/tokens/tenant";
import { TokenError } from "../entra/tokens/token-error";
import { type LogFiles, openLogFiles, tablesFolder } from "../logs/log-files";
import type { McpServerDefinition } from "../mcp-servers/definition";
import type * as StartMcpServer from "../mcp-servers/start-mcp-server";
import { Failure } from "../report/failure";
import type { Incidents } from "../sentinel/incidents";
import type { Sentinel } from "../sentinel/sentinel";
import { deployedDefinition, deployedTrust, serversOf } from "./deployed-servers";
import type { EdgeInNetwork } from "./deployment";
import { KeptTokens } from "./kept-tokens";
import { LiveDeployment } from "./live-deployment";
import { openSentinel, type PlaybookOutcome } from "./open-sentinel";

export interface ServeOptions {
    /** Required. Folder of the local cloud whose deployments are served. */
    home: string;
    /**
     * Optional. Origins on this machine of MCP servers, by the names that they are deployed with. Default: servers that are
     * run for it.
     */
    servers?: ReadonlyMap<string, string>;
    /** Optional. What servers that are run offer, by name. Default: the tools that are deployed. */
    definitions?: ReadonlyMap<string, McpServerDefinition>;
    /** Optional. Takes lines about what goes wrong while it serves. Default: none are shown. */
    log?(line: string): void;
    /** Optional. Tells the time, and takes what playbooks wait for. Default: the time, and nobody waits. */
    clock?: Clock;
    /** Optional. Takes note of what runs in policies. Default: none. */
    coverage?: Coverage;
}

/** Where clients come in. */
export interface ServedEdge extends RunningEdge {
    /** Name that clients must use. */
    host: string;
    /** Addresses of the APIs behind it, as people configure them. */
    endpoints: string[];
}

/** An MCP server that is run in the place of a deployed one. */
export interface StandInServer extends StartMcpServer.RunningMcpServer {
    /** What clients call to reach it. */
    endpoint: string;
    definition: McpServerDefinition;
}

/** What is served until it is closed. */
export interface ServedCloud {
    edges: ServedEdge[];
    /** Where people sign in and clients get tokens. */
    entra: RunningAuthority;
    /** By ARM id of the account. */
    contentSafety: ReadonlyMap<string, ContentSafetyServer>;
    /** MCP servers that are run for it, by name. */
    servers: ReadonlyMap<string, StandInServer>;
    /** The tenant as it is at the moment, which tokens come from. */
    tenant(): Tenant;
    /** Microsoft Sentinel, which looks into the log when it is told to. */
    sentinel: Sentinel<PlaybookOutcome>;
    incidents: Incidents;
    /** Origins of vaults, storage accounts and clusters, which only networks reach, by host. */
    privateHosts(): ReadonlyMap<string, string>;
    /** Where the tables of the log are. */
    tables: string;
    close(): Promise<void>;
}

/**
 * Serves what is deployed in the local cloud: edges, API Management, Content Safety, and the tokens that these need. All
 * of it is read from the state of the cloud, and a change there counts from the next request on.
 *
 * @throws Failure when nothing is deployed that clients could call, or not a server that is to stand behind it; an error
 * that lists every problem of what is deployed and cannot be served.
 */
export async function serveCloud(options: ServeOptions): Promise<ServedCloud> {
    const [language, key, authority] = await Promise.all([
        loadLanguage(),
        openSigningKey(options.home),
        newAuthority(),
    ]);
    const serving = new Serving(options, { language, key, authority });
    try {
        return await serving.start();
    } catch (error) {
        await serving.close();
        throw error;
    }
}

interface Made {
    language: PolicyLanguage;
    key: SigningKey;
    authority: Authority;
}

/** Everything that answers, and what the parts share. */
class Serving {
    readonly #options: ServeOptions;
    readonly #made: Made;
    readonly #log: (line: string) => void;
    readonly #clock: Clock;
    readonly #now: () => number;
    readonly #keys: JWTVerifyGetKey;
    /** Origins on this machine by host. */
    readonly #hosts = new Map<string, string>();
    /** Origins of MCP servers by name. */
    readonly #origins: Map<string, string>;
    readonly #servers = new Map<string, StandInServer>();
    readonly #gateways = new Map<string, Gateway>();
    /** Of what is deployed now only, so that a change counts at once. */
    readonly #keptTokens = new WeakMap<Records, KeptTokens>();
    readonly #deployed: LiveDeployment;
    readonly #closers: (() => Promise<void>)[] = [];

    constructor(options: ServeOptions, made: Made) {
        const { home, log = () => {}, clock = noWaiting, servers } = options;
        this.#options = options;
        this.#made = made;
        this.#log = log;
        this.#clock = clock;
        this.#now = () => clock.now();
        this.#keys = verificationKeys(made.key);
        this.#origins = new Map(servers);
        this.#deployed = new LiveDeployment({
            home,
            hosts: this.#hosts,
            log,
            accept: ({ services }) => this.#accept(services),
        });
        const { edges, services } = this.#deployed.now;
        refuse(edges, services, [...this.#origins.keys()]);
    }

    async start(): Promise<ServedCloud> {
        const { home } = this.#options;
        const tables = tablesFolder(home);
        const deployed = () => this.#deployed.now.resources;
        const files = this.#closing(await openLogFiles(tables, deployed));
        const tenant = () => this.#tenant();
        const { authority } = this.#made;
        const entra = this.#closing(await serveAuthority({ tenant, authority, log: this.#log }));
        this.#hosts.set(entra.host, entra.origin);
        const contentSafety = new Map<string, ContentSafetyServer>();
        for (const { id, host } of this.#deployed.now.contentSafety) {
            const server = await this.#serveSafety(id);
            contentSafety.set(id, server);
            this.#hosts.set(host, server.origin);
        }
        const edges: ServedEdge[] = [];
        for (const each of this.#deployed.now.edges) edges.push(await this.#serveEdge(each, files));
        const [clock, hosts, log] = [this.#clock, this.#hosts, this.#log];
        const opened = this.#closing(await openSentinel({ home, clock, hosts, tenant, deployed, rows: files, log }));
        const { sentinel, incidents, privateHosts } = opened;
        return {
            ...{ edges, entra, contentSafety, servers: this.#servers },
            ...{ sentinel, incidents, privateHosts, tenant, tables },
            close: () => this.close(),
        };
    }

    /** Ends everything, what began last first. */
    async close(): Promise<void> {
        for (const closer of this.#closers.splice(0).reverse()) await closer();
    }

    #closing<T extends { close(): Promise<void> }>(part: T): T {
        this.#closers.push(() => part.close());
        return part;
    }

    #tenant(): Tenant {
        return tenantOf(this.#deployed.now.records, { key: this.#made.key, clock: this.#clock });
    }

    #accept(services: DeployedService[]): void {
        for (const service of services) {
            this.#gatewayOf(service).deploy(service);
            for (const { name, url } of service.backends.values()) {
                const origin = this.#origins.get(name);
                if (origin !== undefined) this.#hosts.set(new URL(url).host, origin);
            }
        }
    }

    #gatewayOf({ id }: DeployedService): Gateway {
        const gateway = this.#gateways.get(id) ?? this.#newGateway();
        this.#gateways.set(id, gateway);
        return gateway;
    }

    #newGateway(): Gateway {
        const { coverage } = this.#options;
        return new Gateway({
            language: this.#made.language,
            surroundings: {
                now: this.#now,
                managedIdentityToken: (service, clientId, resource) => this.#identityToken(service, clientId, resource),
                signingKeys: () => this.#keys,
                originOf: ({ subnetId }, url) => this.#deployed.now.originOf(subnetId, url),
            },
            ...(coverage && { coverage }),
        });
    }

    async #identityToken(service: DeployedService, clientId: string, resource: string): Promise<string> {
        if (!service.identities.has(clientId)) throw new NoToken(`${service.name} has no identity ${clientId}.`);
        const { records } = this.#deployed.now;
        const kept = this.#keptTokens.get(records) ?? new KeptTokens(this.#now);
        this.#keptTokens.set(records, kept);
        return kept.get(clientId, resource, () => issue(this.#tenant(), clientId, resource));
    }

    async #serveSafety(id: string): Promise<ContentSafetyServer> {
        const { tenantId } = this.#deployed.now.cloud.seed;
        return this.#closing(
            await serveContentSafety({
                principalOf: principalOfToken({ keys: this.#keys, tenantId, now: this.#now }),
                mayCall: (principalId) => mayCallAccount(this.#deployed.now.cloud, id)(principalId),
            }),
        );
    }

    /** Serves an edge, and behind it the service that answers to the name of its backend. */
    async #serveEdge({ edge, address }: EdgeInNetwork, files: LogFiles): Promise<ServedEdge> {
        const { fqdn } = edge.backend;
        const deployed = this.#deployed;
        const gateway = this.#closing(
            await serveGateway({
                gateway: async () => this.#gatewayOf(deployed.service(fqdn)),
                callerAddress: address,
                ended: (record) => {
                    if (record.defect !== undefined) this.#log(`The local gateway fails: ${record.defect}`);
                    const service = deployed.service(fqdn);
                    files.write(service.id, "ApiManagementGatewayLogs", gatewayRow(record, service));
                },
            }),
        );
        this.#hosts.set(fqdn.toLowerCase(), gateway.origin);
        const running = this.#closing(
            await serveEdge(() => deployed.edge(edge.id).edge, {
                now: this.#now,
                authority: this.#made.authority,
                log: files,
                upstream: (host) => deployed.now.originOf(deployed.edge(edge.id).subnetId, new URL(`https://${host}`)),
            }),
        );
        const { host } = edge.listener;
        await this.#runServers(fqdn, host);
        const apis = deployed.service(fqdn).apis.filter(({ path }) => path !== "");
        return { ...running, host, endpoints: apis.map(({ path }) => `https://${host}/${path}`) };
    }

    /** Runs the servers behind a service that nobody has given an origin for. */
    async #runServers(fqdn: string, clientHost: string): Promise<void> {
        const { startMcpServer } = loadServers();
        const service = () => this.#deployed.service(fqdn);
        for (const { name, path } of serversOf(service()).filter((each) => !this.#origins.has(each.name))) {
            const endpoint = `https://${clientHost}/${path}`;
            const tenant = () => this.#tenant();
            const trust = deployedTrust({ server: name, endpoint, service, tenant, keys: this.#keys, now: this.#now });
            const definition = this.#options.definitions?.get(name) ?? deployedDefinition(service(), name);
            const server = this.#closing(await startMcpServer({ definition, trust }));
            this.#servers.set(name, { ...server, endpoint, definition });
            this.#origins.set(name, server.origin);
            this.#hosts.set(new URL(service().backends.get(name)?.url ?? "").host, server.origin);
        }
    }
}

/** Loads the SDKs, for which commands that serve nothing need not wait. */
function loadServers(): typeof StartMcpServer {
    return require("../mcp-servers/start-mcp-server");
}

function refuse(edges: EdgeInNetwork[], services: DeployedService[], servers: string[]): void {
    if (edges.length === 0) {
        throw new Failure("Nothing is deployed that clients could call. npm start deploys the stack dev.");
    }
    const names = services.flatMap(({ backends }) => [...backends.keys()]);
    const unknown = servers.filter((name) => !names.includes(name));
    if (unknown.length > 0) {
        throw new Failure(
            `No server ${unknown.join(", ")} is deployed; those that are: ${names.join(", ") || "none"}.`,
        );
    }
}

async function issue(tenant: Tenant, clientId: string, resource: string): Promise<IssuedToken> {
    try {
        return await managedIdentityToken(tenant, clientId, resource);
    } catch (error) {
        throw error instanceof TokenError ? new NoToken(error.message) : error;
    }
}

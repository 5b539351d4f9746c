import { join } from "node:path";
import type { Coverage } from "../apim/coverage";
import type { DeployedService } from "../apim/deployed";
import { Gateway } from "../apim/gateway";
import { serveGateway } from "../apim/gateway-server";
import { loadLanguage } from "../apim/language";
import { gatewayRow } from "../apim/log-row";
import { NoToken } from "../apim/surroundings";
import { noWaiting } from "../cloud/clock";
import type { Records } from "../cloud/records";
import { mayCallAccount, principalOfToken } from "../content-safety/callers";
import { type ContentSafetyServer, serveContentSafety } from "../content-safety/server";
import { newAuthority } from "../edge/certificate";
import { type RunningEdge, serveEdge } from "../edge/serve-edge";
import { type RunningAuthority, serveAuthority } from "../entra/authority/serve-authority";
import { managedIdentityToken } from "../entra/tokens/managed-identity-token";
import type { IssuedToken } from "../entra/tokens/sign";
import { openSigningKey, verificationKeys } from "../entra/tokens/signing-key";
import { type Tenant, tenantOf } from "../entra/tokens/tenant";
import { TokenError } from "../entra/tokens/token-error";
import { type LogFiles, openLogFiles } from "../logs/log-files";
import type { McpServerDefinition } from "../mcp-servers/definition";
import type * as StartMcpServer from "../mcp-servers/start-mcp-server";
import { Failure } from "../report/failure";
import { deployedDefinition, deployedTrust, serversOf } from "./deployed-servers";
import type { EdgeInNetwork } from "./deployment";
import { KeptTokens } from "./kept-tokens";
import { LiveDeployment } from "./live-deployment";

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
    /** Optional. Milliseconds since the epoch. Default: the time. */
    now?(): number;
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
    const { home, log = () => {}, now = Date.now, coverage } = options;
    const origins = new Map(options.servers);
    const tables = join(home, "tables");
    const [language, key, authority] = await Promise.all([loadLanguage(), openSigningKey(home), newAuthority()]);
    const keys = verificationKeys(key);
    const hosts = new Map<string, string>();
    const gateways = new Map<string, Gateway>();
    // of what is deployed now only, so that a change counts at once
    const keptTokens = new WeakMap<Records, KeptTokens>();
    const servers = new Map<string, StandInServer>();

    function tenant(): Tenant {
        return tenantOf(deployed.now.records, { key, clock: { ...noWaiting, now } });
    }

    async function identityToken(service: DeployedService, clientId: string, resource: string): Promise<string> {
        if (!service.identities.has(clientId)) throw new NoToken(`${service.name} has no identity ${clientId}.`);
        const { records } = deployed.now;
        const kept = keptTokens.get(records) ?? new KeptTokens(now);
        keptTokens.set(records, kept);
        return kept.get(clientId, resource, () => issue(tenant(), clientId, resource));
    }

    function gatewayOf({ id }: DeployedService): Gateway {
        const gateway =
            gateways.get(id) ??
            new Gateway({
                language,
                surroundings: {
                    now,
                    managedIdentityToken: identityToken,
                    signingKeys: () => keys,
                    originOf: ({ subnetId }, url) => deployed.now.originOf(subnetId, url),
                },
                ...(coverage && { coverage }),
            });
        gateways.set(id, gateway);
        return gateway;
    }

    const deployed = new LiveDeployment({
        home,
        hosts,
        log,
        accept({ services }) {
            for (const service of services) {
                gatewayOf(service).deploy(service);
                for (const { name, url } of service.backends.values()) {
                    const origin = origins.get(name);
                    if (origin !== undefined) hosts.set(new URL(url).host, origin);
                }
            }
        },
    });
    refuse(deployed.now.edges, deployed.now.services, [...origins.keys()]);

    const closers: (() => Promise<void>)[] = [];
    const close = async () => {
        for (const closer of closers.splice(0).reverse()) await closer();
    };
    const closing = <T extends { close(): Promise<void> }>(part: T): T => {
        closers.push(() => part.close());
        return part;
    };

    async function serveSafety(id: string): Promise<ContentSafetyServer> {
        const { tenantId } = deployed.now.cloud.seed;
        return closing(
            await serveContentSafety({
                principalOf: principalOfToken({ keys, tenantId, now }),
                mayCall: (principalId) => mayCallAccount(deployed.now.cloud, id)(principalId),
            }),
        );
    }

    /** Serves an edge, and behind it the service that answers to the name of its backend. */
    async function serveWith({ edge, address }: EdgeInNetwork, files: LogFiles): Promise<ServedEdge> {
        const { fqdn } = edge.backend;
        const gateway = closing(
            await serveGateway({
                gateway: async () => gatewayOf(deployed.service(fqdn)),
                callerAddress: address,
                ended: (record) => {
                    if (record.defect !== undefined) log(`The local gateway fails: ${record.defect}`);
                    const service = deployed.service(fqdn);
                    files.write(service.id, "ApiManagementGatewayLogs", gatewayRow(record, service));
                },
            }),
        );
        hosts.set(fqdn.toLowerCase(), gateway.origin);
        const running = closing(
            await serveEdge(() => deployed.edge(edge.id).edge, {
                now,
                authority,
                log: files,
                upstream: (host) => deployed.now.originOf(deployed.edge(edge.id).subnetId, new URL(`https://${host}`)),
            }),
        );
        const { host } = edge.listener;
        await runServers(fqdn, host);
        const apis = deployed.service(fqdn).apis.filter(({ path }) => path !== "");
        return { ...running, host, endpoints: apis.map(({ path }) => `https://${host}/${path}`) };
    }

    /** Runs the servers behind a service that nobody has given an origin for. */
    async function runServers(fqdn: string, clientHost: string): Promise<void> {
        const { startMcpServer } = loadServers();
        const service = () => deployed.service(fqdn);
        for (const { name, path } of serversOf(service()).filter((each) => !origins.has(each.name))) {
            const endpoint = `https://${clientHost}/${path}`;
            const trust = deployedTrust({ server: name, endpoint, service, tenant, keys, now });
            const definition = options.definitions?.get(name) ?? deployedDefinition(service(), name);
            const server = closing(await startMcpServer({ definition, trust }));
            servers.set(name, { ...server, endpoint, definition });
            origins.set(name, server.origin);
            hosts.set(new URL(service().backends.get(name)?.url ?? "").host, server.origin);
        }
    }

    try {
        const files = closing(await openLogFiles(tables, () => deployed.now.resources));
        const entra = closing(await serveAuthority({ tenant, authority, log }));
        hosts.set(entra.host, entra.origin);
        const contentSafety = new Map<string, ContentSafetyServer>();
        for (const { id, host } of deployed.now.contentSafety) {
            const server = await serveSafety(id);
            contentSafety.set(id, server);
            hosts.set(host, server.origin);
        }
        const edges: ServedEdge[] = [];
        for (const each of deployed.now.edges) edges.push(await serveWith(each, files));
        return { edges, entra, contentSafety, servers, tenant, tables, close };
    } catch (error) {
        await close();
        throw error;
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

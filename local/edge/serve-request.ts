import type { TLSSocket } from "node:tls";
import { Unreachable } from "../apim/surroundings";
import type { LogSink } from "../logs/log-sink";
import { answer, type OutgoingResponse } from "./answer";
import { type Arrival, arrivalOf } from "./arrival";
import { type IncomingRequest, readBody } from "./body";
import type { Authority } from "./certificate";
import type { DeployedEdge } from "./deployed";
import { bodyFinding, customRuleFinding, type Finding, longestBody } from "./firewall";
import { forward } from "./forward";
import { accessRow, firewallRow } from "./log-rows";
import type { ErrorInfo, Outcome } from "./outcome";
import type { RateLimiter } from "./rate-limiter";
import { refusalOf } from "./refusal";

/** What an edge has around it. */
export interface EdgeSurroundings {
    /** Milliseconds since the epoch. */
    now(): number;
    /**
     * Where the host that the edge leads to listens on this machine: the origin of its server.
     * @throws Unreachable when nothing there answers to the name.
     */
    upstream(fqdn: string): string;
    log: LogSink;
    /** Optional. Address that a connection comes from. Default: that of its socket. */
    clientAddress?(socket: TLSSocket): string;
    /** Optional. Who signs the certificate of the edge. Default: an authority of its own. */
    authority?: Authority;
}

interface Exchange {
    request: IncomingRequest;
    response: OutgoingResponse;
    limiter: RateLimiter;
    surroundings: EdgeSurroundings;
}

/** Serves a request. Its row is in the log before the end of the response is sent. */
export async function serveRequest(edge: DeployedEdge, exchange: Exchange): Promise<void> {
    const { now, log, clientAddress = (socket) => socket.remoteAddress ?? "" } = exchange.surroundings;
    const arrival = arrivalOf(exchange.request, { now, clientAddress });
    const outcome = await outcomeOf(arrival, edge, exchange);
    log.write(edge.id, "AGWAccessLogs", accessRow(arrival, edge, outcome, now()));
    outcome.finish();
}

async function outcomeOf(arrival: Arrival, edge: DeployedEdge, exchange: Exchange): Promise<Outcome> {
    const { request, response, limiter, surroundings } = exchange;
    const { firewall, backend } = edge;
    const { now, log } = surroundings;
    const own = (status: number, errorInfo: ErrorInfo, body?: string): Outcome => ({
        status,
        errorInfo,
        finish: () => answer(response, status, body),
    });
    const isBlocked = (finding: Finding | undefined) => {
        if (!firewall || !finding) return false;
        log.write(edge.id, "AGWFirewallLogs", firewallRow(arrival, firewall, finding, now()));
        return firewall.mode === "Prevention";
    };
    const refusal = refusalOf(arrival, edge);
    if (refusal) return own(refusal.status, refusal.errorInfo);
    // the firewall looks at no request that leads nowhere:
    // https://learn.microsoft.com/azure/application-gateway/how-application-gateway-works#how-an-application-gateway-routes-a-request
    const origin = originOf(backend.fqdn, surroundings);
    if (!origin) return own(502, "ERRORINFO_UPSTREAM_NO_LIVE");
    const { uri, client } = arrival;
    const about = { uri, address: client.address, now: now() };
    if (firewall && isBlocked(customRuleFinding(firewall, limiter, about))) {
        return own(firewall.block.status, "ERRORINFO_NO_ERROR", firewall.block.body);
    }
    const contentType = arrival.headers.get("Content-Type");
    const body = await readBody(request, firewall ? longestBody(firewall, contentType) : Number.POSITIVE_INFINITY);
    if (body === "broken off") return { status: 499, errorInfo: "ERRORINFO_CLIENT_CLOSED_REQUEST", finish: () => {} };
    const isRefused = firewall !== undefined && isBlocked(bodyFinding(firewall, contentType, body));
    // https://learn.microsoft.com/azure/application-gateway/http-response-codes#413--request-entity-too-large
    if (isRefused || body === "too long") return own(413, "ERRORINFO_NO_ERROR");
    return forward(arrival, edge, { body, origin, now, response });
}

function originOf(fqdn: string, { upstream }: EdgeSurroundings): URL | undefined {
    try {
        return new URL(upstream(fqdn));
    } catch (error) {
        if (error instanceof Unreachable) return undefined;
        throw error;
    }
}

import { gatewayRow } from "../local/apim/log-row";
import type { Row } from "../local/kql/schema";
import { completed } from "../local/logs/log-files";
import { sampleServer } from "../test/components/gateway/policy/sample-server";
import { gatewayId } from "../test/components/sentinel/replay/environment";

const day = 24 * 60 * 60_000;
const users = 100;
const servers = ["orders", "stock"];

/** What an answer has as status, by its reason; of the refusals, each is as frequent as the others. */
const statuses = {
    forwarded: "200",
    token: "401",
    limit: "429",
    scope: "403",
    role: "403",
    "not-defined": "403",
    arguments: "400",
};
type Reason = keyof typeof statuses;
const refusals: Reason[] = ["token", "limit", "scope", "role", "not-defined", "arguments"];

/** In the last minutes, one caller does not stop when the limit refuses them. */
const lastMinutes = 15 * 60_000;

/**
 * What the local gateway logs on a day that ends now: as many requests as are asked for, spread evenly. One of twenty is
 * refused, and two of three in the last quarter of an hour.
 *
 * @param now - Milliseconds since the epoch.
 */
export function gatewayRows(count: number, now: number): Row[] {
    const random = seeded(count);
    return Array.from({ length: count }, (_, index) => {
        const time = now - Math.floor((index * day) / count);
        if (now - time < lastMinutes && index % 3 > 0) return rowOf(index, time, 0, "limit", random);
        const reason = random() < 0.05 ? pick(refusals, random()) : "forwarded";
        return rowOf(index, time, Math.floor(random() * users), reason, random);
    });
}

function rowOf(index: number, time: number, user: number, reason: Reason, random: () => number): Row {
    const server = pick(servers, random());
    const record = {
        time,
        correlationId: id(3, index),
        apiId: server,
        operationId: "post",
        method: "POST",
        url: `https://mcp.contoso.example/${server}/mcp`,
        callerIpAddress: "10.0.0.5",
        responseCode: Number(statuses[reason]),
        totalTime: 40 + Math.floor(random() * 400),
        backendTime: 20,
        clientTime: 1,
        requestSize: 900,
        responseSize: 2400,
        ...(reason === "forwarded" && {
            backend: { id: server, method: "POST", url: `https://${server}.internal/mcp`, responseCode: 200 },
        }),
        traces: [traceOf(user, server, reason, random)],
    };
    const written = completed(gatewayRow(record, { location: "westeurope" }), gatewayId, "ApiManagementGatewayLogs");
    return JSON.parse(JSON.stringify(written));
}

/** A token that is refused names nobody. */
function traceOf(user: number, server: string, reason: Reason, random: () => number) {
    const decision = reason === "forwarded" ? "allowed" : "refused";
    const isKnown = reason !== "token";
    const metadata = {
        decision,
        reason,
        status: statuses[reason],
        user: isKnown ? id(1, user) : "",
        client: isKnown ? pick(sampleServer.clientIds, random()) : "",
        server,
        method: isKnown ? "tools/call" : "",
        tool: isKnown ? pick(sampleServer.tools, random()).name : "",
        era: "2025",
        clientAddress: `203.0.113.${user}`,
        session: isKnown ? id(2, user) : "",
        right: reason === "forwarded" ? "orders.read" : "",
        stepUp: "",
        error: isKnown ? "" : "validate-azure-ad-token TokenExpired",
    };
    return { source: "mcp-gateway", severity: "information", message: decision, metadata };
}

function id(kind: number, number: number): string {
    return `${String(kind).repeat(8)}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

function pick<Item>(items: readonly Item[], random: number): Item {
    const item = items[Math.floor(random * items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
}

/** Numbers from 0 to 1 that look random, the same in each run. */
function seeded(seed: number): () => number {
    let state = seed;
    return () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
    };
}

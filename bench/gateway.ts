import path from "node:path";
import { ServedServer, send } from "../test/components/gateway/served/served-server";
import { serverWithoutLimits } from "../test/components/gateway/served/traffic";
import { compare, median, render, run, type Variant } from "./paired";
import type { Load } from "./programs/gateway-load";

const root = path.dirname(__dirname);
const seconds = 60;

/** Part of the heap that may come to it from the first third of a run to the last. */
const tolerance = 0.1;

/**
 * What the local gateway adds to a call, and whether it holds out: 200 sessions that call in all ways for a minute. A
 * decision that is not what the definition says, or a heap that grows, fails the benchmark. It says nothing of the speed
 * of API Management.
 */
export async function gateway(rounds: number): Promise<void> {
    await latency(rounds);
    load();
}

/** Requests of which the mean is one figure. */
const repetitions = 50;

async function latency(rounds: number): Promise<void> {
    const served = await ServedServer.start(serverWithoutLimits);
    const call = { name: "search_orders", arguments: { status: "open" } };
    const variants = [
        await variant("the server itself", served, served.backendPort, "tools/call", call),
        await variant("tools/call, with Content Safety", served, served.port, "tools/call", call),
        await variant("ping, passed on", served, served.port, "ping"),
        await variant("tools/list, answered by the gateway", served, served.port, "tools/list"),
    ];
    console.log(render("Each request, one at a time", await compare(variants, { rounds, unit: "ms" })));
    await served.close();
}

async function variant(
    name: string,
    served: ServedServer,
    port: number,
    method: string,
    params: object = {},
): Promise<Variant> {
    const { endpoint } = served.server;
    const headers: [string, string][] = [
        ["Host", new URL(endpoint.url).host],
        ["X-MCP-Client-Address", "203.0.113.7"],
        ["Accept", "application/json, text/event-stream"],
        ["Content-Type", "application/json"],
        ["Authorization", `Bearer ${await served.token({ exp: Math.floor(served.time / 1000) + 24 * 60 * 60 })}`],
        ["MCP-Protocol-Version", "2025-11-25"],
    ];
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const measure = async () => {
        const start = performance.now();
        for (let count = 0; count < repetitions; count += 1) {
            served.time += 1000; // so that not all requests lie in one window of the limits
            const { status, text } = await send(port, "POST", `/${endpoint.path}`, headers, body);
            if (status !== 200) throw new Error(`${name} is answered with ${status}: ${text}`);
        }
        return (performance.now() - start) / repetitions;
    };
    return { name, measure };
}

function load(): void {
    const script = path.join(__dirname, "programs", "gateway-load.ts");
    const env = { BENCH_SECONDS: String(seconds) };
    const {
        requests,
        seconds: taken,
        heap,
    } = JSON.parse(run(process.execPath, ["--expose-gc", "--import", "tsx", script], { cwd: root, env })) as Load;
    const third = Math.floor(heap.length / 3);
    const [first, last] = [median(heap.slice(0, third)), median(heap.slice(-third))];
    const growth = last / first;
    const megabytes = [first, last].map((bytes) => Math.round(bytes / 1e6)).join(" / ");
    console.log(`200 sessions that call in all ways for ${Math.round(taken)} s: no wrong decision of ${requests}`);
    console.log(`  ${Math.round(requests / taken)} requests a second, client and server in the same process`);
    console.log(`  heap in the first and the last third: ${megabytes} MB, ratio ${growth.toFixed(3)}`);
    if (!(growth <= 1 + tolerance)) throw new Error(`The heap grows to ${growth.toFixed(2)} of what it was.`);
}

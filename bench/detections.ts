import { readDetections } from "../components/sentinel/read-detections";
import type { TraceRecord } from "../local/apim/pipeline/record";
import { compileQuery, type Query } from "../local/kql/run";
import type { Row } from "../local/kql/schema";
import { workspaceSchema } from "../test/components/sentinel/detections/workspace-schema";
import { watchlists } from "../test/components/sentinel/replay/environment";
import { gatewayRows } from "./gateway-rows";
import { compare, render } from "./paired";

const all = readDetections();
const now = Date.UTC(2026, 10, 27, 12);

/**
 * What the detections cost here, in time of the processor: each row when a day of the gateway has ten times as many,
 * compiling them against running them, and one of them against the same count in JavaScript. It says nothing of the speed
 * of Microsoft Sentinel.
 */
export async function detections(rounds: number): Promise<void> {
    const compiled = compileAll();
    const [quiet, busy] = [gatewayRows(2_000, now), gatewayRows(20_000, now)];
    const runAll = (rows: Row[]) => milliseconds(() => all.map(({ id }) => answer(compiled, id, rows)));

    const each = [quiet, busy].map((rows) => ({
        name: `of ${rows.length}`,
        measure: () => (1000 * runAll(rows)) / rows.length,
    }));
    console.log(
        render(
            `${all.length} detections over a day of the gateway, a thousand rows`,
            await compare(each, { rounds, unit: "ms" }),
        ),
    );

    const once = [
        { name: `run over ${busy.length} rows`, measure: () => runAll(busy) },
        { name: "compiled", measure: () => milliseconds(compileAll) },
    ];
    console.log(render("All detections once", await compare(once, { rounds, unit: "ms" })));

    const found = () => answer(compiled, "limit-burst", busy).map(({ User }) => User);
    if (bursts(busy).length !== 1 || bursts(busy)[0] !== found()[0]) throw new Error("Both must find the same caller.");
    const one = [
        { name: "in JavaScript", measure: () => milliseconds(() => bursts(busy)) },
        { name: "as a detection", measure: () => milliseconds(found) },
    ];
    console.log(render(`limit-burst over ${busy.length} rows`, await compare(one, { rounds, unit: "ms" })));
}

/** With a schema of its own, of which the language service knows nothing yet. */
function compileAll(): Map<string, Query> {
    const schema = { ...workspaceSchema };
    return new Map(all.map(({ id, query }) => [id, compileQuery(query, schema)]));
}

function answer(compiled: Map<string, Query>, id: string, rows: Row[]): Row[] {
    const run = compiled.get(id);
    if (run === undefined) throw new Error(`There is no detection ${id}.`);
    return run({
        rows: (table) => (table === "ApiManagementGatewayLogs" ? rows : []),
        watchlist: (alias) => watchlists[alias] ?? [],
        now,
        random: () => 0,
    });
}

/** What limit-burst looks for, as somebody would write it by hand. */
function bursts(rows: Row[]): string[] {
    const refusals = new Map<string, number>();
    for (const { TimeGenerated, TraceRecords } of rows) {
        if (Date.parse(String(TimeGenerated)) < now - 20 * 60_000) continue;
        for (const { source, metadata } of TraceRecords as unknown as TraceRecord[]) {
            if (source !== "mcp-gateway" || metadata.reason !== "limit") continue;
            const caller = `${metadata.clientAddress} ${metadata.user?.toLowerCase()}`;
            refusals.set(caller, (refusals.get(caller) ?? 0) + 1);
        }
    }
    return [...refusals].filter(([, number]) => number >= 100).map(([caller]) => caller.split(" ")[1] ?? "");
}

function milliseconds(work: () => unknown): number {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
}

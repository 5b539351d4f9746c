// The local cloud as a process: node --import tsx local/cloud/main.ts --home DIR --speed N [--port FIRST] [--faults FILE] [--lazy-cluster]
import { azurePackage } from "../azure";
import { openActivityLog } from "../azure/open-activity-log";
import { entraPackage } from "../entra";
import { FaultPlan } from "../faults/fault-plan";
import { type FaultNotice, faultyPackage } from "../faults/faulty-package";
import { readFaults } from "../faults/read-faults";
import { kubernetesPackage } from "../kubernetes";
import { clusterFolder, LocalCluster } from "../kubernetes/local-cluster";
import { deployer } from "../logs/callers";
import { type ProviderServer, serveProvider } from "../provider/server";
import { randomPackage } from "../random";
import { type CloudArguments, readArguments } from "./arguments";
import { keptForGood } from "./creation";
import { openHomeJournal } from "./home-journal";
import { limitOutput } from "./limited-output";
import { describeCloud } from "./running-cloud";
import { scaledClock } from "./scaled-clock";
import { sealingKey } from "./sealing-key";
import { readSeed } from "./seed";
import type { Store } from "./store";

/** The first line on stdout: where the providers listen, or why they do not. */
export type Announcement = { providers: Record<string, number> } | { error: string };

/** The lines that follow on stdout: what the user should see, and faults that happen. Everything else goes to stderr. */
export type Notice = { notice: string } | { fault: FaultNotice };

async function run({ home, speed, firstPort, faults, lazyCluster }: CloudArguments): Promise<void> {
    const seed = readSeed();
    const clock = scaledClock(speed);
    const plan = new FaultPlan(faults === undefined ? [] : await readFaults(faults));
    const store = await openHomeJournal(home);
    const surroundings = {
        clock,
        happens: (fault: FaultNotice) => say({ fault }),
        die: (urn: string) => die(store, urn),
    };
    const cluster = new LocalCluster({ folder: clusterFolder(home), log: (notice) => say({ notice }) });
    const cloud = { store, clock, seed };
    const activity = await openActivityLog(home, cloud, deployer(seed));
    const packages = [
        { pkg: azurePackage({ ...cloud, activity, sealingKey: () => sealingKey(home) }), clock },
        { pkg: entraPackage(cloud), clock },
        { pkg: randomPackage(), clock },
        // nothing makes the controllers of a real cluster faster
        { pkg: kubernetesPackage(cluster, store, { lazy: lazyCluster }), clock: scaledClock(1) },
    ];
    const servers: ProviderServer[] = [];
    const stop = async () => {
        cluster.abandon();
        await Promise.all(servers.map((server) => server.close()));
        await cluster.stop();
        await activity.close();
        await store.close();
    };
    try {
        const providers: Record<string, number> = {};
        for (const [index, { pkg, clock }] of packages.entries()) {
            const faulty = faultyPackage(pkg, plan, surroundings);
            const server = await serveProvider(faulty, firstPort === undefined ? 0 : firstPort + index, { clock });
            servers.push(server);
            providers[pkg.name] = server.port;
        }
        await describeCloud(home, { speed, providers });
        say({ providers });
        await endOfService();
    } finally {
        await stop();
    }
}

/** Resolves when stdin ends, which it also does when the parent process is killed, or on a signal. */
function endOfService(): Promise<void> {
    return new Promise((resolve) => {
        process.stdin.on("close", resolve).on("end", resolve).on("error", resolve).resume();
        process.on("SIGINT", resolve).on("SIGTERM", resolve);
    });
}

/** Written to the pipe when this returns, also when the process dies right after it (Node.js on POSIX). */
function say(line: Announcement | Notice): void {
    console.log(JSON.stringify(line));
}

async function die(store: Store, urn: string): Promise<void> {
    await store.write(keptForGood(urn, store));
    process.kill(process.pid, "SIGKILL");
}

async function main(): Promise<void> {
    process.stdout.on("error", () => {}); // nobody listens any more
    limitOutput(process.stderr);
    try {
        await run(readArguments(process.argv.slice(2)));
    } catch (error) {
        console.error(error);
        say({ error: (error as Error).message });
        process.exitCode = 1;
    }
    process.stdin.destroy();
}

void main();

// The local cloud as a process: node --import tsx local/cloud/main.ts --home DIR --speed N [--port FIRST]
import { azurePackage } from "../azure";
import { entraPackage } from "../entra";
import { type ProviderServer, serveProvider } from "../provider/server";
import { randomPackage } from "../random";
import { type CloudArguments, readArguments } from "./arguments";
import { openHomeJournal } from "./home-journal";
import { scaledClock } from "./scaled-clock";
import { readSeed } from "./seed";

/** The one line on stdout: where the providers listen, or why they do not. Everything else goes to stderr. */
export type Announcement = { providers: Record<string, number> } | { error: string };

async function run({ home, speed, firstPort }: CloudArguments): Promise<void> {
    const seed = readSeed();
    const clock = scaledClock(speed);
    const store = await openHomeJournal(home);
    const servers: ProviderServer[] = [];
    const stop = async () => {
        await Promise.all(servers.map((server) => server.close()));
        await store.close();
    };
    try {
        const providers: Record<string, number> = {};
        const cloud = { store, clock, seed };
        const packages = [azurePackage(cloud), entraPackage(cloud), randomPackage()];
        for (const [index, pkg] of packages.entries()) {
            const server = await serveProvider(pkg, firstPort === undefined ? 0 : firstPort + index, { clock });
            servers.push(server);
            providers[pkg.name] = server.port;
        }
        announce({ providers });
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

function announce(announcement: Announcement): void {
    console.log(JSON.stringify(announcement));
}

async function main(): Promise<void> {
    try {
        await run(readArguments(process.argv.slice(2)));
    } catch (error) {
        console.error(error);
        announce({ error: (error as Error).message });
        process.exitCode = 1;
    }
    process.stdin.destroy();
}

void main();

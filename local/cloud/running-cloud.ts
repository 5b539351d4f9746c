import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lockHolder } from "../process-lock";
import { homeJournal } from "./home-journal";

/** A local cloud that runs, in its own words. */
export interface CloudDescription {
    pid: number;
    /** RFC 3339. */
    since: string;
    /** Seconds of cloud time for each second. */
    speed: number;
    /** Port by package name. */
    providers: Record<string, number>;
}

/** Leaves in the folder of the cloud, and in its log, what is said of it while it runs. Outdated ones do no harm. */
export async function describeCloud(
    folder: string,
    cloud: Pick<CloudDescription, "speed" | "providers">,
    log: (line: string) => void = console.error,
): Promise<void> {
    const description: CloudDescription = { pid: process.pid, since: new Date().toISOString(), ...cloud };
    await writeFile(descriptionFile(folder), JSON.stringify(description), { mode: 0o600 });
    const ports = Object.entries(cloud.providers).map(([name, port]) => `${name} on port ${port}`);
    log(`${description.since} process ${process.pid} is up: ${ports.join(", ")}; ${cloud.speed} times real time`);
}

/**
 * The cloud that runs in the folder at this moment, with no more than its process id while it is still starting.
 * Undefined when there is none.
 */
export async function findRunningCloud(
    folder: string,
): Promise<(Pick<CloudDescription, "pid"> & Partial<CloudDescription>) | undefined> {
    const holder = await lockHolder(homeJournal(folder));
    if (holder === undefined) {
        return undefined;
    }
    const description = await readFile(descriptionFile(folder), "utf8").then(
        (text): CloudDescription => JSON.parse(text),
        () => undefined,
    );
    return description?.pid === holder.pid ? description : { pid: holder.pid };
}

/** The time in a cloud: it started at the present and runs faster since then. */
export function cloudTime({ since, speed }: Pick<CloudDescription, "since" | "speed">, now = Date.now()): Date {
    const started = Date.parse(since);
    return new Date(started + (now - started) * speed);
}

function descriptionFile(folder: string): string {
    return join(folder, "running.json");
}

import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type RunningCloud, startCloud } from "../local/cloud/client";
import { ensurePassphrase, type Home, openHome } from "../local/workspace/home";

export interface Surroundings {
    /** Folder for files; it is removed with everything in it. */
    folder: string;
    /** A home that nobody else uses. */
    home: Home;
    /** An empty local cloud. */
    cloud: RunningCloud;
}

/** Gives `body` a local cloud of its own, and takes everything away after it. */
export async function withCloud(speed: number, body: (surroundings: Surroundings) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "bench-"));
    const home = await ownHome(path.join(folder, "home"));
    const cloud = await startCloud({ home: home.cloud, speed });
    try {
        await body({ folder, home, cloud });
    } finally {
        await cloud.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/** A home folder that is ready for the engine. */
export async function ownHome(folder: string): Promise<Home> {
    const home = await openHome(folder);
    await ensurePassphrase(home);
    return home;
}

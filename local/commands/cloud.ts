import { deleteByHand, findById, setByHand } from "../azure/by-hand";
import { Cloud, type Stored } from "../azure/cloud";
import { openActivityLog } from "../azure/open-activity-log";
import { asRead } from "../azure/operations";
import { readOnlyCloud } from "../azure/read-only-cloud";
import { typeOf } from "../azure/registry";
import { noWaiting } from "../cloud/clock";
import { openHomeJournal } from "../cloud/home-journal";
import { readRecords } from "../cloud/read-records";
import { sealingKey } from "../cloud/sealing-key";
import { readSeed } from "../cloud/seed";
import { administrator } from "../logs/callers";
import { Refusal } from "../provider/provider";
import { asFailure, Failure } from "../report/failure";
import { homePaths, openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { takeRunLock } from "../workspace/run-lock";

/** Everything that exists in the local cloud, by id. Answers during a run, too. */
export async function listCloud(): Promise<Pick<Stored, "type" | "id">[]> {
    const cloud = await readCloud();
    return cloud.all().map(({ type, id }) => ({ type, id }));
}

/** One resource as Azure would answer it: without secrets, which go in and never come out. */
export async function showInCloud(id: string): Promise<Stored> {
    const cloud = await readCloud();
    return asAnswer(async () => asRead(findById(cloud, id), cloud));
}

/** Changes one property of a resource behind Pulumi's back. */
export async function setInCloud(id: string, path: string, json: string): Promise<Stored> {
    return changeCloud("cloud set", async (cloud) => {
        await setByHand(cloud, id, path, json);
        return asRead(findById(cloud, id), cloud);
    });
}

/** Deletes a resource, and what lies in it, behind Pulumi's back. Returns what is gone. */
export async function deleteInCloud(id: string): Promise<Pick<Stored, "type" | "id">[]> {
    return changeCloud("cloud delete", async (cloud) => {
        const before = cloud.all();
        await deleteByHand(cloud, id);
        return before.filter((resource) => cloud.find(resource.id) === undefined).map(({ type, id }) => ({ type, id }));
    });
}

/** Works on the journal itself, which is possible only while no run is under way. */
async function changeCloud<T>(command: string, change: (cloud: Cloud) => Promise<T>): Promise<T> {
    const home = await openHome(homeFolder());
    const release = await takeRunLock(home, { command, stack: "all stacks" });
    try {
        const journal = await asFailure(openHomeJournal(home.cloud));
        try {
            const seed = readSeed();
            const activity = await openActivityLog(home.cloud, { store: journal, seed }, administrator(seed));
            try {
                const cloud = new Cloud(journal, noWaiting, seed, typeOf, () => sealingKey(home.cloud), activity);
                return await asAnswer(() => change(cloud));
            } finally {
                await activity.close();
            }
        } finally {
            await journal.close();
        }
    } finally {
        await release();
    }
}

async function readCloud(): Promise<Cloud> {
    const home = homePaths(homeFolder()).cloud;
    return readOnlyCloud(await asFailure(readRecords(home)), home);
}

async function asAnswer<T>(action: () => Promise<T>): Promise<T> {
    try {
        return await action();
    } catch (error) {
        throw error instanceof Refusal ? new Failure(error.message) : error;
    }
}

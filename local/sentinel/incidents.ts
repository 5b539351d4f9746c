import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { v5 as uuid } from "uuid";
import { sameId } from "../azure/arm-id";
import { replaceFile } from "../cloud/folder";
import { unlessMissing } from "../missing-file";
import type { Incident } from "./incident";

/** What is said of an incident when it begins. */
export type NewIncident = Pick<Incident, "title" | "severity" | "createdTimeUtc" | "relatedAnalyticRuleIds" | "alerts">;

/** The incidents of a workspace: each is a file, named by its number. */
export class Incidents {
    readonly #folder: string;
    #last: Promise<unknown> = Promise.resolve();

    /** @param home - Folder of the cloud. */
    constructor(home: string) {
        this.#folder = join(home, "incidents");
    }

    /** All of them, the oldest first. */
    async all(): Promise<Incident[]> {
        const files = await readdir(this.#folder).catch(unlessMissing<string[]>([]));
        const incidents = await Promise.all(
            files
                .filter((file) => file.endsWith(".json"))
                .map(async (file): Promise<Incident> => JSON.parse(await readFile(join(this.#folder, file), "utf8"))),
        );
        return incidents.sort((one, other) => one.incidentNumber - other.incidentNumber);
    }

    /** The one with an ARM id. */
    async find(id: string): Promise<Incident | undefined> {
        return (await this.all()).find((incident) => sameId(incident.id, id));
    }

    /** Begins an incident with the next number. */
    create(workspaceId: string, incident: NewIncident): Promise<Incident> {
        return this.#inTurn(async () => {
            const incidentNumber = ((await this.all()).at(-1)?.incidentNumber ?? 0) + 1;
            const name = uuid(`${workspaceId}|${incidentNumber}`.toLowerCase(), uuid.URL);
            return this.#write({
                id: `${workspaceId}/providers/Microsoft.SecurityInsights/Incidents/${name}`,
                incidentNumber,
                status: "New",
                labels: [],
                comments: [],
                lastModifiedTimeUtc: incident.createdTimeUtc,
                ...incident,
            });
        });
    }

    /**
     * Changes an incident.
     *
     * @param change - What is new, given the incident as it is.
     * @throws an error when there is none.
     */
    change(id: string, change: (incident: Incident) => Partial<Incident>): Promise<Incident> {
        return this.#inTurn(async () => {
            const incident = await this.find(id);
            if (incident === undefined) throw new Error(`There is no incident ${id}.`);
            return this.#write({ ...incident, ...change(incident) });
        });
    }

    /** One after the other, so that none writes over what another has added. */
    #inTurn<T>(action: () => Promise<T>): Promise<T> {
        const result = this.#last.then(action);
        this.#last = result.catch(() => {});
        return result;
    }

    async #write(incident: Incident): Promise<Incident> {
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
        await replaceFile(
            join(this.#folder, `${incident.incidentNumber}.json`),
            Buffer.from(JSON.stringify(incident, null, 4)),
        );
        return incident;
    }
}

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openHomeJournal } from "../../local/cloud/home-journal";
import type { Journal } from "../../local/cloud/journal";
import type { Properties } from "../../local/provider/provider";
import type { Deployment, ResourceState } from "../../local/recovery/deployment";
import type { LocalRun } from "./local-run";
import { isMadeByAzure } from "./made-by-azure";
import { normalForm } from "./normal-form";

/** What the deployments of a home folder have led to. */
export interface Outcome {
    /** Resources of the state by URN. */
    state: Record<string, ResourceState>;
    /** Resources of the cloud by id. */
    cloud: Record<string, Properties>;
    /** Everything else: notes, names that stay taken, pending operations. */
    left: unknown[];
}

/** Fails when state and cloud do not have the same resources, one to one. */
export async function outcome(local: LocalRun): Promise<Outcome> {
    const file = join(local.home, "state", ".pulumi", "stacks", "zero-trust-mcp", "dev.json");
    const deployment: Deployment = JSON.parse(await readFile(file, "utf8")).checkpoint.latest;
    const { resources = [], pending_operations = [] } = deployment;
    const records = await inCloud(local, (journal) => journal.list(""));

    const cloud = records.filter(([key]) => key.startsWith("arm:")).map(([, value]) => value);
    const idsInCloud = cloud
        .map(({ id }) => String(id))
        .filter((id) => !isMadeByAzure(id))
        .sort();
    const idsInState = resources
        .filter(({ type }) => type.startsWith("azure-native:"))
        .map(({ id }) => String(id))
        .sort();
    assert.deepEqual(idsInState, idsInCloud);
    const urns = resources.map(({ urn }) => urn);
    assert.deepEqual(urns, [...new Set(urns)]);
    const everything = {
        state: Object.fromEntries(resources.map((resource) => [resource.urn, withoutTimes(resource)])),
        cloud: Object.fromEntries(cloud.map((record) => [String(record.id), record])),
        left: [...pending_operations, ...records.filter(([key]) => !key.startsWith("arm:"))],
    };
    const { left, ...compared } = withoutDrawnIds(everything, drawnIds(records));
    return { state: normalForm(compared.state), cloud: normalForm(compared.cloud), left: left.sort(byText) };
}

/** What to write in place of the GUIDs that are drawn and that other resources name: of identities, their roles, workspaces. */
function drawnIds(records: [string, Properties][]): Map<string, string> {
    const drawn = new Map<string, string>();
    for (const [key, { name }] of records) {
        if (key.startsWith("principal:")) drawn.set(key.slice("principal:".length), `<principal ${name}>`);
    }
    for (const [, { body }] of records) {
        const { clientId, customerId, name, principalId, roleDefinitionId } = (body ?? {}) as Record<string, string>;
        const principal = drawn.get(principalId ?? "");
        if (customerId !== undefined) drawn.set(customerId, `<customer ${name}>`);
        if (clientId !== undefined) drawn.set(clientId, `<client ${name}>`);
        if (name !== undefined && principal !== undefined && roleDefinitionId !== undefined) {
            drawn.set(name, `<${roleDefinitionId.split("/").at(-1)} of ${principal}>`);
        }
    }
    return drawn;
}

function withoutDrawnIds<T>(value: T, drawn: Map<string, string>): T {
    let text = JSON.stringify(value);
    for (const [id, name] of drawn) text = text.replaceAll(id, name);
    return JSON.parse(text);
}

/** Reads, and may change, what exists in the cloud while it is down; that of a killed command line may still be ending. */
export async function inCloud<T>({ home }: LocalRun, action: (journal: Journal) => Promise<T> | T): Promise<T> {
    const journal = await openHomeJournal(join(home, "cloud"));
    try {
        return await action(journal);
    } finally {
        await journal.close();
    }
}

function byText(one: unknown, other: unknown): number {
    return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

/** An adopted resource has no time of creation, and a provider has a random id. */
function withoutTimes(resource: ResourceState): ResourceState {
    const { created: _, modified: __, ...others } = resource as ResourceState & { created?: string; modified?: string };
    return others.type.startsWith("pulumi:providers:") ? { ...others, id: "<drawn>" } : others;
}

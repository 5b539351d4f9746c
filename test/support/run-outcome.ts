import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openHomeJournal } from "../../local/cloud/home-journal";
import type { Journal } from "../../local/cloud/journal";
import type { Properties } from "../../local/provider/provider";
import { textAt } from "../../local/provider/values";
import type { Deployment, ResourceState } from "../../local/recovery/deployment";
import type { LocalRun } from "./local-run";
import { isMadeByAzure } from "./made-by-azure";
import { normalForm } from "./normal-form";

/** What the deployments of a home folder have led to. */
export interface Outcome {
    /** Resources of the state by URN. */
    state: Record<string, ResourceState>;
    /** Resources of the cloud by id, objects of the directory by path, and what is sealed. */
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

    const azure = valuesOf(records, "arm:").map((record): [string, Properties] => [String(record.id), record]);
    const entra = valuesOf(records, "entra:").map((record): [string, Properties] => [
        String(record.path),
        directoryObject(record.body as Properties),
    ]);
    const idsInCloud = [...azure, ...entra].map(([id]) => id).filter((id) => !isMadeByAzure(id));
    const idsInState = resources.filter(isInCloud).map(({ id }) => String(id));
    assert.deepEqual(idsInState.sort(), idsInCloud.sort());
    const urns = resources.map(({ urn }) => urn);
    assert.deepEqual(urns, [...new Set(urns)]);
    const everything = {
        state: Object.fromEntries(resources.map((resource) => [resource.urn, stable(resource)])),
        cloud: Object.fromEntries([...azure, ...entra, ...valuesOf(records, "sealed:").map(sealedRecord)]),
        left: [...pending_operations, ...records.filter(([key]) => !/^(arm|entra|sealed):/.test(key))],
    };
    const { left, ...compared } = withoutDrawnIds(everything, drawnIds(records));
    return { state: normalForm(compared.state), cloud: normalForm(compared.cloud), left: left.sort(byText) };
}

function valuesOf(records: [string, Properties][], prefix: string): Properties[] {
    return records.filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
}

/** Versions of secrets are drawn. */
function sealedRecord(record: Properties): [string, Properties] {
    const id = String(record.id).replace(/(?<=\/versions\/)[0-9a-f]{32}$/, "<drawn>");
    return [`sealed ${id}`, { ...record, id }];
}

/** Whether there is a record for it alone. A part of an application is in the record of the application. */
function isInCloud({ type, id = "" }: ResourceState): boolean {
    const isPart = /^(\/applications\/[^/]+\/|[^/]+\/preAuthorizedApplication\/)/.test(id);
    return type.startsWith("azure-native:") || (type.startsWith("azuread:") && !isPart);
}

/** Its parts are in the order in which they came. */
function directoryObject(body: Properties): Properties {
    return Object.fromEntries(
        Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? [...value].sort(byText) : value]),
    );
}

/**
 * What to write in place of what is drawn and that other resources name: ids of identities, clients, roles, workspaces,
 * versions of keys, addresses of clusters.
 */
function drawnIds(records: [string, Properties][]): Map<string, string> {
    const drawn = new Map<string, string>();
    for (const [key, { name }] of records) {
        if (key.startsWith("principal:")) drawn.set(key.slice("principal:".length), `<principal ${name}>`);
    }
    for (const { body } of valuesOf(records, "arm:")) {
        for (const id of idsOfKeyOrCluster(body as Properties)) drawn.set(id, "<drawn>");
        const { clientId, customerId, name, principalId, roleDefinitionId } = (body ?? {}) as Record<string, string>;
        const principal = drawn.get(principalId ?? "");
        if (customerId !== undefined) drawn.set(customerId, `<customer ${name}>`);
        if (clientId !== undefined) drawn.set(clientId, `<client ${name}>`);
        if (name !== undefined && principal !== undefined && roleDefinitionId !== undefined) {
            drawn.set(name, `<${roleDefinitionId.split("/").at(-1)} of ${principal}>`);
        }
    }
    for (const { path, body } of valuesOf(records, "entra:")) {
        const { appRoleId, clientId, displayName, principalObjectId, resourceObjectId } = body as Record<
            string,
            string
        >;
        const id = String(path).split("/").at(-1) ?? "";
        if (appRoleId !== undefined) {
            const [principal, resource] = [principalObjectId, resourceObjectId].map(
                (each = "") => drawn.get(each) ?? each,
            );
            drawn.set(id, `<${appRoleId} of ${principal} for ${resource}>`);
        } else if (displayName !== undefined) {
            drawn.set(id, `<object ${displayName}>`);
            if (clientId !== undefined) drawn.set(clientId, `<client ${displayName}>`);
        }
    }
    return drawn;
}

function idsOfKeyOrCluster(body: Properties): string[] {
    const version = textAt(body, "keyUriWithVersion")?.split("/").at(-1);
    // its label and its zone, which are apart in the DNS
    const address = textAt(body, "privateFQDN")?.split(".").slice(0, 2) ?? [];
    const ofCluster = ["oidcIssuerProfile.issuerURL", "resourceUID"].map((path) => textAt(body, path));
    return [version, ...address, ...ofCluster].filter((id) => id !== undefined);
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

/** What a service principal shows of its application, as it was when it was read last. */
const ofItsApplication = new Set([
    "appRoleIds",
    "appRoles",
    "oauth2PermissionScopeIds",
    "oauth2PermissionScopes",
    "redirectUris",
    "servicePrincipalNames",
]);

/** An adopted resource has no time of creation, and a provider has a random id. */
function stable(resource: ResourceState): ResourceState {
    const { created: _, modified: __, ...others } = resource as ResourceState & { created?: string; modified?: string };
    if (others.type === "azuread:index/servicePrincipal:ServicePrincipal") {
        const shown = Object.entries(others.outputs ?? {}).filter(([name]) => !ofItsApplication.has(name));
        return { ...others, outputs: Object.fromEntries(shown) };
    }
    return others.type.startsWith("pulumi:providers:") ? { ...others, id: "<drawn>" } : others;
}

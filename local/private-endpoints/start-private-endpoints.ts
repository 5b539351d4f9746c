import { join } from "node:path";
import { changeCloud } from "../azure/change-cloud";
import type { Stored } from "../azure/cloud";
import { readOnlyCloud } from "../azure/read-only-cloud";
import { answerBlobs } from "../blob-data/answer";
import { BlobStore } from "../blob-data/blob-store";
import { noWaiting } from "../cloud/clock";
import { watchRecords } from "../cloud/watched-records";
import { openSigningKey } from "../entra/tokens/signing-key";
import { type Tenant, tenantOf } from "../entra/tokens/tenant";
import { answerVault } from "../key-vault-data/answer";
import type { Access } from "../kubernetes/connection";
import { serveEntraAccess } from "../kubernetes/entra-access/serve-entra-access";
import type { LogSink } from "../logs/log-sink";
import { textAt, valueAt } from "../provider/values";
import { serveAnswers } from "./serve-answers";

export interface PrivateEndpointsOptions {
    /** Required. Folder of the cloud. */
    home: string;
    /** Required. The API server of the cluster, which is started when somebody asks it something. */
    cluster(): Promise<Access>;
    /** Required. Takes what vaults note of requests. */
    rows: LogSink;
    /** Required. Takes a sentence about what goes wrong in here. */
    log(line: string): void;
    /** Optional. Milliseconds since the epoch. Default: the time. */
    now?(): number;
}

/** What stands on this machine for services that networks reach by private endpoints. */
export interface PrivateEndpoints {
    /** Origins of the vaults, storage accounts and clusters that are deployed at the moment, by host. */
    hosts(): ReadonlyMap<string, string>;
    close(): Promise<void>;
}

/** Blobs of the cloud of a home folder. */
export function blobsOf(home: string): BlobStore {
    return new BlobStore(join(home, "blobs"));
}

/**
 * Serves the secrets of vaults, the blobs of storage accounts and the API servers of clusters, as they are deployed at the
 * moment of each request. They judge token and role; who reaches them is judged where a request sets out.
 */
export async function startPrivateEndpoints(options: PrivateEndpointsOptions): Promise<PrivateEndpoints> {
    const { home, cluster, rows, log, now = Date.now } = options;
    const clock = { ...noWaiting, now };
    const [records, key, blobs] = [watchRecords(home), await openSigningKey(home), blobsOf(home)];
    const tenant = (): Tenant => tenantOf(records(), { key, clock });
    const cloud = () => readOnlyCloud(records(), home);

    const vaults = await serveAnswers(
        (request) =>
            answerVault(request, {
                tenant: tenant(),
                cloud: cloud(),
                rows,
                now: now(),
                change: (change) => changeCloud(home, clock, change),
            }),
        log,
    );
    const accounts = await serveAnswers(
        (request) => answerBlobs(request, { tenant: tenant(), cloud: cloud(), blobs, now: now() }),
        log,
    );
    const clusters = await serveEntraAccess({ tenant, access: cluster, log });
    const origins: Record<string, string> = {
        "azure-native:keyvault:Vault": vaults.origin,
        "azure-native:storage:StorageAccount": accounts.origin,
        "azure-native:containerservice:ManagedCluster": clusters.origin,
    };
    return {
        hosts() {
            const deployed = cloud();
            return new Map(
                [...deployed.all(), ...deployed.seed.resources].flatMap((resource) => {
                    const [host, origin] = [hostOf(resource), origins[resource.type]];
                    return host === undefined || origin === undefined ? [] : [[host, origin]];
                }),
            );
        },
        async close() {
            await Promise.all([vaults, accounts, clusters].map((server) => server.close()));
        },
    };
}

/** Name that clients inside the network have for a resource. */
function hostOf({ type, body }: Stored): string | undefined {
    switch (type) {
        case "azure-native:keyvault:Vault":
            return hostIn(textAt(body, "properties.vaultUri"));
        case "azure-native:storage:StorageAccount":
            return hostIn(textAt(body, "primaryEndpoints.blob"));
        case "azure-native:containerservice:ManagedCluster":
            // without it, the cluster knows no token of Entra
            return valueAt(body, "aadProfile.managed") === true ? textAt(body, "privateFQDN") : undefined;
        default:
            return undefined;
    }
}

function hostIn(url: string | undefined): string | undefined {
    return url === undefined ? undefined : new URL(url).host;
}

import assert from "node:assert/strict";
import { recordKey, type Stored } from "../../../local/azure/cloud";
import { recordsOf } from "../../../local/azure/network/reachability/from-inputs";
import { findType } from "../../../local/azure/registry";
import { textAt } from "../../../local/provider/values";
import { apiServerSubnet, containerServiceExamples } from "../azure/container-service-landscape";
import { type Cloud, seed } from "../azure/fixture";

const type = "azure-native:containerservice:ManagedCluster";

/** A private cluster in the network of the runner, without what it needs besides its subnet. */
export async function deployCluster(cloud: Cloud): Promise<void> {
    await cloud.create(...apiServerSubnet);
    const { id, body } = await cluster();
    await cloud.store.write([{ key: recordKey(id), value: { type, id, body } }]);
}

/** Name of its API server. */
export async function clusterHost(): Promise<string> {
    return textAt((await cluster()).body, "privateFQDN") ?? assert.fail("The cluster has no name.");
}

async function cluster(): Promise<Stored> {
    const inputs = containerServiceExamples["containerservice:ManagedCluster"] ?? {};
    const records = await recordsOf([{ type, inputs }], { subscriptionId: seed.subscriptionId, typeOf: findType });
    return records.find((record) => record.type === type) ?? assert.fail("There is no cluster.");
}

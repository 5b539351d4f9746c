import { changes } from "./activity/changes";
import { clusterAttacks } from "./cluster/attacks";
import { containerTraces } from "./container/traces";
import { gatewayAttacks } from "./gateway/attacks";
import { handMade } from "./hand-made";
import { vaultAttacks } from "./vault/secret-requests";

/** Detections that are replayed, by what has written the rows: a folder here, and in the page about detections. */
export const kinds = {
    gateway: [...Object.keys(gatewayAttacks), "adaptive-release"],
    edge: ["edge-attack-burst"],
    cluster: Object.keys(clusterAttacks),
    vault: [...Object.keys(vaultAttacks), "vault-used-by-stranger"],
    activity: Object.keys(changes),
    container: Object.keys(containerTraces),
    "hand-made": Object.keys(handMade),
} satisfies Record<string, string[]>;

import type { Properties } from "../../provider/provider";
import { merge, textAt, valueAt } from "../../provider/values";
import type { Cloud } from "../cloud";
import { settledVersion } from "./kubernetes-versions";

/** What pools of a cluster have in common. */
export interface PoolSetting {
    /** Id of the pool. */
    id: string;
    /** Version of the control plane, with its patch. */
    controlPlane: string;
    /** Whether pods have addresses of their own instead of those of the network. */
    isOverlay: boolean;
    /** The pool as it is; undefined when it is new. */
    before: Properties | undefined;
    cloud: Cloud;
}

/** A pool as AKS answers it: with what it has chosen. */
export function poolAnswer(pool: Properties, setting: PoolSetting): Properties {
    const { id, controlPlane, isOverlay, before, cloud } = setting;
    const version = textAt(pool, "orchestratorVersion") ?? textAt(before, "orchestratorVersion") ?? controlPlane;
    const isScaled = pool.enableAutoScaling === true;
    const localDns = textAt(pool, "localDNSProfile.mode");
    const defaults: Properties = {
        count: before?.count ?? (isScaled ? pool.minCount : undefined) ?? 1,
        enableAutoScaling: false,
        enableEncryptionAtHost: false,
        enableFIPS: false,
        enableNodePublicIP: false,
        maxPods: isOverlay ? 250 : 30,
        mode: "User",
        orchestratorVersion: version,
        osDiskSizeGB: 128,
        osDiskType: "Managed",
        osSKU: "Ubuntu",
        osType: "Linux",
        scaleDownMode: "Delete",
        type: "VirtualMachineScaleSets",
        upgradeSettings: { maxSurge: "10%" },
        securityProfile: { enableSecureBoot: false, enableVTPM: false, sshAccess: "LocalUser" },
    };
    return merge(merge(defaults, pool), {
        currentOrchestratorVersion: settledVersion(version, textAt(before, "currentOrchestratorVersion")),
        eTag: cloud.newGuid(id, "etag"),
        // only a profile that is given: https://learn.microsoft.com/azure/aks/localdns-custom
        ...(localDns && { localDNSProfile: { state: localDns === "Required" ? "Enabled" : "Disabled" } }),
        nodeImageVersion: imageOf(pool),
        powerState: { code: "Running" },
        provisioningState: "Succeeded",
    });
}

/** Images are built each week, for each kind of pool: https://github.com/Azure/AKS/tree/master/vhd-notes */
function imageOf(pool: Properties): string {
    const system = /^AzureLinux/.test(textAt(pool, "osSKU") ?? "") ? "AzureLinux-V3" : "Ubuntu-2204";
    const kind = isSandboxed(pool) ? "katagen2" : isTrusted(pool) ? "gen2TL" : "gen2";
    return `AKS${system}${kind}-202611.01.0`;
}

/** Whether each of its pods gets a virtual machine. */
export function isSandboxed(pool: Properties): boolean {
    return textAt(pool, "workloadRuntime") === "KataVmIsolation";
}

/** Whether its nodes start with Trusted Launch. */
export function isTrusted(pool: Properties): boolean {
    return ["enableSecureBoot", "enableVTPM"].some((name) => valueAt(pool, `securityProfile.${name}`) === true);
}

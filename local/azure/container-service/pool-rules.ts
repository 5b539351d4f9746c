import type { Properties } from "../../provider/provider";
import { isObject, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { isRegistered } from "../features/registration-state";
import { changeNotAllowed, invalidParameter } from "./cluster-error";
import { minorOf, patchOf, upgradeIsWrong, versionIsUnknown } from "./kubernetes-versions";
import { isSandboxed, isTrusted } from "./pool-answer";
import { vmSize } from "./vm-sizes";

/** A pool that is asked for, and what decides about it. */
export interface Pool {
    name: string;
    inputs: Properties;
    /** The pool as it is; undefined when it is new. */
    before: Properties | undefined;
    /** Version of the control plane, with its patch, once the request is through. */
    controlPlane: string;
    /** What moves packets: `cilium` knows no Windows. */
    dataplane: string | undefined;
    region: string;
    cloud: Cloud;
}

/** Why AKS refuses a pool, whether it comes with the cluster or is a resource of its own. */
export function poolProblem(pool: Pool): ArmError | undefined {
    for (const rule of [
        nameIsWrong,
        sizeIsWrong,
        countIsWrong,
        modeIsWrong,
        systemIsWrong,
        runtimeIsWrong,
        trustIsWrong,
        encryptionIsWrong,
        diskIsWrong,
        localDnsIsWrong,
        labelIsWrong,
        taintIsWrong,
        versionIsWrong,
        isChanged,
    ]) {
        const problem = rule(pool);
        if (problem) {
            return problem;
        }
    }
    return undefined;
}

/** https://learn.microsoft.com/azure/aks/create-node-pools#limitations */
function nameIsWrong({ name, inputs }: Pool): ArmError | undefined {
    const longest = inputs.osType === "Windows" ? 6 : 12;
    return /^[a-z][a-z0-9]*$/.test(name) && name.length <= longest
        ? undefined
        : invalidParameter(
              "agentPool.name",
              `the name '${name}' must have 1 to ${longest} lower-case letters and digits, and begin with a letter`,
          );
}

function sizeIsWrong({ inputs, region }: Pool): ArmError | undefined {
    const size = textAt(inputs, "vmSize") ?? "";
    return vmSize(size)
        ? undefined
        : new ArmError(
              400,
              "BadRequest",
              `The VM size of ${size || "(none)"} is not allowed in your subscription in location '${region}'. For more details, please visit https://aka.ms/aks/quotas-skus-regions.`,
          );
}

/** https://learn.microsoft.com/azure/aks/cluster-autoscaler, https://learn.microsoft.com/azure/aks/quotas-skus-regions */
function countIsWrong({ name, inputs }: Pool): ArmError | undefined {
    const { count, minCount, maxCount, maxPods, enableAutoScaling } = inputs;
    const at = `agentPoolProfile.${name}`;
    const tooMany = [count, minCount, maxCount].find((value) => Number(value ?? 0) > 1000 || Number(value ?? 0) < 0);
    if (tooMany !== undefined) {
        return invalidParameter(`${at}.count`, `a pool has 0 to 1000 nodes, not ${tooMany}`);
    }
    if (maxPods !== undefined && (Number(maxPods) < 10 || Number(maxPods) > 250)) {
        return invalidParameter(`${at}.maxPods`, `a node has 10 to 250 pods, not ${maxPods}`);
    }
    if (enableAutoScaling !== true) {
        return minCount === undefined && maxCount === undefined
            ? undefined
            : invalidParameter(`${at}.minCount`, "minCount and maxCount need enableAutoScaling");
    }
    if (minCount === undefined || maxCount === undefined || Number(minCount) > Number(maxCount)) {
        return invalidParameter(
            `${at}.minCount`,
            `autoscaling needs minCount and a maxCount that is not less, not ${minCount ?? "none"} and ${maxCount ?? "none"}`,
        );
    }
    return count !== undefined && (Number(count) < Number(minCount) || Number(count) > Number(maxCount))
        ? invalidParameter(`${at}.count`, `${count} is not between minCount ${minCount} and maxCount ${maxCount}`)
        : undefined;
}

function modeIsWrong({ name, inputs, dataplane }: Pool): ArmError | undefined {
    const type = textAt(inputs, "type") ?? "VirtualMachineScaleSets";
    if (type !== "VirtualMachineScaleSets") {
        return invalidParameter(
            `agentPoolProfile.${name}.type`,
            `${type} is not modelled by the local cloud, only VirtualMachineScaleSets`,
        );
    }
    // https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium#limitations
    return inputs.osType === "Windows" && dataplane === "cilium"
        ? invalidParameter(`agentPoolProfile.${name}.osType`, "networkDataplane cilium takes Linux nodes only")
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/use-system-pools#system-and-user-node-pools */
function systemIsWrong({ name, inputs }: Pool): ArmError | undefined {
    if (inputs.mode !== "System") {
        return undefined;
    }
    const size = vmSize(textAt(inputs, "vmSize") ?? "");
    const least = inputs.enableAutoScaling === true ? inputs.minCount : inputs.count;
    if (inputs.osType === "Windows") {
        return invalidParameter(`agentPoolProfile.${name}.osType`, "a system node pool must be of Linux");
    }
    if (Number(least ?? 1) < 1) {
        return invalidParameter(`agentPoolProfile.${name}.count`, "a system node pool must have at least 1 node");
    }
    if (inputs.scaleSetPriority === "Spot") {
        return invalidParameter(`agentPoolProfile.${name}.scaleSetPriority`, "a system node pool cannot be of Spot");
    }
    return size && (size.cores < 2 || size.memoryGiB < 4)
        ? invalidParameter(
              `agentPoolProfile.${name}.vmSize`,
              `a system node pool needs at least 2 cores and 4 GB of memory, ${inputs.vmSize} has ${size.cores} and ${size.memoryGiB}`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/use-pod-sandboxing#deploy-new-cluster */
function runtimeIsWrong({ name, inputs }: Pool): ArmError | undefined {
    if (!isSandboxed(inputs)) {
        return undefined;
    }
    const at = `agentPoolProfile.${name}`;
    const system = textAt(inputs, "osSKU") ?? "Ubuntu";
    if (inputs.osType === "Windows" || !/^AzureLinux3?$/.test(system)) {
        return invalidParameter(`${at}.osSKU`, `workloadRuntime KataVmIsolation needs osSKU AzureLinux, not ${system}`);
    }
    const size = textAt(inputs, "vmSize") ?? "";
    return vmSize(size)?.nestedVirtualization
        ? undefined
        : invalidParameter(
              `${at}.vmSize`,
              `workloadRuntime KataVmIsolation needs a size of generation 2 with nested virtualization, which ${size} does not have`,
          );
}

/** https://learn.microsoft.com/azure/aks/use-trusted-launch#limitations */
function trustIsWrong({ name, inputs, before }: Pool): ArmError | undefined {
    if (!isTrusted(inputs)) {
        return undefined;
    }
    const at = `agentPoolProfile.${name}.securityProfile`;
    const size = textAt(inputs, "vmSize") ?? "";
    if (isSandboxed(inputs)) {
        return invalidParameter(at, "Trusted Launch cannot be enabled together with pod sandboxing");
    }
    if (inputs.enableFIPS === true) {
        return invalidParameter(at, "Trusted Launch cannot be enabled together with FIPS");
    }
    if (inputs.osType === "Windows") {
        return invalidParameter(at, "Trusted Launch cannot be enabled for Windows");
    }
    if (!vmSize(size)?.trustedLaunch) {
        return invalidParameter(at, `Trusted Launch is not supported by the VM size ${size}`);
    }
    return before && !/TL/.test(textAt(before, "nodeImageVersion") ?? "")
        ? invalidParameter(at, "a pool without a Trusted Launch image cannot get it later")
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/enable-host-encryption */
function encryptionIsWrong({ name, inputs, cloud }: Pool): ArmError | undefined {
    return inputs.enableEncryptionAtHost === true && !isRegistered("Microsoft.Compute", "EncryptionAtHost", cloud)
        ? new ArmError(
              400,
              "SubscriptionNotEnabledEncryptionAtHost",
              `Subscription does not enable EncryptionAtHost, which the agent pool ${name} asks for. Register the feature Microsoft.Compute/EncryptionAtHost.`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/concepts-storage#ephemeral-os-disk */
function diskIsWrong({ name, inputs }: Pool): ArmError | undefined {
    const size = vmSize(textAt(inputs, "vmSize") ?? "");
    const needed = Number(inputs.osDiskSizeGB ?? 128);
    if (needed !== 0 && (needed < 30 || needed > 2048)) {
        return invalidParameter(`agentPoolProfile.${name}.osDiskSizeGB`, `it must be 0, or 30 to 2048, not ${needed}`);
    }
    return inputs.osDiskType === "Ephemeral" && size && size.localDiskGiB < needed
        ? invalidParameter(
              `agentPoolProfile.${name}.osDiskType`,
              `the virtual machine size ${inputs.vmSize} has ${size.localDiskGiB} GB for an ephemeral disk, but the OS disk requires ${needed} GB`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/localdns-custom#prerequisites */
function localDnsIsWrong({ name, inputs }: Pool): ArmError | undefined {
    const size = vmSize(textAt(inputs, "vmSize") ?? "");
    return textAt(inputs, "localDNSProfile.mode") === "Required" && size && size.cores < 4
        ? invalidParameter(
              `agentPoolProfile.${name}.localDNSProfile`,
              `LocalDNS needs at least 4 cores, ${inputs.vmSize} has ${size.cores}`,
          )
        : undefined;
}

const reservedPrefix = /(^|\.)(kubernetes\.azure\.com|kubernetes\.io|k8s\.io)\//;

/** https://learn.microsoft.com/azure/aks/use-labels#reserved-prefixes */
function labelIsWrong({ name, inputs }: Pool): ArmError | undefined {
    const labels = isObject(inputs.nodeLabels) ? inputs.nodeLabels : {};
    for (const [key, value] of Object.entries(labels)) {
        if (reservedPrefix.test(key)) {
            return invalidParameter(
                `agentPoolProfile.${name}.nodeLabels`,
                `Invalid node label key ${key}: the prefix is reserved`,
            );
        }
        if (!labelKey.test(key) || !labelValue.test(String(value))) {
            return invalidParameter(
                `agentPoolProfile.${name}.nodeLabels`,
                `'${key}=${value}' is no label of Kubernetes`,
            );
        }
    }
    return undefined;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const labelKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;

function taintIsWrong({ name, inputs }: Pool): ArmError | undefined {
    const wrong = textsAt(inputs, "nodeTaints").find((taint) => {
        const [, key = "", value = "", effect = ""] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint) ?? [];
        const isKnown = ["NoSchedule", "PreferNoSchedule", "NoExecute"].includes(effect);
        return !isKnown || !labelKey.test(key) || !labelValue.test(value);
    });
    return wrong === undefined
        ? undefined
        : invalidParameter(
              `agentPoolProfile.${name}.nodeTaints`,
              `'${wrong}' must be a taint like key=value:NoSchedule`,
          );
}

/** https://learn.microsoft.com/azure/aks/manage-node-pools#validation-rules-for-upgrades */
function versionIsWrong({ name, inputs, before, controlPlane }: Pool): ArmError | undefined {
    const version = textAt(inputs, "orchestratorVersion") ?? textAt(before, "orchestratorVersion") ?? controlPlane;
    const running = textAt(before, "currentOrchestratorVersion");
    const isKept = version === textAt(before, "orchestratorVersion");
    const unknown = isKept ? undefined : versionIsUnknown(version);
    if (unknown) {
        return unknown;
    }
    const patch = patchOf(version) ?? version;
    if (minorOf(patch) > minorOf(controlPlane)) {
        return new ArmError(
            400,
            "NodePoolMcVersionIncompatible",
            `Node pool version ${patch} of ${name} and control plane version ${controlPlane} are incompatible. Minor version of node pool cannot be bigger than control plane version. For more information, please check https://aka.ms/aks/UpgradeVersionRules.`,
        );
    }
    return running === undefined || isKept ? undefined : upgradeIsWrong(`the node pool ${name}`, running, version);
}

/** What AKS never changes in a pool, with what it chooses when nothing is said: the provider replaces for a few of them only. */
const fixed: Record<string, unknown> = {
    availabilityZones: [],
    enableEncryptionAtHost: false,
    enableNodePublicIP: false,
    maxPods: undefined,
    osDiskSizeGB: undefined,
    osDiskType: undefined,
    osType: "Linux",
    scaleSetPriority: "Regular",
    type: "VirtualMachineScaleSets",
    vmSize: undefined,
    vnetSubnetID: undefined,
    workloadRuntime: "OCIContainer",
};

function isChanged({ inputs, before }: Pool): ArmError | undefined {
    if (!before) {
        return undefined;
    }
    const changed = Object.entries(fixed).find(([name, usual]) => {
        const old = before[name] ?? usual;
        const value = inputs[name] ?? usual;
        return old !== undefined && value !== undefined && !sameId(JSON.stringify(old), JSON.stringify(value));
    });
    return changed && changeNotAllowed(`properties.${changed[0]}`);
}

/** The most nodes that a pool ever has. */
export function mostNodes(pool: Properties): number {
    return Number((valueAt(pool, "enableAutoScaling") === true ? pool.maxCount : pool.count) ?? 1);
}

import { boolean, each, integer, map, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { type Fields, list } from "../schema";

/** What a pool of nodes has, whether it comes with the cluster or is a resource of its own. */
export const poolProperties: Fields = {
    ...each(integer, "count", "maxCount", "maxPods", "minCount", "osDiskSizeGB"),
    ...each(boolean, "enableAutoScaling", "enableEncryptionAtHost", "enableFIPS", "enableNodePublicIP"),
    availabilityZones: list(oneOf("1", "2", "3")),
    localDNSProfile: object({
        mode: oneOf("Preferred", "Required", "Disabled"),
        ...notModelled("kubeDNSOverrides", "vnetDNSOverrides"),
        ...readOnly("state"),
    }),
    mode: oneOf("System", "User"),
    nodeLabels: map(string),
    nodeTaints: list(string),
    orchestratorVersion: string,
    osDiskType: oneOf("Managed", "Ephemeral"),
    osSKU: oneOf("Ubuntu", "AzureLinux", "AzureLinux3", "Ubuntu2204", "Ubuntu2404"),
    osType: oneOf("Linux", "Windows"),
    scaleDownMode: oneOf("Delete", "Deallocate"),
    scaleSetPriority: oneOf("Regular", "Spot"),
    securityProfile: object({
        ...each(boolean, "enableSecureBoot", "enableVTPM"),
        sshAccess: oneOf("LocalUser", "Disabled"),
    }),
    tags: map(string),
    type: oneOf("VirtualMachineScaleSets", "AvailabilitySet", "VirtualMachines"),
    upgradeSettings: object({
        ...each(integer, "drainTimeoutInMinutes", "nodeSoakDurationInMinutes"),
        ...each(string, "maxSurge", "maxUnavailable"),
        undrainableNodeBehavior: oneOf("Cordon", "Schedule"),
    }),
    vmSize: string,
    vnetSubnetID: string,
    workloadRuntime: oneOf("OCIContainer", "WasmWasi", "KataVmIsolation"),
    // for graphics processors, Windows, reserved machines and settings of the kernel
    ...notModelled(
        "capacityReservationGroupID",
        "creationData",
        "enableUltraSSD",
        "gatewayProfile",
        "gpuInstanceProfile",
    ),
    ...notModelled("gpuProfile", "hostGroupID", "kubeletConfig", "kubeletDiskType", "linuxOSConfig"),
    ...notModelled("messageOfTheDay", "networkProfile", "nodePublicIPPrefixID", "podIPAllocationMode", "podSubnetID"),
    ...notModelled("powerState", "proximityPlacementGroupID", "scaleSetEvictionPolicy", "spotMaxPrice"),
    ...notModelled("virtualMachineNodesStatus", "virtualMachinesProfile", "windowsProfile"),
    ...readOnly("currentOrchestratorVersion", "eTag", "nodeImageVersion", "provisioningState", "status"),
};

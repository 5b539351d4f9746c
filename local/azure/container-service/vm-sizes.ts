/** What decides about a size of virtual machine as a node. */
export interface VmSize {
    cores: number;
    memoryGiB: number;
    /** Room for the disk of the operating system on the host. */
    localDiskGiB: number;
    nestedVirtualization: boolean;
    trustedLaunch: boolean;
}

interface Series {
    memoryPerCore: number;
    diskPerCore: number;
    cannot: ("nestedVirtualization" | "trustedLaunch")[];
}

const balanced: Series = { memoryPerCore: 4, diskPerCore: 0, cannot: [] };
const memory: Series = { ...balanced, memoryPerCore: 8 };
/** Memory is encrypted, with a security of its own instead of Trusted Launch. */
const confidential: Series["cannot"] = ["nestedVirtualization", "trustedLaunch"];

/**
 * Series of sizes that nodes usually have, as the page of each says: https://learn.microsoft.com/azure/virtual-machines/sizes.
 * All are of generation 2 and encrypt on the host.
 */
const series: Record<string, Series> = {
    Bs_v2: { ...balanced, cannot: ["nestedVirtualization"] },
    Ds_v3: { ...balanced, diskPerCore: 25 },
    Ds_v4: balanced,
    Dds_v4: { ...balanced, diskPerCore: 37.5 },
    Ds_v5: balanced,
    Dds_v5: { ...balanced, diskPerCore: 37.5 },
    Das_v5: balanced,
    Dads_v5: { ...balanced, diskPerCore: 37.5 },
    Ds_v6: balanced,
    Dds_v6: { ...balanced, diskPerCore: 55 },
    Es_v3: { ...memory, diskPerCore: 25 },
    Es_v5: memory,
    Eds_v5: { ...memory, diskPerCore: 37.5 },
    Eas_v5: memory,
    Fs_v2: { ...balanced, memoryPerCore: 2, diskPerCore: 16 },
    DCas_v5: { ...balanced, cannot: confidential },
    DCads_v5: { ...balanced, diskPerCore: 37.5, cannot: confidential },
    ECas_v5: { ...memory, cannot: confidential },
    // processors of Arm
    Dps_v5: { ...balanced, cannot: confidential },
    Dpds_v5: { ...balanced, diskPerCore: 37.5, cannot: confidential },
};

/** The size, for example `Standard_D4s_v5`: family D, 4 processors, features s, version 5. Undefined when it is unknown. */
export function vmSize(name: string): VmSize | undefined {
    const [, family = "", count = "", features = "", version = ""] =
        /^Standard_([A-Z]+)(\d+)([a-z]*)(_v\d+)?$/.exec(name) ?? [];
    const found = series[`${family}${features}${version}`];
    const cores = Number(count);
    return (
        found && {
            cores,
            memoryGiB: cores * found.memoryPerCore,
            localDiskGiB: cores * found.diskPerCore,
            nestedVirtualization: !found.cannot.includes("nestedVirtualization"),
            trustedLaunch: !found.cannot.includes("trustedLaunch"),
        }
    );
}

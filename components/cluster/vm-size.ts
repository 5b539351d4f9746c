import { listed } from "../shared";

interface VmSize {
    /** For example `D`, or `DC` for confidential machines. */
    family: string;
    cores: number;
    /** Letters that say what is special, for example `ads`: AMD, local disk, premium storage. */
    features: string;
    version: number;
}

/** https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions */
function parseVmSize(text: string): VmSize | undefined {
    const match = /^Standard_([A-Z]+)(\d+)(?:-\d+)?([a-z]*)(?:_[A-Z0-9]+)?_v(\d+)$/.exec(text);
    if (!match) return undefined;
    const [, family = "", cores, features = "", version] = match;
    return { family, cores: Number(cores), features, version: Number(version) };
}

/** Problems in the size of the machines of a pool. */
export function vmSizeProblems(text: string, argument: string, pool: "system" | "user" | "tools"): string[] {
    const size = parseVmSize(text);
    const of = `${argument} is "${text}"`;
    if (size === undefined) return [`${of}; it must be a size of Azure with a version, for example "Standard_D4s_v5".`];
    const confidential = size.family === "DC" || size.family === "EC";
    return listed(
        // https://learn.microsoft.com/azure/aks/use-trusted-launch
        confidential
            ? `${of}, a confidential size, which excludes Trusted Launch and pod sandboxing; choose another.`
            : undefined,
        size.features.includes("p")
            ? `${of}, an Arm size, which does not run what other machines run; choose one of Intel or AMD.`
            : undefined,
        // https://learn.microsoft.com/azure/aks/use-system-pools#limitations
        pool === "system" && size.family === "B"
            ? `${of}, whose cores are shared with others; the system pool needs its own.`
            : undefined,
        pool === "system" && size.cores < 4
            ? `${of}, which has ${size.cores} cores; the system pool needs 4 or more.`
            : undefined,
        pool === "tools" && !confidential && !runsMachines(size)
            ? `${of}, in which no virtual machines run; choose one of generation 2 with nested virtualisation, for example "Standard_D4s_v5".`
            : undefined,
    );
}

/**
 * Whether virtual machines run in machines of this size: those of D and E that have premium storage, from version 3 of Intel
 * and 5 of AMD on. https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/d-family
 */
function runsMachines({ family, features, version }: VmSize): boolean {
    return (family === "D" || family === "E") && features.includes("s") && version >= (features.includes("a") ? 5 : 3);
}

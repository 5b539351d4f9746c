import { proxyMemoryMiB } from "./proxy/overload";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** What something may take of a node: thousandths of a core, and MiB of memory and disk. */
export interface Size {
    cpu: number;
    memory: number;
    disk: number;
}

/**
 * The least that a container asks for: deployment safeguards would raise what is less, and the cluster would differ from
 * the program. https://learn.microsoft.com/azure/aks/deployment-safeguards
 */
export const smallest: Size = { cpu: 100, memory: 128, disk: 64 };

/** What each container of a pod may take. */
export function containerSizes({ cpu = 0.5, memoryMiB = 512 }: ServerNamespaceArgs): Record<string, Size> {
    return {
        server: { cpu: Math.round(cpu * 1000), memory: memoryMiB, disk: 256 },
        proxy: { cpu: 250, memory: proxyMemoryMiB, disk: 64 },
        "definition-check": smallest,
        certificates: smallest,
    };
}

/** Room for what the runtime class adds to a pod, for the virtual machine itself. */
const sandbox: Size = { cpu: 250, memory: 1024, disk: 0 };

/** What that many pods may take. */
export function podsSize(pods: number, args: ServerNamespaceArgs): Size {
    const sizes = [sandbox, ...Object.values(containerSizes(args))];
    const total = (of: (size: Size) => number) => pods * sizes.reduce((sum, size) => sum + of(size), 0);
    return { cpu: total(({ cpu }) => cpu), memory: total(({ memory }) => memory), disk: total(({ disk }) => disk) };
}

/** The size as resources of Kubernetes, in the spelling that the API server gives back. */
export function quantities({ cpu, memory, disk }: Size): Record<string, string> {
    return {
        cpu: cpu % 1000 === 0 ? String(cpu / 1000) : `${cpu}m`,
        memory: mebibytes(memory),
        "ephemeral-storage": mebibytes(disk),
    };
}

function mebibytes(amount: number): string {
    return amount % 1024 === 0 ? `${amount / 1024}Gi` : `${amount}Mi`;
}

import { ArmError } from "../arm-error";

/**
 * Minor versions that a cluster can be created with, the latest three, and their patches, the latest one last. They move on
 * every four months: https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
 */
const offered: Record<string, string[]> = {
    "1.34": ["1.34.2", "1.34.3", "1.34.4"],
    "1.35": ["1.35.1", "1.35.2"],
    "1.36": ["1.36.0"],
};

/** What a request gets that names no version: the latest patch of the version before the latest. */
export const defaultVersion = "1.35";

/** The patch that a version stands for; undefined when it is not offered. */
export function patchOf(version: string): string | undefined {
    return (
        offered[version]?.at(-1) ??
        Object.values(offered)
            .flat()
            .find((patch) => patch === version)
    );
}

/** The patch that is to run: a version without one is content with the one that runs. */
export function settledVersion(wanted: string, running: string | undefined): string {
    const isKept = running !== undefined && `${running}.`.startsWith(`${wanted}.`);
    return isKept ? running : (patchOf(wanted) ?? wanted);
}

/** Number of the minor version, 34 for 1.34.2. */
export function minorOf(version: string): number {
    return Number(version.split(".")[1]);
}

export function versionIsUnknown(version: string): ArmError | undefined {
    return patchOf(version) === undefined
        ? new ArmError(
              400,
              "K8sVersionNotSupported",
              `The Kubernetes version ${version} is not supported in this region. Offered are: ${Object.values(offered).flat().join(", ")}, and ${Object.keys(offered).join(", ")} for the latest patch. Please see https://aka.ms/supported-version-list.`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/upgrade-aks-cluster: never back, and one minor version at a time. */
export function upgradeIsWrong(what: string, running: string, version: string): ArmError | undefined {
    const next = patchOf(version) ?? version;
    const [from, to] = [minorOf(running), minorOf(next)];
    const goesBack = to < from || (to === from && patchNumber(next) < patchNumber(running));
    // a version without a patch is content with any
    const isAlias = version.split(".").length === 2 && to === from;
    return (goesBack && !isAlias) || to > from + 1
        ? new ArmError(
              400,
              "OperationNotAllowed",
              `Upgrading Kubernetes version of ${what} from ${running} to ${version} is not allowed: ${goesBack ? "versions never go back" : "it goes one minor version at a time"}. See https://aka.ms/aks-supported-k8s-ver.`,
          )
        : undefined;
}

function patchNumber(version: string): number {
    return Number(version.split(".")[2]);
}

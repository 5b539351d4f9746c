import type { Cloud, Stored } from "../cloud";

/** The blob containers of an account. */
export function containersOf(accountId: string, cloud: Cloud): Stored[] {
    return cloud.below(`${accountId}/blobServices/default/containers`);
}

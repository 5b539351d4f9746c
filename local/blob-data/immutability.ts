import { isImmutable } from "../azure/storage/immutability-policy";
import type { Properties } from "../provider/provider";
import { textAt, valueAt } from "../provider/values";
import type { BlobVersion } from "./blob-store";

const policy = "immutableStorageWithVersioning.immutabilityPolicy";
const day = 24 * 60 * 60 * 1000;

/**
 * Until when a blob that is written now is immutable by the policy of its account; undefined without such a policy. A
 * later change of the policy makes no difference for it.
 * https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies#configure-a-policy-on-the-current-version
 */
export function immutableUntil(account: Properties, now: number): string | undefined {
    const days = valueAt(account, `${policy}.immutabilityPeriodSinceCreationInDays`);
    const state = textAt(account, `${policy}.state`) ?? "Disabled";
    return isImmutable(account) && state !== "Disabled" && typeof days === "number"
        ? new Date(now + days * day).toISOString()
        : undefined;
}

/** Why Azure refuses to delete a version, by the code of its error; undefined when it does not. */
export function whyProtected(version: BlobVersion, container: Properties, now: number): Protection | undefined {
    if (version.legalHold || valueAt(container, "hasLegalHold") === true) return "BlobImmutableDueToLegalHold";
    return version.immutableUntil !== undefined && Date.parse(version.immutableUntil) > now
        ? "BlobImmutableDueToPolicy"
        : undefined;
}

export type Protection = "BlobImmutableDueToLegalHold" | "BlobImmutableDueToPolicy";

import { textAt } from "../provider/values";
import { ArmError } from "./arm-error";
import { isBelow, isWithin, parentOf } from "./arm-id";
import type { Cloud, Stored } from "./cloud";
import type { Put, Removal } from "./resource-type";

const lockType = "azure-native:authorization:ManagementLockByScope";

/** A read-only lock on the resource or on anything that holds it. */
export function writeIsLocked({ type, id, cloud }: Put): ArmError | undefined {
    return type.token === lockType ? undefined : scopeLocked("write", id, cloud, ["ReadOnly"]);
}

/** Any lock on the resource, on what holds it, or on what it holds and takes along. */
export function deleteIsLocked({ id, cloud }: Removal): ArmError | undefined {
    return isLock(cloud, id) ? undefined : scopeLocked("delete", id, cloud, ["CanNotDelete", "ReadOnly"]);
}

function isLock(cloud: Cloud, id: string): boolean {
    return cloud.find(id)?.type === lockType;
}

function scopeLocked(verb: string, id: string, cloud: Cloud, levels: string[]): ArmError | undefined {
    const locked = cloud
        .all(lockType)
        .filter(({ body }) => levels.includes(textAt(body, "level") ?? ""))
        .map(scopeOf)
        .filter((scope) => isWithin(id, scope) || (verb === "delete" && isBelow(scope, id)));
    return locked.length === 0
        ? undefined
        : new ArmError(
              409,
              "ScopeLocked",
              `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${locked.join("','")}'. Please remove the lock and try again.`,
          );
}

function scopeOf({ id }: Stored): string {
    return parentOf(id);
}

import { isGuid } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put } from "../resource-type";

/** Rules have GUIDs for names; those that came from a portal all have. */
export function nameIsNoGuid({ name }: Put): ArmError | undefined {
    return isGuid(name)
        ? undefined
        : new ArmError(400, "BadRequest", `The rule id '${name}' is not valid: it must be a GUID.`);
}

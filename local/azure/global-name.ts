import type { ArmError } from "./arm-error";
import { lastSegment, sameId } from "./arm-id";
import type { Put, Rule } from "./resource-type";

/** A name that nobody else in Azure may have: not in use, and not kept by a soft-deleted resource. */
export function globalName(taken: (name: string) => ArmError, deleted: (name: string) => ArmError): Rule<Put> {
    return ({ type, id, name, cloud }) => {
        const hasName = (other: string) => sameId(lastSegment(other), name);
        if (cloud.all(type.token).some((other) => hasName(other.id) && !sameId(other.id, id))) {
            return taken(name);
        }
        return cloud.softDeleted(type.token, hasName) ? deleted(name) : undefined;
    };
}

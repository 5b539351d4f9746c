import type { Properties, Value } from "../provider/provider";
import { isObject } from "../provider/values";
import { ArmError } from "./arm-error";
import { isArmId, isBelow, parametersOf, sameId } from "./arm-id";
import type { Cloud } from "./cloud";
import type { Put } from "./resource-type";

export function referenceIsMissing({ type, id, inputs, cloud }: Put): ArmError | undefined {
    if (type.carryOut) {
        return undefined; // what it carries out may make what it refers to
    }
    const path = parametersOf(type.path);
    const body = Object.entries(inputs).filter(([name]) => !path.includes(name) && name !== "id");
    const missing = body
        .flatMap(([, value]) => armIdsIn(value))
        .find((other) => !isOfAzure(other) && !sameId(other, id) && !isBelow(other, id) && !cloud.exists(other));
    return missing === undefined
        ? undefined
        : new ArmError(
              400,
              "InvalidResourceReference",
              `Resource ${missing} referenced by resource ${id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
          );
}

/** What Azure has itself: services have their own words for a role, a policy or an API that does not exist. */
function isOfAzure(id: string): boolean {
    return /\/((role|policy|policySet)Definitions|managedApis)\/[^/]+$/i.test(id);
}

function armIdsIn(value: Value): string[] {
    if (typeof value === "string") {
        return isArmId(value) ? [value] : [];
    }
    return Array.isArray(value)
        ? value.flatMap(armIdsIn)
        : isObject(value)
          ? Object.entries(value).flatMap(([name, inner]) => [...armIdsIn(name), ...armIdsIn(inner)])
          : [];
}

/** Ids of resources for which `uses` says that they use this one. */
export function usersOf(cloud: Cloud, token: string, uses: (body: Properties) => boolean): string[] {
    return cloud
        .all(token)
        .filter(({ body }) => uses(body))
        .map(({ id }) => id);
}

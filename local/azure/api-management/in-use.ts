import { ArmError } from "../arm-error";
import type { Put, Removal } from "../resource-type";
import { policiesWith } from "./policy-references";
import { pathInService, serviceIdOf } from "./service-of";

/**
 * What a policy or another part of the service still needs stays. https://github.com/Azure/apiops-cli/issues/261
 *
 * @param kind - What it is, as Azure calls it.
 * @param users - Ids of those that need it.
 */
export function inUse(kind: string, name: string, users: string[]): ArmError | undefined {
    return users.length === 0
        ? undefined
        : new ArmError(
              400,
              "ValidationError",
              `The ${kind} '${name}' is used by the following entities: ${users.map(pathInService).join(", ")}`,
          );
}

/** Ids of the policies that name the resource. */
export function policiesNaming({ id, name, cloud }: Put | Removal, collection: string): string[] {
    return policiesWith(serviceIdOf(id), collection, name, cloud);
}

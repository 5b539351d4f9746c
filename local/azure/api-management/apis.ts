import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, lastSegment, sameId } from "../arm-id";
import type { Cloud, Stored } from "../cloud";
import type { Put, ResourceType } from "../resource-type";
import { serviceIdOf, validationError } from "./service-of";

/** An API of a service, however it was described. */
export interface KnownApi {
    id: string;
    /** Where in the service its requests begin, without slashes around it. */
    path: string;
    /** `http`, `mcp` ... */
    kind: string;
}

/** The APIs of a service: those of the SDK's own type, and those that are described with the generic resource. */
export function apisOf(serviceId: string, cloud: Cloud): KnownApi[] {
    return cloud.below(serviceId).filter(isApi).map(knownApi);
}

function isApi({ id }: Stored): boolean {
    return sameId(armTypeOf(id), "Microsoft.ApiManagement/service/apis");
}

function knownApi({ id, body }: Stored): KnownApi {
    const path = textAt(body, "path") ?? textAt(body, "properties.path") ?? "";
    const kind = textAt(body, "apiType") ?? textAt(body, "properties.type") ?? "http";
    return { id, path: path.replace(/^\/+|\/+$/g, ""), kind };
}

/** https://github.com/Azure/apiops/issues/343 */
export function pathIsTaken({ id, cloud }: Put, given: string): ArmError | undefined {
    const path = given.replace(/^\/+|\/+$/g, "");
    const rival = apisOf(serviceIdOf(id), cloud).find((other) => !sameId(other.id, id) && sameId(other.path, path));
    return rival
        ? validationError(
              `Cannot create API '${lastSegment(id)}' with the same Path '${path}' as API '${lastSegment(rival.id)}' unless it's a part of the same version set`,
          )
        : undefined;
}

/** An API takes one write at a time, and the provider does not wait: https://github.com/Azure/apiops/issues/379 */
export const oneWriteAtATime: Pick<ResourceType, "busy"> = {
    busy: () => new ArmError(409, "PessimisticConcurrencyConflict", "Operation on the API is in progress"),
};

import { limited, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, sameId } from "../arm-id";
import type { Cloud, Stored } from "../cloud";
import type { Put, Rule } from "../resource-type";
import type { Fields } from "../schema";

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftapimanagement */
export const serviceName = limited(string, {
    minLength: 1,
    maxLength: 50,
    pattern: "^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$",
});

/** Names of what lies in a service, where the specification does not say otherwise. */
export const entityName = limited(string, { minLength: 1, maxLength: 80, pattern: "^[^*#&+:<>?]+$" });
export const longEntityName = limited(entityName, { maxLength: 256 });

/** Limits of the names in the path of what lies in a service. */
export function childNames(names: Fields): Fields {
    return { serviceName, ...names };
}

/** Id of the service that a resource lies in. */
export function serviceIdOf(id: string): string {
    return /^.*\/providers\/Microsoft\.ApiManagement\/service\/[^/]+/i.exec(id)?.[0] ?? "";
}

export function serviceOf({ id, cloud }: Pick<Put, "id" | "cloud">): Stored | undefined {
    return cloud.find(serviceIdOf(id));
}

/** Path of a resource inside its service, such as `/apis/orders`. */
export function pathInService(id: string): string {
    return id.slice(serviceIdOf(id).length);
}

/** What the service has of a type. */
export function entitiesOf(serviceId: string, cloud: Cloud, ...tokens: string[]): Stored[] {
    return cloud.below(serviceId).filter(({ type }) => tokens.includes(type));
}

/** The resource of the service that a reference names: by its id, by its path in the service, or by its name. */
export function referredTo(
    reference: string,
    collection: string,
    { id, cloud }: Pick<Put, "id" | "cloud">,
): Stored | undefined {
    const service = serviceIdOf(id);
    const path = sameId(serviceIdOf(reference), service) ? pathInService(reference) : reference;
    const full = path.startsWith("/") ? path : `/${collection}/${path}`;
    return sameId(full, `/${collection}/${lastSegment(full)}`) ? cloud.find(`${service}${full}`) : undefined;
}

/** Azure says the reason in details of the error, which the provider leaves out; here it is in the message. */
export function validationError(detail: string): ArmError {
    return new ArmError(400, "ValidationError", `One or more fields contain incorrect values: ${detail}`);
}

/** First rule of everything in a service: calls of older versions of the API than the service accepts are refused. */
export const versionIsTooOld: Rule<Put> = (put) => callIsTooOld(put, put.type.apiVersion);

/** The same for a call whose version is not that of its type. */
export function callIsTooOld(put: Put, version: string): ArmError | undefined {
    return olderThan(version, textAt(serviceOf(put)?.body, "apiVersionConstraint.minApiVersion"));
}

/** Why a call is refused that comes with an older version than the lowest. */
export function olderThan(version: string, lowest: string | undefined): ArmError | undefined {
    const day = (text: string) => text.slice(0, "yyyy-mm-dd".length);
    return lowest !== undefined && day(version) < day(lowest)
        ? new ArmError(
              400,
              "InvalidApiVersion",
              `The service accepts calls of the version ${lowest} of its API or later (apiVersionConstraint.minApiVersion), this one is of ${version}.`,
          )
        : undefined;
}

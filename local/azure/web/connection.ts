import { any, each, map, object, oneOf, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, sameId } from "../arm-id";
import { normalLocation } from "../locations";
import type { Put } from "../resource-type";
import type { GenericType } from "../resources/generic-type";

/** Services that workflows reach by a connection; Azure has hundreds. */
const managedApis = ["azuresentinel"];

/**
 * Microsoft.Web/connections: what a workflow of Logic Apps calls a service by. The SDK's own type has no
 * `parameterValueType`, without which it is somebody who has signed in instead of the workflow's identity.
 */
export const connection: GenericType = {
    armType: "Microsoft.Web/connections",
    apiVersion: "2016-06-01",
    properties: {
        displayName: string,
        api: required(object({ id: required(string), ...each(string, "name", "displayName") })),
        parameterValueType: oneOf("Alternative"),
        ...each(map(any), "customParameterValues", "parameterValues"),
    },
    refuse: [apiIsUnknown],
};

function apiIsUnknown({ inputs, id }: Put): ArmError | undefined {
    const api = textAt(inputs, "properties.api.id") ?? "";
    const subscription = /^\/subscriptions\/[^/]+/i.exec(id)?.[0] ?? "";
    const region = normalLocation(String(inputs.location));
    const isKnown =
        managedApis.some((name) => sameId(name, lastSegment(api))) &&
        sameId(api, `${subscription}/providers/Microsoft.Web/locations/${region}/managedApis/${lastSegment(api)}`);
    return isKnown
        ? undefined
        : new ArmError(
              400,
              "ApiNotFound",
              `The API '${api}' could not be found: it must be one of ${managedApis.join(", ")} in the region ${region}.`,
          );
}

import { textAt } from "../provider/values";
import { ArmError } from "./arm-error";
import { armTypeOf } from "./arm-id";
import type { Put } from "./resource-type";

/** `West Europe` and `westeurope` are the same place. */
export function normalLocation(location: string): string {
    return location.toLowerCase().replaceAll(" ", "");
}

export function locationIsWrong({ type, inputs, cloud, id }: Put): ArmError | undefined {
    if (!type.properties.location || type.properties.location.readOnly) {
        return undefined;
    }
    const location = inputs.location;
    if (location === undefined && type.optionalLocation) {
        return undefined;
    }
    if (typeof location !== "string" || location === "") {
        return new ArmError(400, "LocationRequired", "The location property is required for this definition.");
    }
    const allowed = type.locations ?? cloud.seed.locations;
    return allowed.includes(normalLocation(location))
        ? undefined
        : new ArmError(
              400,
              "LocationNotAvailableForResourceType",
              `The provided location '${location}' is not available for resource type '${armTypeOf(id)}'. List of available regions for the resource type is '${allowed.join(",")}'.`,
          );
}

export function locationChanges({ id, name, inputs, before }: Put): ArmError | undefined {
    const old = textAt(before, "location");
    return old !== undefined && typeof inputs.location === "string" && old !== normalLocation(inputs.location)
        ? new ArmError(
              409,
              "InvalidResourceLocation",
              `The resource '${name}' already exists in location '${old}' in resource group '${/\/resourceGroups\/([^/]+)/i.exec(id)?.[1]}'. A resource with the same name cannot be created in location '${inputs.location}'. Please select a new resource name.`,
          )
        : undefined;
}

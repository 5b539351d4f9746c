import type { Properties, Value } from "../provider/provider";
import type { ArmError } from "./arm-error";
import type { Put, Rule } from "./resource-type";

/** Refuses when the value at the path was set and differs now. */
export function immutable(path: (properties: Properties) => Value | undefined, error: ArmError): Rule<Put> {
    return ({ before, inputs }) => {
        const old = before && path(before);
        const value = path(inputs);
        return old !== undefined && value !== undefined && old !== value ? error : undefined;
    };
}

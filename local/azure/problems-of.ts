import type { Properties } from "../provider/provider";
import { wrongValues } from "./allowed-values";
import { checkValue } from "./check";
import type { Field } from "./schema";
import { surplusIn } from "./surplus-properties";

/**
 * What is wrong with an object of a shape, as clauses: properties that it does not have, of another type, or not allowed.
 *
 * @param name - What the shape is called.
 */
export function problemsOf(path: string, shape: Field, value: Properties, name = "it"): string[] {
    return [
        ...surplusIn(path, shape, value).map((at) => `'${at}' is no property of ${name}`),
        ...checkValue(path, shape, value),
        ...wrongValues(path, shape, value).map((sentence) => sentence.replace(/\.$/, "")),
    ];
}

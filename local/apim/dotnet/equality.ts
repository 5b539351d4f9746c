import { Boxed } from "./boxed";
import { JValue } from "./json/token";

/** Whether two values are equal as `object.Equals` has it: texts and values by what they are, objects by being the same. */
export function equals(one: unknown, other: unknown): boolean {
    if (one instanceof JValue && other instanceof JValue) return one.equals(other);
    if (one instanceof Boxed && other instanceof Boxed) return one.type === other.type && one.value === other.value;
    return one === other;
}

/**
 * Whether two values of the type `object`, or of another type that compares references, are the same object.
 * Of two texts, or two boxed values, .NET knows by where they lie in memory, which is not modelled.
 */
export function sameReference(one: unknown, other: unknown): boolean {
    if (one === null || other === null) return one === other;
    if (isPlain(one) && isPlain(other)) {
        throw new Error("`==` compares references of texts or boxed values, of which this interpreter knows nothing.");
    }
    return one === other;
}

function isPlain(value: unknown): boolean {
    return typeof value !== "object" || value instanceof Boxed;
}

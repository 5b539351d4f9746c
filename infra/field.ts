import { z } from "zod";

// Schemas of the values that people write. Each has a rule that completes the sentence "it must be ...": the message of
// every error about the value, and what the configuration reference says.

export function text(pattern: RegExp, rule: string) {
    return z.string({ error: rule }).regex(pattern, { error: rule }).meta({ rule });
}

export function wholeNumber(min: number, max: number, unit: string) {
    const rule = `a whole number of ${unit} from ${min} to ${max}`;
    return z.int({ error: rule }).min(min, { error: rule }).max(max, { error: rule }).meta({ rule });
}

export function trueOrFalse() {
    const rule = "true or false";
    return z.boolean({ error: rule }).meta({ rule });
}

export function oneOf<const T extends string>(values: readonly T[]) {
    const rule = `one of ${values.join(", ")}`;
    return z.enum(values, { error: rule }).meta({ rule });
}

export function list<T extends z.ZodType>(item: T, rule: string, minLength = 0) {
    return z
        .array(item, { error: rule })
        .min(minLength, { error: rule })
        .superRefine((items, context) => {
            for (const item of new Set(items.filter((each, i) => items.indexOf(each) < i))) {
                context.addIssue({ code: "custom", message: `has ${JSON.stringify(item)} twice; remove one` });
            }
        })
        .meta({ rule });
}

export function map<T extends z.ZodType>(key: z.ZodString, value: T, rule: string) {
    return z.record(key, value, { error: rule }).meta({ rule });
}

/** A mapping with exactly these keys: an unknown one is an error. */
export function object<T extends z.ZodRawShape>(shape: T) {
    const rule = `a mapping with the keys ${Object.keys(shape).join(", ")}`;
    return z.strictObject(shape, { error: rule }).meta({ rule });
}

/** Text that people and models read: no invisible characters, which can hide instructions from the reviewer. */
export function prose(maxLength: number) {
    return text(
        new RegExp(`^(?=[^]*\\S)([\\n\\t]|[^\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}]){1,${maxLength}}$`, "u"),
        `text of 1 to ${maxLength} characters, all of them visible`,
    );
}

export const guid = () =>
    text(
        /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
        "a GUID in lower case, for example 00000000-0000-4000-8000-000000000000",
    );

/** An address range; the address plan of the network knows which ones fit. */
export const addressRange = text(/\S/, "an address range in CIDR notation, for example 10.10.0.0/20");

export const pinnedImage = text(
    /^[a-z0-9]+\.azurecr\.io\/[a-z0-9]+([._/-]+[a-z0-9]+)*@sha256:[0-9a-f]{64}$/,
    "an image in the environment's registry, pinned by its digest: <login server>/<repository>@sha256:<digest>",
);

/** Name of a certificate, or of a secret, in a vault. */
export const certificate = text(/^[A-Za-z0-9-]{1,127}$/, "the name of a certificate or secret in the vault");

import type * as pulumi from "@pulumi/pulumi";

/** Keys whose value, regardless of case, an earlier one has: with that key, and the value in lower case. */
export function repeated(
    entries: [key: string, value: pulumi.Input<string>][],
): [key: string, earlier: string, value: string][] {
    const known = entries.flatMap(([key, value]): [string, string][] =>
        typeof value === "string" ? [[key, value.toLowerCase()]] : [],
    );
    return known.flatMap(([key, value], index): [string, string, string][] => {
        const earlier = known.slice(0, index).find(([, other]) => other === value);
        return earlier === undefined ? [] : [[key, earlier[0], value]];
    });
}

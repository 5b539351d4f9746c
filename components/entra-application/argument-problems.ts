import type * as pulumi from "@pulumi/pulumi";
import { guidProblem, listed, repeated } from "../shared";

/** A problem in an id that is known already; the others are checked when they are. */
export function idProblem(id: pulumi.Input<string> | undefined, argument: string): string | undefined {
    if (id === undefined) return `${argument} is missing; it must be a GUID.`;
    return typeof id === "string" ? guidProblem(id, argument) : undefined;
}

/** Problems in ids by short names: those that are none, and those that are there twice. */
export function idsProblems(ids: Record<string, pulumi.Input<string>>, argument: string): string[] {
    const entries = Object.entries(ids);
    return listed(
        ...entries.map(([key]) => keyProblem(key, argument)),
        ...entries.map(([key, id]) => idProblem(id, `${argument}.${key}`)),
        ...repeated(entries).map(
            ([key, other]) => `${argument}.${key} is the same as ${argument}.${other}; remove one.`,
        ),
    );
}

/** A problem when a short name cannot be part of the name of a resource. */
export function keyProblem(key: string, argument: string): string | undefined {
    return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(key)
        ? undefined
        : `"${key}" in ${argument} is no short name; it must be lower-case letters, digits and single hyphens, a letter first.`;
}

/** A problem when what people read is empty or too long. */
export function proseProblem(text: string, argument: string, maximum: number): string | undefined {
    return text.trim() !== "" && text.length <= maximum
        ? undefined
        : `${argument} is "${text}"; it must be text of 1 to ${maximum} characters.`;
}

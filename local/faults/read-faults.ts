import { readFile } from "node:fs/promises";
import { closest } from "fastest-levenshtein";
import { parseDocument } from "yaml";
import type { z } from "zod";
import { Failure, messageOf } from "../report/failure";
import { type Fault, type Operation, planSchema } from "./fault";
import { knownTypes, serviceOf } from "./services";

/** Reads a plan of faults, YAML or JSON. Throws one {@link Failure} with all problems. */
export async function readFaults(file: string): Promise<Fault[]> {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
        throw new Failure(`${file} cannot be read: ${messageOf(error)}.`);
    });
    const { faults, problems } = parseFaults(text);
    if (problems.length > 0) {
        throw new Failure(
            problems.length === 1
                ? `${file}: ${problems[0]}`
                : [`${file} has ${problems.length} problems:`, ...problems.map((each) => `  - ${each}`)].join("\n"),
        );
    }
    return faults;
}

/** The faults in a text, and a sentence about everything that is wrong with them. */
export function parseFaults(text: string): { faults: Fault[]; problems: string[] } {
    const document = parseDocument(text);
    if (document.errors.length > 0) {
        const problems = document.errors.map(({ message }) => message.replace(/:?\n[\s\S]*$/, "."));
        return { faults: [], problems };
    }
    const plan: unknown = document.toJS();
    const { data, error } = planSchema.safeParse(plan);
    const problems = (error?.issues ?? []).flatMap((issue) => sentences(issue, plan));
    return { faults: data?.faults ?? [], problems: [...problems, ...typeProblems(plan)] };
}

function sentences(issue: z.core.$ZodIssue, plan: unknown): string[] {
    const place = issue.path.reduce<string>(
        (at, key) => (typeof key === "number" ? `${at}[${key}]` : [at, String(key)].filter(Boolean).join(".")),
        "",
    );
    if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => `${[place, key].filter(Boolean).join(".")} is no key of a plan: remove it.`);
    }
    const value = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)?.[key], plan);
    if (value === undefined) {
        return [`${place || "the plan"} is missing: ${issue.message}`];
    }
    return [`${place || "the plan"} is ${JSON.stringify(value)}: ${issue.message}`];
}

/** What the schema cannot know: the types that the local cloud has, and what each can be asked for. */
function typeProblems(plan: unknown): string[] {
    const faults = (plan as { faults?: unknown } | null)?.faults;
    return (Array.isArray(faults) ? faults : []).flatMap((fault, index) => {
        const { type, operation, factor } = (fault ?? {}) as Record<string, unknown>;
        if (typeof type !== "string" || type === "") {
            return [];
        }
        const service = serviceOf(type);
        const place = `faults[${index}]`;
        if (service === undefined) {
            return [
                `${place}.type is ${JSON.stringify(type)}: the local cloud has no faults for such a type; the nearest is ` +
                    `${closest(type, knownTypes)}.`,
            ];
        }
        const problem = service.problem(type, operation as Operation);
        if (problem !== undefined) {
            return [`${place}.type is ${JSON.stringify(type)}, which ${problem}.`];
        }
        return factor !== undefined && service.usualSeconds(type, operation as Operation) === undefined
            ? [
                  `${place}.factor is ${JSON.stringify(factor)}: ${type} takes no time of its own that could be multiplied: give seconds.`,
              ]
            : [];
    });
}

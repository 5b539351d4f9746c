import { closest } from "fastest-levenshtein";
import { Failure } from "../report/failure";
import type { Catalogue } from "./catalogue";
import { readJson } from "./read-json";

/** What `--policy-pack-config` says, by policy: a level, or values with an optional level. */
export type PolicyConfiguration = Record<string, string | Record<string, unknown>>;

/** Levels that the engine knows. */
const levels = ["advisory", "mandatory", "remediate", "disabled"];

/** Name by which the engine sets the level of every policy at once. */
const all = "all";

/**
 * Reads a policy configuration and checks what the engine does not, or answers without a name: to an unknown policy it
 * only says `invalid enforcement level ""`. Values of policies are for the engine and the pack to check.
 *
 * Throws one {@link Failure} with all problems.
 */
export async function readPolicyConfiguration(
    file: string,
    { policies }: Pick<Catalogue, "policies">,
): Promise<PolicyConfiguration> {
    const configuration = await readJson(file);
    const problems = policyConfigurationProblems(configuration, policies);
    if (problems.length > 0) {
        throw new Failure(
            problems.length === 1
                ? `${file}: ${problems[0]}`
                : [`${file} has ${problems.length} problems:`, ...problems.map((each) => `  - ${each}`)].join("\n"),
        );
    }
    return configuration as PolicyConfiguration;
}

/** Sentences about everything that is wrong with names and levels; empty when nothing is. */
export function policyConfigurationProblems(configuration: unknown, policies: string[]): string[] {
    if (!isObject(configuration)) {
        return [`it holds ${JSON.stringify(configuration)}: it must hold one object, with names of policies as keys.`];
    }
    return Object.entries(configuration).flatMap(([name, value]) => {
        if (name === "environments") {
            return [
                "environments is a name that the engine keeps for environments of Pulumi ESC, of which the pack uses " +
                    "none: remove it; the environment that is judged stands under pack.",
            ];
        }
        if (name !== all && !policies.includes(name)) {
            return [`${name} is no policy of the pack; the nearest is ${closest(name, policies)}.`];
        }
        return valueProblems(name, value);
    });
}

function valueProblems(name: string, value: unknown): string[] {
    const level = isObject(value) ? value.enforcementLevel : value;
    if (level === undefined) {
        return [];
    }
    if (typeof level !== "string" || !levels.includes(level)) {
        return [
            `${name} has the level ${JSON.stringify(level)}: it must be ${levels.join(", ")}, or an object with values.`,
        ];
    }
    if (level === "disabled" && name === all) {
        return [
            'all is "disabled": then nothing judges and nothing says so; switch off single policies by their names.',
        ];
    }
    if (level === "disabled" && name === "pack") {
        return ['pack is "disabled": it gives the rules their settings and inputs; leave it on.'];
    }
    return [];
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { type Exception, exceptionProblems, exceptionsSchema } from "./exceptions";
import { type Parameters, parameterProblems, parameterValues } from "./parameters";
import type { Relation, Rule } from "./rule";
import type { Configured } from "./sdk";
import { type Settings, settingsParameters } from "./settings";

/** Name of the policy that takes the settings of the whole pack. */
export const packPolicy = "pack";

/** Name of the policy that says which exceptions nobody needs. */
export const exceptionsPolicy = "exceptions";

/** What the policy configuration says, and what there is to say about it. */
export interface Configuration {
    settings: Settings;
    /** By id; none for a rule that is switched off. */
    rules: Map<string, RuleConfiguration>;
    /** What is wrong with it. */
    problems: string[];
    /** Which rules it makes weaker. */
    weakened: string[];
}

/** How the policy configuration has set a rule that is not switched off. */
export interface RuleConfiguration {
    parameters: object;
    /** Those without problems. */
    exceptions: readonly Exception[];
}

/** Schema of what may be configured under the name of a rule. */
export function ruleSchema({ parameters = {} }: Rule | Relation) {
    return { ...parameters, exceptions: exceptionsSchema };
}

/**
 * Reads the policy configuration. What is wrong in it does not count: the default stands in for a parameter, and an
 * exception with a problem covers nothing.
 */
export function readConfiguration(
    rules: readonly (Rule | Relation)[],
    configured: ReadonlyMap<string, Configured>,
    now: Date,
): Configuration {
    const values = configured.get(packPolicy)?.values ?? {};
    const configuration: Configuration = {
        settings: parameterValues(settingsParameters, values),
        rules: new Map(),
        problems: named(packPolicy, parameterProblems(settingsParameters, values)),
        weakened: [],
    };
    for (const rule of rules) {
        const given = configured.get(rule.id);
        if (given === undefined) {
            configuration.weakened.push(`${rule.id} is switched off by the policy configuration: it judges nothing.`);
            continue;
        }
        if (rule.level === "mandatory" && given.level === "advisory") {
            configuration.weakened.push(
                `${rule.id} is lowered to advisory by the policy configuration: its findings stop nothing.`,
            );
        }
        const { exceptions = [], ...parameters } = given.values as { exceptions?: Exception[] };
        const problems = exceptionProblems(exceptions, now);
        const schema: Parameters = rule.parameters ?? {};
        configuration.problems.push(...named(rule.id, [...parameterProblems(schema, parameters), ...problems]));
        configuration.rules.set(rule.id, {
            parameters: parameterValues(schema, parameters),
            exceptions: exceptions.filter((exception) => exceptionProblems([exception], now).length === 0),
        });
    }
    return configuration;
}

function named(policy: string, problems: string[]): string[] {
    return problems.map((problem) => `The policy configuration of ${policy}: ${problem}`);
}

import { exceptionsPolicy, packPolicy } from "./configuration";
import type { Relation, Rule } from "./rule";
import { settingsParameters } from "./settings";

/** What the pack says about itself to whoever configures it or reports what it found, as plain data. */
export function catalogue(rules: readonly (Rule | Relation)[]) {
    return {
        /** Every name that a policy configuration may have, but for `all` of the engine. */
        policies: [packPolicy, ...rules.map(({ id }) => id), exceptionsPolicy],
        settings: settingsParameters,
        rules: rules.map((rule) => ({
            id: rule.id,
            title: rule.title,
            severity: rule.severity,
            level: rule.level,
            practices: rule.practices,
            references: rule.references,
            component: rule.component,
            url: rule.url,
            types: rule.types,
            presence: rule.presence ?? false,
            parameters: rule.parameters ?? {},
            why: rule.why,
            fix: rule.fix,
        })),
    };
}

import { formatPath, type Path, parsePath, valueAt } from "../../policy-pack/engine/paths";
import type { Resource } from "../../policy-pack/engine/resource";
import { concerns, type Example, isRelation, judges, type Relation, type Rule } from "../../policy-pack/engine/rule";
import { isValues, type Value } from "../../policy-pack/engine/value";
import type { JudgedEnvironment } from "./environment";
import { changed, places } from "./places";

/** An environment with one property changed, and the rules that it breaks then. */
export interface Mutant {
    resource: string;
    place: string;
    /** `removed`, or `set` to what is wrong in an example of a rule. */
    change: string;
    /** Ids of the rules, sorted; none when whatever was tried passes. */
    breaks: string[];
}

interface Mutation {
    place: string;
    change: "removed" | "set";
    resource: Resource;
}

type AnyRule = Rule | Relation;

/**
 * One mutant for every property of the environment that a rule reads: without the property or, where that breaks
 * nothing, with what stands there in an example that breaks the rule.
 */
export function mutantsOf(environment: JudgedEnvironment, rules: readonly AnyRule[]): Mutant[] {
    return environment.resources.flatMap((resource) => {
        const concerned = rules.filter((rule) => concerns(rule, resource));
        const before = findings(environment, concerned, resource);
        const byPlace = new Map<string, Mutation[]>();
        for (const mutation of concerned.flatMap((rule) => mutationsOf(rule, resource)))
            byPlace.set(mutation.place, [...(byPlace.get(mutation.place) ?? []), mutation]);
        return [...byPlace].flatMap(([place, mutations]): Mutant[] => {
            for (const { change, resource: mutated } of mutations) {
                const after = findings(environment.with(resource, mutated), concerned, mutated);
                const breaks = [...after]
                    .filter((finding) => !before.has(finding))
                    .map((finding) => finding.split(" ")[0] ?? "");
                if (breaks.length > 0)
                    return [{ resource: resource.name, place, change, breaks: [...new Set(breaks)].sort() }];
            }
            // what is not there cannot be another
            const isThere = mutations.some(({ change }) => change === "removed");
            return isThere ? [{ resource: resource.name, place, change: "removed", breaks: [] }] : [];
        });
    });
}

/** What rules find in an environment when one resource of it has changed, each finding as one text. */
function findings(environment: JudgedEnvironment, rules: readonly AnyRule[], changed: Resource): Set<string> {
    return new Set(
        environment
            .judge(rules, changed)
            .flatMap(({ rule, resource, outcome }) =>
                outcome.findings.map(({ path, message }) => `${rule.id} ${resource.urn} ${path} ${message}`),
            ),
    );
}

function mutationsOf(rule: AnyRule, resource: Resource): Mutation[] {
    const wrong = violatingExamples(rule, resource);
    const { required = [], optional = [] } = (isRelation(rule) && rule.related[resource.type]) || {};
    const reads = [...(judges(rule, resource) ? rule.reads : []), ...required, ...optional];
    const ofOptions = isRelation(rule) ? [] : (rule.readsOptions ?? []);
    // an input that matters together with an option gets the option of the example, too
    const together = wrong.filter(
        ({ type, options }) => ofOptions.length > 0 && options !== undefined && type === resource.type,
    );
    const withOption = (example: Example): Resource => ({
        ...resource,
        options: { ...resource.options, ...example.options },
    });
    return [
        ...reads.flatMap((read) => mutationsAt(resource, parsePath(read), wrong)),
        ...together.flatMap((example) =>
            reads.flatMap((read) =>
                mutationsAt(withOption(example), parsePath(read), [example]).filter(({ change }) => change === "set"),
            ),
        ),
        ...ofOptions.flatMap((option) =>
            wrong.map(({ options = {} }): Mutation => {
                const mutated = { ...resource, options: { ...resource.options, [option]: options[option] } };
                return { place: `options.${option}`, change: "set", resource: mutated };
            }),
        ),
    ];
}

function violatingExamples(rule: AnyRule, { type }: Resource): Example[] {
    return isRelation(rule)
        ? rule.examples.violating.flatMap((stack) => Object.values(stack).filter((example) => example.type === type))
        : rule.examples.violating;
}

/** Without what a path leads to, and with what it leads to in examples; the empty path leads to all inputs. */
function mutationsAt(resource: Resource, read: Path, examples: readonly Example[]): Mutation[] {
    const mutated = (place: Path, change: Mutation["change"], value: Value | undefined): Mutation => ({
        place: formatPath(place),
        change,
        resource: { ...resource, inputs: changed(resource.inputs, place, value) },
    });
    if (read.length === 0)
        return examples.map(({ inputs }) => {
            const own = isValues(resource.inputs) ? resource.inputs : {};
            return { place: "inputs", change: "set", resource: { ...resource, inputs: { ...own, ...inputs } } };
        });
    const wrong = examples.flatMap(({ inputs }) => valuesAt(inputs, read));
    const present = places(resource.inputs, read).filter((place) => place.length === read.length);
    const existing = present.flatMap((place) => [
        mutated(place, "removed", undefined),
        ...wrong.map((value) => mutated(place, "set", value)),
    ]);
    const isAbsent = present.length === 0 && !read.includes("[]");
    return isAbsent ? wrong.map((value) => mutated(read, "set", value)) : existing;
}

function valuesAt(inputs: Value | undefined, read: Path): Value[] {
    return places(inputs, read)
        .filter((place) => place.length === read.length)
        .flatMap((place) => {
            const value = valueAt(inputs, place);
            return value === undefined ? [] : [value];
        });
}

// Does not prove that a rule demands the right thing: it holds each rule to its own examples and declarations.
import assert from "node:assert/strict";
import { formatPath, isWithin, overlap, type Path, parsePath } from "../../policy-pack/engine/paths";
import type { Resource } from "../../policy-pack/engine/resource";
import { isRelation, judges, type Relation, type Rule } from "../../policy-pack/engine/rule";
import { unknown, type Value } from "../../policy-pack/engine/value";
import { rules } from "../../policy-pack/rules";
import { contextOf, judge as judgeWith } from "./judge";
import { changed, places } from "./places";
import { resourceOf, stackOf } from "./stack";

type Stack = readonly Resource[];

function stacksOf(rule: Rule | Relation, kind: "compliant" | "violating"): Resource[][] {
    if (isRelation(rule)) return rule.examples[kind].map(stackOf);
    const [type = ""] = rule.types;
    return rule.examples[kind].map((example) => [resourceOf("example", { type, ...example })]);
}

/** What a rule says about an example, as its examples are configured. */
const judge = (rule: Rule | Relation, stack: Stack) => judgeWith(rule, stack, rule.examples.parameters);

/** Places that a rule may read of a resource. */
function placesRead(rule: Rule | Relation, { type, inputs }: Resource): Path[] {
    const own = judges(rule, { type }) ? rule.reads : [];
    const { required = [], optional = [] } = (isRelation(rule) && rule.related[type]) || {};
    const ignored = (!isRelation(rule) && rule.ignores?.[type]) || [];
    return [...own, ...required, ...optional]
        .flatMap((read) => places(inputs, parsePath(read)))
        .filter((place) => !ignored.some((path) => isWithin(place, parsePath(path))));
}

/** Paths that a relation must find in a resource. */
function requiredOf({ types, reads, optional = [], related }: Relation, { type }: Pick<Resource, "type">): string[] {
    const own = types.includes(type) ? reads.filter((path) => !optional.includes(path)) : [];
    return [...new Set([...own, ...(related[type]?.required ?? [])])];
}

function without(stack: Stack, resource: Resource, place: Path): Resource[] {
    return stack.map((one) => (one === resource ? { ...one, inputs: changed(one.inputs, place, undefined) } : one));
}

/** The stack with one place changed, for every place that the rule reads and the stack has. */
function variants(rule: Rule | Relation, stack: Stack, value: Value | undefined): [string, Path, Stack][] {
    return stack.flatMap((resource) => {
        const distinct = new Map(placesRead(rule, resource).map((place) => [formatPath(place), place]));
        return [...distinct].map(([text, place]): [string, Path, Stack] => [
            `${resource.name}.${text}`,
            place,
            stack.map((one) => (one === resource ? { ...one, inputs: changed(one.inputs, place, value) } : one)),
        ]);
    });
}

/** Reads of inputs that a rule makes, as paths; list elements count as `[]`. */
function watched(inputs: unknown, seen: Set<string>, at: Path = []): unknown {
    if (typeof inputs !== "object" || inputs === null) return inputs;
    return new Proxy(inputs, {
        get: (owner, name) => {
            const value = Reflect.get(owner, name);
            if (typeof name === "symbol") return value;
            const isElement = Array.isArray(owner) && /^\d+$/.test(name);
            if (Array.isArray(owner) && !isElement) return value;
            const path = [...at, isElement ? Number(name) : name];
            seen.add(formatPath(path));
            return watched(value, seen, path);
        },
    });
}

const passes = (rule: Rule | Relation, stack: Stack) => judge(rule, stack).findings.length === 0;

describe("the rules", () => {
    it("have ids that are theirs alone", () => {
        const ids = rules.map(({ id }) => id);
        assert.deepEqual(ids, [...new Set(ids)].sort());
    });
});

for (const rule of rules) {
    describe(rule.id, () => {
        const compliant = stacksOf(rule, "compliant");
        const violating = stacksOf(rule, "violating");

        it("says what a reader needs, in sentences", () => {
            assert.match(rule.id, /^[a-z0-9]+(-[a-z0-9]+)+$/);
            assert.match(rule.title, /^[A-Z].*[^.]$/);
            assert.match(rule.why, /^[A-Z].*\.$/);
            assert.match(rule.fix, /^[A-Z].*\.$/);
            assert.match(rule.url, /^https:\/\/learn\.microsoft\.com\/[a-z]/);
            assert.doesNotMatch(rule.url, /\/[a-z]{2}-[a-z]{2}\//);
            assert.notDeepEqual(rule.practices, []);
        });

        it("has examples of both kinds", () => {
            assert.notDeepEqual(compliant, []);
            assert.notDeepEqual(violating, []);
        });

        for (const [index, stack] of compliant.entries()) {
            it(`lets compliant example ${index + 1} pass`, () => {
                assert.deepEqual(judge(rule, stack), { findings: [], undecided: [] });
            });
        }

        for (const [index, stack] of violating.entries()) {
            it(`stops violating example ${index + 1}, at inputs that it declares`, () => {
                const { findings, undecided } = judge(rule, stack);
                assert.notDeepEqual(findings, []);
                assert.deepEqual(undecided, []);
                for (const { path, given = [], message } of findings) {
                    assert.match(message, /^[^.]+$/);
                    for (const text of [path, ...given]) assert.ok(["", ...rule.reads].includes(text), text);
                }
            });
        }

        it("never takes something unknown for a violation of a compliant example", () => {
            for (const stack of compliant)
                for (const [place, , variant] of variants(rule, stack, unknown))
                    assert.deepEqual(judge(rule, variant).findings, [], place);
        });

        it("never lets something unknown pass in a violating example", () => {
            for (const stack of violating)
                for (const [place, , variant] of variants(rule, stack, unknown)) {
                    const { findings, undecided } = judge(rule, variant);
                    assert.notDeepEqual([...findings, ...undecided], [], place);
                }
        });

        if (isRelation(rule)) {
            it("stops each compliant example that lacks an input, here or in another resource", () => {
                const seen = new Set<string>();
                for (const stack of compliant)
                    for (const resource of stack)
                        for (const read of requiredOf(rule, resource))
                            for (const place of places(resource.inputs, parsePath(read))) {
                                const variant = without(stack, resource, place);
                                assert.equal(passes(rule, variant), false, `${resource.name} without ${read}`);
                                seen.add(`${resource.type} ${read}`);
                            }
                const all = [...rule.types, ...Object.keys(rule.related)].flatMap((type) =>
                    requiredOf(rule, { type }).map((read) => `${type} ${read}`),
                );
                assert.deepEqual([...seen].sort(), [...new Set(all)].sort());
            });
            return;
        }

        const context = contextOf(rule, rule.examples.parameters);

        it("is undecided about each unknown input, and about nothing else", () => {
            for (const stack of compliant)
                for (const [name, place, variant] of variants(rule, stack, unknown))
                    assert.deepEqual(judge(rule, variant), { findings: [], undecided: [formatPath(place)] }, name);
        });

        it("stops each compliant example that lacks an input, or what that stands in", () => {
            const optional = (rule.optional ?? []).map(parsePath);
            const seen = new Set<string>();
            for (const stack of compliant)
                for (const [name, place, variant] of variants(rule, stack, undefined)) {
                    const within = rule.reads.map(parsePath).filter((read) => overlap(read, place));
                    const needed = within.filter(
                        (read) => !optional.some((path) => formatPath(path) === formatPath(read)),
                    );
                    const has = needed.filter((read) => places(stack[0]?.inputs, read).length === read.length);
                    for (const read of has) seen.add(formatPath(read));
                    if (has.length > 0) assert.equal(passes(rule, variant), false, `${name} may be missing`);
                }
            const needed = rule.reads.filter((path) => !rule.optional?.includes(path));
            assert.deepEqual([...seen].sort(), needed.sort());
        });

        it("lets a compliant example without each optional input pass", () => {
            for (const path of rule.optional ?? []) {
                const without = compliant.map((stack) => {
                    const removed = variants(rule, stack, undefined).find(([, place]) => formatPath(place) === path);
                    return removed?.[2] ?? stack;
                });
                assert.ok(
                    without.some((stack) => passes(rule, stack)),
                    path,
                );
            }
        });

        it("reads what it declares, and nothing else", () => {
            const seen = new Set<string>();
            for (const [example] of [...compliant, ...violating])
                if (example) rule.check(watched(example.inputs, seen), { ...context, resource: example });
            const declared = rule.reads.map(parsePath);
            for (const path of seen)
                assert.ok(
                    declared.some((read) => overlap(read, parsePath(path))),
                    `${path} is not declared`,
                );
            for (const read of declared)
                assert.ok(
                    [...seen].some((path) => overlap(read, parsePath(path)) && parsePath(path).length >= read.length),
                    `${formatPath(read)} is not read`,
                );
        });

        it("reads the options that it declares, and no others", () => {
            const seen = new Set<string>();
            for (const [example] of [...compliant, ...violating]) {
                const options = watched(example?.options, seen) as Resource["options"];
                if (example) rule.check(example.inputs, { ...context, resource: { ...example, options } });
            }
            const options = [...seen].map((path) => parsePath(path)[0]);
            assert.deepEqual([...new Set(options)].sort(), [...(rule.readsOptions ?? [])].sort());
        });
    });
}

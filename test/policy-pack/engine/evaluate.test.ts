// Does not prove anything about the rules of the pack, nor how the SDK hands over inputs: pack.test.ts does the latter.
import assert from "node:assert/strict";
import { defineRelation, defineRule, get, unless } from "../../../policy-pack/engine";
import { evaluateRelation, evaluateRule } from "../../../policy-pack/engine/evaluate";
import { parameterValues } from "../../../policy-pack/engine/parameters";
import type { Resource } from "../../../policy-pack/engine/resource";
import { settingsParameters } from "../../../policy-pack/engine/settings";
import { Stack } from "../../../policy-pack/engine/stack";
import { unknown, type Value } from "../../../policy-pack/engine/value";
import { resourceOf } from "../stack";

const definition = {
    id: "test-rule",
    title: "Tests pass",
    severity: "low" as const,
    level: "mandatory" as const,
    practices: ["11.1"],
    references: {},
    url: "https://example.com",
    types: ["test:Thing"],
    why: "Because.",
    fix: "Fix it.",
};
const context = {
    parameters: {},
    settings: parameterValues(settingsParameters, {}),
    now: new Date("2026-01-01T00:00:00Z"),
};

function thing(inputs: Value): Resource {
    return resourceOf("thing", { type: "test:Thing", inputs });
}

describe("evaluateRule", () => {
    const rule = defineRule({
        ...definition,
        reads: ["mode", "limit", "items[].size"],
        check: ({ mode, limit, items = [] }) => [
            ...unless(mode === "safe", "mode", "the mode is not safe"),
            ...unless(limit <= 10, "limit", "the limit is too high", ["mode"]),
            ...unless(
                items.every(({ size }: { size: number }) => size === 1),
                "items[].size",
                "an item has another size",
            ),
        ],
        examples: { compliant: [], violating: [] },
    });
    const outcome = (inputs: Value) => {
        const { findings, undecided } = evaluateRule(rule, thing(inputs), context);
        return { findings: findings.map(({ path }) => path), undecided };
    };

    it("finds what is wrong, and what is absent", () => {
        assert.deepEqual(outcome({ mode: "safe", limit: 10, items: [{ size: 1 }] }), { findings: [], undecided: [] });
        assert.deepEqual(outcome({ mode: "other", limit: 11, items: [{ size: 2 }] }), {
            findings: ["mode", "limit", "items[].size"],
            undecided: [],
        });
        assert.deepEqual(outcome({}), { findings: ["mode", "limit"], undecided: [] });
    });

    it("is undecided where an input is unknown, and judges the rest", () => {
        assert.deepEqual(outcome({ mode: "safe", limit: unknown, items: [{ size: 2 }] }), {
            findings: ["items[].size"],
            undecided: ["limit"],
        });
    });

    it("is undecided where a finding follows from something unknown", () => {
        assert.deepEqual(outcome({ mode: unknown, limit: 11 }), { findings: [], undecided: ["mode"] });
    });

    it("is undecided where a list, an element or a part of one is unknown", () => {
        const known = { mode: "safe", limit: 1 };
        assert.deepEqual(outcome({ ...known, items: unknown }), { findings: [], undecided: ["items"] });
        assert.deepEqual(outcome({ ...known, items: [{ size: 2 }, unknown] }), {
            findings: [],
            undecided: ["items[1]"],
        });
        assert.deepEqual(outcome({ ...known, items: [{ size: unknown }] }), {
            findings: [],
            undecided: ["items[0].size"],
        });
    });

    it("does not heed unknown inputs that it does not read", () => {
        assert.deepEqual(outcome({ mode: "safe", limit: 1, other: unknown, items: [{ size: 1, name: unknown }] }), {
            findings: [],
            undecided: [],
        });
    });

    it("is undecided about everything when nothing is known", () => {
        const { findings, undecided } = evaluateRule(
            rule,
            thing({ mode: unknown, limit: unknown, items: unknown }),
            context,
        );
        assert.deepEqual({ findings, undecided }, { findings: [], undecided: ["mode", "limit", "items"] });
    });

    it("takes a failure of the rule for a finding, without the text of the error", () => {
        assert.deepEqual(evaluateRule(rule, thing({ mode: "safe", limit: 1, items: "hunter2" }), context), {
            findings: [{ path: "", message: "the rule cannot read these inputs (TypeError)" }],
            undecided: [],
        });
    });

    it("keeps a finding on the resource as a whole while something is unknown", () => {
        const forbidding = defineRule({ ...rule, check: () => unless(false, "", "this must not exist") });
        assert.deepEqual(evaluateRule(forbidding, thing({ mode: unknown }), context), {
            findings: [{ path: "", message: "this must not exist" }],
            undecided: ["mode"],
        });
    });

    it("gives the rule the resource, its parameters, the settings and the clock", () => {
        let received: unknown;
        const curious = defineRule({
            ...rule,
            check: (_, given) => {
                received = given;
                return [];
            },
        });
        evaluateRule(curious, thing({}), context);
        assert.deepEqual(received, { ...context, resource: thing({}) });
    });

    it("is undecided about every unknown input when it reads all, but for what it ignores", () => {
        const reader = defineRule({
            ...definition,
            reads: [""],
            ignores: { "test:Thing": ["secret.value"] },
            check: ({ secret }) => unless(secret?.value === undefined, "", "the value is here"),
            examples: { compliant: [], violating: [] },
        });
        const outcome = (inputs: Value) => evaluateRule(reader, thing(inputs), context);
        assert.deepEqual(outcome({ a: { b: [unknown] }, secret: { value: unknown } }).undecided, ["a.b[0]"]);
        assert.deepEqual(outcome({ secret: unknown }).undecided, ["secret"]);
        assert.deepEqual(outcome({ secret: { value: { deep: unknown }, name: unknown } }).undecided, ["secret.name"]);
        assert.deepEqual(outcome(unknown).undecided, [""]);
        assert.deepEqual(outcome({ secret: { value: "x" } }).findings, [{ path: "", message: "the value is here" }]);
    });
});

describe("evaluateRelation", () => {
    const relation = defineRelation({
        ...definition,
        reads: ["mode"],
        related: {},
        check: (resource, stack) =>
            unless(get(resource, "mode") === "safe" && stack.resources.length === 1, "mode", "not safe"),
        examples: { compliant: [], violating: [] },
    });
    const outcome = (inputs: Value) => evaluateRelation(relation, thing(inputs), new Stack([thing(inputs)]), context);

    it("finds what is wrong", () => {
        assert.deepEqual(outcome({ mode: "safe" }), { findings: [], undecided: [] });
        assert.deepEqual(outcome({}), { findings: [{ path: "mode", message: "not safe" }], undecided: [] });
    });

    it("is undecided when it needs something unknown, and says what", () => {
        assert.deepEqual(outcome({ mode: unknown }), { findings: [], undecided: ['mode of test:Thing "thing"'] });
        assert.deepEqual(outcome(unknown), { findings: [], undecided: ['mode of test:Thing "thing"'] });
    });

    it("takes a failure of the rule for a finding", () => {
        const broken = defineRelation({
            ...relation,
            check: () => {
                throw new RangeError("hunter2");
            },
        });
        assert.deepEqual(evaluateRelation(broken, thing({ mode: "safe" }), new Stack([]), context), {
            findings: [{ path: "", message: "the rule cannot read these inputs (RangeError)" }],
            undecided: [],
        });
    });

    const linked = defineRelation({
        ...relation,
        reads: ["mode", "owner", "note"],
        optional: ["note"],
        related: { "test:Other": { required: ["name", "links[].id"], optional: ["tag"] } },
        check: (resource) => unless(get(resource, "owner") !== undefined, "owner", "nobody owns it"),
    });
    const of = (type: string, inputs: Value) => {
        const resource = resourceOf("it", { type, inputs });
        return evaluateRelation(linked, resource, new Stack([resource]), context).findings.map(({ path, message }) => [
            path,
            message,
        ]);
    };
    const missing = "this is missing, and decides what the resource belongs to";

    it("finds what must be there and is not, unless the check has found it", () => {
        assert.deepEqual(of("test:Thing", { mode: "x", owner: "y" }), []);
        assert.deepEqual(of("test:Thing", { note: "n" }), [
            ["owner", "nobody owns it"],
            ["mode", missing],
        ]);
        assert.deepEqual(of("test:Thing", { mode: unknown, owner: "y" }), []);
    });

    it("finds the same on the resources that it reads to judge others, and nothing else there", () => {
        assert.deepEqual(of("test:Other", { name: "n", links: [{ id: 1 }] }), []);
        assert.deepEqual(of("test:Other", { name: "n", links: [] }), []);
        assert.deepEqual(of("test:Other", { name: "n", links: [unknown, { id: unknown }] }), []);
        assert.deepEqual(of("test:Other", { links: [{ id: 1 }, {}] }), [
            ["name", missing],
            ["links[].id", missing],
        ]);
        assert.deepEqual(of("test:Other", { name: "n" }), [["links[].id", missing]]);
        assert.deepEqual(of("test:Other", unknown), []);
    });
});

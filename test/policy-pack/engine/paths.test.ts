// Does not prove that any rule names the right path.
import assert from "node:assert/strict";
import fc from "fast-check";
import { formatPath, overlap, parsePath, unknownPaths, valueAt } from "../../../policy-pack/engine/paths";
import { unknown, type Value } from "../../../policy-pack/engine/value";

const segment = fc.oneof(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]*$/), fc.nat(99), fc.constant("[]"));
const path = fc
    .tuple(fc.stringMatching(/^[a-zA-Z]+$/), fc.array(segment, { maxLength: 5 }))
    .map(([head, tail]) => [head, ...tail]);

describe("paths", () => {
    it("read names, indexes and every element", () => {
        assert.deepEqual(parsePath("properties.networkAcls.ipRules[0].value"), [
            "properties",
            "networkAcls",
            "ipRules",
            0,
            "value",
        ]);
        assert.deepEqual(parsePath("rotationPolicy.lifetimeActions[].action.type"), [
            "rotationPolicy",
            "lifetimeActions",
            "[]",
            "action",
            "type",
        ]);
        assert.deepEqual(parsePath(""), []);
    });

    it("are written as they are read", () => {
        fc.assert(
            fc.property(path, (segments) => assert.deepEqual(parsePath(formatPath(segments)), segments)),
            { seed: 1 },
        );
    });

    for (const [one, other, expected] of [
        ["a.b", "a.b", true],
        ["a.b", "a", true],
        ["a", "a.b", true],
        ["", "a.b", true],
        ["a.b", "a.c", false],
        ["a.b", "b.b", false],
        ["a[].b", "a[3].b", true],
        ["a[3]", "a[].b", true],
        ["a[].b", "a[3].c", false],
        ["a[2]", "a[3]", false],
        ["a[]", "a.b", false],
    ] as const) {
        it(`${one} and ${other} ${expected ? "overlap" : "are apart"}`, () => {
            assert.equal(overlap(parsePath(one), parsePath(other)), expected);
            assert.equal(overlap(parsePath(other), parsePath(one)), expected);
        });
    }

    it("lead to values, to nothing, and to the unknown that they stand in", () => {
        const inputs: Value = { a: { b: [1, { c: "x" }] }, gap: unknown, toString: "own" };
        assert.equal(valueAt(inputs, parsePath("a.b[1].c")), "x");
        assert.deepEqual(valueAt(inputs, []), inputs);
        assert.equal(valueAt(inputs, parsePath("gap.b.c")), unknown);
        assert.equal(valueAt(inputs, parsePath("toString")), "own");
        for (const absent of ["a.x", "a.b.c", "a.b[2]", "a[0]", "a.b[0].c", "constructor", "a.hasOwnProperty"])
            assert.equal(valueAt(inputs, parsePath(absent)), undefined, absent);
        assert.equal(valueAt(undefined, parsePath("a")), undefined);
    });

    it("of unknown values are found at any depth", () => {
        const inputs: Value = { a: unknown, b: { c: [1, unknown, { d: unknown }] }, e: "known" };
        assert.deepEqual(unknownPaths(inputs).map(formatPath), ["a", "b.c[1]", "b.c[2].d"]);
        assert.deepEqual(unknownPaths(unknown), [[]]);
        assert.deepEqual(unknownPaths({ a: [{}], b: false }), []);
    });
});

// Does not prove what an API server adds or leaves out: test/engine/kubernetes.test.ts meets a real one.
import assert from "node:assert/strict";
import { pruned } from "../../../local/kubernetes/pruned";
import type { Properties } from "../../../local/provider/provider";

describe("pruned", () => {
    const cases: [title: string, live: Properties, inputs: Properties, expected: Properties][] = [
        ["without what the server added", { a: 1, added: 2 }, { a: 0 }, { a: 1 }],
        ["at any depth", { a: { b: 1, added: 2 } }, { a: { b: 0 } }, { a: { b: 1 } }],
        ["without what somebody removed", {}, { a: 1 }, {}],
        ["in lists by position", { a: [{ b: 1, added: 2 }, 3] }, { a: [{ b: 0 }] }, { a: [{ b: 1 }] }],
        ["with the shorter list of the server", { a: [1] }, { a: [1, 2] }, { a: [1] }],
        ["with what has another shape now", { a: "text" }, { a: { b: 1 } }, { a: "text" }],
    ];
    for (const [title, live, inputs, expected] of cases) {
        it(`is the live object ${title}`, () => assert.deepEqual(pruned(live, inputs), expected));
    }

    const zeros = { spec: { hostNetwork: false, labels: {}, list: [{ a: "" }], count: 0 } };

    it("keeps zeros that a built-in kind leaves out", () => {
        const identity = { apiVersion: "apps/v1", kind: "Deployment" };
        assert.deepEqual(pruned({ ...identity, spec: {} }, { ...identity, ...zeros }), { ...identity, ...zeros });
    });

    it("keeps no zeros of a custom resource, where they mean something", () => {
        const identity = { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy" };
        assert.deepEqual(pruned({ ...identity, spec: {} }, { ...identity, ...zeros }), { ...identity, spec: {} });
    });
});

// Does not prove which values the engine makes unknown.
import assert from "node:assert/strict";
import { unknown, withoutUnknown } from "../../../policy-pack/engine/value";

describe("withoutUnknown", () => {
    it("leaves out unknown properties and list elements, and keeps all else", () => {
        assert.deepEqual(
            withoutUnknown({ a: unknown, b: [1, unknown, { c: unknown, d: false }], e: { f: "" }, g: 0 }),
            {
                b: [1, { d: false }],
                e: { f: "" },
                g: 0,
            },
        );
    });

    it("of the unknown is nothing", () => {
        assert.equal(withoutUnknown(unknown), undefined);
    });
});

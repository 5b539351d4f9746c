// Does not prove how much memory the entries take.
import assert from "node:assert/strict";
import { Cache } from "../../../local/apim/cache";

describe("A cache", () => {
    it("makes a value once for each key", () => {
        const cache = new Cache<string[]>(10);
        const first = cache.get("a", () => ["a"]);
        assert.equal(
            cache.get("a", () => assert.fail("it is made twice")),
            first,
        );
        assert.deepEqual(
            cache.get("b", () => ["b"]),
            ["b"],
        );
    });

    it("keeps so many and forgets the oldest first", () => {
        const cache = new Cache<number>(2);
        let made = 0;
        const get = (key: string) => cache.get(key, () => ++made);
        assert.deepEqual(["a", "b", "a", "c", "b", "a", "c", "a"].map(get), [1, 2, 1, 3, 2, 4, 3, 4]);
    });

    it("keeps nothing of what could not be made", () => {
        const cache = new Cache<number>(2);
        assert.throws(() =>
            cache.get("a", () => {
                throw new Error("no value");
            }),
        );
        assert.equal(
            cache.get("a", () => 1),
            1,
        );
    });
});

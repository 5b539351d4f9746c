// Does not prove that the engine sends the same seed twice: it draws one for each registration.
import assert from "node:assert/strict";
import { isAutonamed, named } from "../../../local/kubernetes/autoname";

describe("autoname", () => {
    const seed = Buffer.from("seed");
    const map = { apiVersion: "v1", kind: "ConfigMap" };
    const autonamed = (name: string, rest = {}) => ({
        ...map,
        metadata: { ...rest, annotations: { "pulumi.com/autonamed": "true" }, name },
    });

    it("ends the logical name with eight digits from the seed, and says so", () => {
        assert.deepEqual(named(map, undefined, "test", seed), autonamed("test-19b25856"));
        const inputs = { ...map, metadata: { namespace: "team", annotations: { a: "b" } } };
        assert.deepEqual(named(inputs, undefined, "test", seed), {
            ...map,
            metadata: {
                annotations: { a: "b", "pulumi.com/autonamed": "true" },
                name: "test-19b25856",
                namespace: "team",
            },
        });
    });

    it("keeps the name that it gave before, whatever the seed", () => {
        assert.deepEqual(named(map, autonamed("test-1"), "test", seed), autonamed("test-1"));
    });

    it("leaves a name of the program alone, also when there was another one before", () => {
        const own = { ...map, metadata: { name: "mine" } };
        assert.deepEqual(named(own, undefined, "test", seed), own);
        assert.deepEqual(named(own, autonamed("test-1"), "test", seed), own);
        assert.equal(isAutonamed(own), false);
        assert.equal(isAutonamed(autonamed("test-1")), true);
    });
});

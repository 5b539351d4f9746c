// Does not prove that the engine knows URNs in a preview: the tests with the real engine do.
import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import { knownAfter } from "../../../components/shared/known-after";
import { capture, UNKNOWN } from "../../support/capture";

describe("knownAfter", () => {
    it("is known in a preview and carries the dependency", async () => {
        const resources = await capture(
            () => {
                const first = new random.RandomBytes("first", { length: 1 });
                new random.RandomBytes("second", { length: 1, keepers: { after: knownAfter(first, "name") } });
                new random.RandomBytes("third", { length: 1, keepers: { after: first.base64 } });
            },
            { preview: true },
        );
        const type = "random:index/randomBytes:RandomBytes";
        const second = resources.only(type, "second");
        assert.deepEqual(second.inputs.keepers, { after: "name" });
        assert.deepEqual(second.propertyDependencies, { keepers: [resources.only(type, "first").urn] });
        assert.deepEqual(resources.only(type, "third").inputs.keepers, { after: UNKNOWN });
    });
});

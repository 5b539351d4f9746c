// Does not prove that anybody can read it: test/local/workspace/catalogue.test.ts and test/engine/build.test.ts do.
import assert from "node:assert/strict";
import { catalogue } from "../../../policy-pack/engine/catalogue";
import { policies } from "../../../policy-pack/engine/pack";
import { rules } from "../../../policy-pack/rules";
import { surroundings } from "./sdk";

describe("the catalogue of the pack", () => {
    it("names exactly the policies that the pack has, in their order", () => {
        assert.deepEqual(
            catalogue(rules).policies,
            policies(rules, surroundings()).map(({ name }) => name),
        );
    });

    it("is plain data", () => {
        const said = catalogue(rules);
        assert.deepEqual(JSON.parse(JSON.stringify(said)).settings, said.settings);
        assert.deepEqual(
            JSON.parse(JSON.stringify(said)).rules.map(({ id }: { id: string }) => id),
            rules.map(({ id }) => id),
        );
    });
});

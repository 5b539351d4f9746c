// Does not prove that the rules of the catalogue are those that judge: both come from policy-pack/rules.
import assert from "node:assert/strict";
import { readCatalogue } from "../../../local/workspace/catalogue";
import { rules } from "../../../policy-pack/rules";

describe("the catalogue", () => {
    it("is what the policy pack says of itself, from a process of its own", async () => {
        const catalogue = await readCatalogue();

        assert.deepEqual(
            catalogue.rules.map(({ id }) => id),
            rules.map(({ id }) => id),
        );
        const [rule] = catalogue.rules;
        assert.deepEqual(
            [rule?.title, rule?.severity, rule?.level, rule?.practices, rule?.url, rule?.why, rule?.fix],
            [
                rules[0]?.title,
                rules[0]?.severity,
                rules[0]?.level,
                rules[0]?.practices,
                rules[0]?.url,
                rules[0]?.why,
                rules[0]?.fix,
            ],
        );
        assert.equal(catalogue.settings.stackRole?.default, "component");
        assert.ok(catalogue.policies.includes("pack"));
    });
});

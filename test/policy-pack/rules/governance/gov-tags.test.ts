// Does not prove that a class is the right one, or that the owner exists.
import assert from "node:assert/strict";
import type { Value, Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/governance/gov-tags";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const good: Values = {
    environment: "prod",
    owner: "team",
    "mcp-component": "gateway",
    "cost-center": "4711",
    "data-classification": "internal",
};
const paths = (tags: Value, parameters = {}) =>
    judge(rule, stackOf({ group: { type: "resources:ResourceGroup", inputs: { tags } } }), parameters).findings.map(
        ({ path }) => path,
    );

describe("gov-tags", () => {
    it("wants a text in each tag", () => {
        for (const name of Object.keys(good))
            for (const value of ["", " ", "\t\n", 4711, true, {}])
                assert.deepEqual(paths({ ...good, [name]: value }), [`tags.${name}`]);
        assert.deepEqual(paths({ ...good, more: "" }), []);
    });

    it("knows the names of tags as they are written", () => {
        const { owner, ...others } = good;
        assert.deepEqual(paths({ ...others, Owner: owner ?? "" }), ["tags.owner"]);
    });

    it("takes the classes of the environment, and no others", () => {
        for (const value of ["public", "internal", "confidential", "restricted"])
            assert.deepEqual(paths({ ...good, "data-classification": value }), []);
        for (const value of ["Public", "secret", "internal "])
            assert.deepEqual(paths({ ...good, "data-classification": value }), ["tags.data-classification"]);
        const parameters = { classifications: ["secret"] };
        assert.deepEqual(paths({ ...good, "data-classification": "secret" }, parameters), []);
        assert.deepEqual(paths(good, parameters), ["tags.data-classification"]);
    });

    it("leaves out what Azure could not change, what is judged as another type, and what has lists of that name", () => {
        for (const type of ["keyvault:Vault", "keyvault:Secret", "containerservice:AgentPool"])
            assert.ok(rule.types.includes(type), type);
        for (const type of ["keyvault:Key", "resources:Resource", "apimanagement:NamedValue", "network:Subnet"])
            assert.equal(rule.types.includes(type), false, type);
    });
});

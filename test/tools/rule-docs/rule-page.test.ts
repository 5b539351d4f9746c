// Does not prove that the pages in docs/rules are fresh: npm run check does.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineRelation, defineRule, everyType, text, unless } from "../../../policy-pack/engine";
import type { Relation, Rule } from "../../../policy-pack/engine/rule";
import { rules } from "../../../policy-pack/rules";
import { rulePages } from "../../../tools/rule-docs/pages";
import { rulePage } from "../../../tools/rule-docs/rule-page";
import type { Sources } from "../../../tools/rule-docs/sources";

/** Has what few rules have: every type, options, exemptions, parameters of each kind. */
const rule = defineRule({
    id: "sample-rule",
    title: "Nothing is called bad",
    severity: "low",
    level: "advisory",
    practices: ["6.3", "IR-4"],
    references: { mcsb: ["DP-8"], psrule: ["Sample.Name"] },
    url: "https://learn.microsoft.com/azure/sample",
    types: [everyType],
    reads: [""],
    optional: [""],
    ignores: { "kubernetes:core/v1:Secret": ["data", "stringData"] },
    readsOptions: ["protect", "ignoreChanges"],
    parameters: {
        names: { type: "array", default: ["bad"], items: { type: "string" }, description: "Names that are bad." },
        types: {
            type: "array",
            default: ["a:A", "b:B", "c:C", "d:D", "e:E", "f:F"],
            items: { type: "string" },
            description: "Types that have names.",
        },
        fewest: { type: "integer", default: 1, minimum: 1, description: "Fewest names." },
        mode: { type: "string", default: "all", enum: ["all", "some"], description: "Which names count." },
        strict: { type: "boolean", default: true, description: "Whether it matters." },
    },
    why: "A bad name is bad, see metadata.name.",
    fix: "Choose another name.",
    check: ({ name, metadata }, { parameters: { names }, resource: { options }, now }) => [
        ...unless(![name, metadata?.name].some((each) => names.includes(each)), "", "this name is bad"),
        ...unless(!options.protect && now.getUTCFullYear() < 2050, "", "options.protect is bad, too"),
    ],
    examples: {
        compliant: [
            { type: "storage:StorageAccount", inputs: { accountName: "good" } },
            { type: "kubernetes:core/v1:Secret", inputs: { stringData: { "a-b": "bad" } } },
            { type: "azuread:index/application:Application", inputs: {} },
        ],
        violating: [
            {
                type: "kubernetes:cilium.io/v2:CiliumNetworkPolicy",
                inputs: { metadata: { name: "bad" } },
                options: { protect: true, ignoreChanges: ["spec"] },
            },
        ],
    },
});

const relation = defineRelation({
    id: "sample-relation",
    title: "Each vault has a name of its own",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-2"],
    references: {},
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/sample",
    types: ["keyvault:Vault"],
    reads: ["vaultName", "location"],
    optional: ["location"],
    related: {
        "keyvault:Vault": { required: ["vaultName"] },
        "keyvault:Key": { required: ["vaultName"], optional: ["keyName"] },
    },
    presence: true,
    why: "Two of one name are one.",
    fix: "Set vaultName to a name that no other vault has.",
    check: (vault, stack) => {
        const twins = stack
            .ofType("keyvault:Vault")
            .filter((each) => text(each, "vaultName") === text(vault, "vaultName"));
        return unless(twins.length === 1, "vaultName", "another vault has this name");
    },
    examples: {
        compliant: [{ vault: { type: "keyvault:Vault", inputs: { vaultName: "one" } } }],
        violating: [
            {
                vault: { type: "keyvault:Vault", inputs: { vaultName: "one" } },
                twin: { type: "keyvault:Vault", inputs: { vaultName: "one" } },
                key: { type: "keyvault:Key", inputs: { keyName: "disk" } },
            },
        ],
    },
});

/** Compares a page with the one in the folder `pages`. */
function assertPage(of: Rule | Relation, sources: Sources): void {
    const file = join(__dirname, "pages", `${of.id}.md`);
    const page = rulePage(of, sources);
    if (process.env.UPDATE_LOCKS === "1") writeFileSync(file, page);
    const before = existsSync(file) ? readFileSync(file, "utf8") : "";
    assert.equal(
        page,
        before,
        `Accept the change with: UPDATE_LOCKS=1 npx mocha test/tools/rule-docs/rule-page.test.ts`,
    );
}

describe("the page of a rule", () => {
    it("says all that there is to say of a rule", () => {
        assertPage(rule, { rule: "policy-pack/rules/sample/sample-rule.ts" });
    });

    it("says all that there is to say of a relation", () => {
        assertPage(relation, {
            rule: "policy-pack/rules/sample/sample-relation.ts",
            component: "components/key-vault",
        });
    });

    it("says what its examples are configured with", () => {
        const parameters = { names: ["good"] };
        const page = rulePage({ ...rule, examples: { ...rule.examples, parameters } }, { rule: "" });
        assert.ok(page.includes('The examples are judged with `names` = `["good"]`, on 2026-01-01.'));
        assert.ok(page.includes("here as for the examples:"));
        assert.ok(page.includes(JSON.stringify({ "sample-rule": parameters }, null, 4)));
    });

    it("is not made when an example does not show what it is for", () => {
        const examples = { ...relation.examples, violating: relation.examples.compliant };
        assert.throws(() => rulePage({ ...relation, examples }, { rule: "" }), {
            message: 'The rule "sample-relation" finds nothing in a violating example.',
        });
    });

    it("is not made with practices that do not exist", () => {
        assert.throws(() => rulePage({ ...relation, practices: ["6.5"] }, { rule: "" }), {
            message: /^docs\/practices\.json has no practice "6\.5": it has MUST-1, /,
        });
    });
});

describe("the pages of the rules", () => {
    const ids = rules.map(({ id }) => id);

    it("are one for each rule, and one that lists them", () => {
        const { folder, files } = rulePages(rules);
        assert.equal(folder, "docs/rules");
        assert.deepEqual(Object.keys(files).sort(), ["README", ...ids].map((name) => `docs/rules/${name}.md`).sort());
        for (const id of ids) assert.ok(files["docs/rules/README.md"]?.includes(`| [\`${id}\`](${id}.md) |`), id);
    });

    it("cannot be made of rules without a file, or with a component that does not exist", () => {
        assert.throws(() => rulePages([relation]), {
            message:
                'The rule "sample-relation" is in 0 folders: it must be in one policy-pack/rules/<service>/sample-relation.ts.',
        });
        assert.throws(() => rulePages([{ ...relation, id: ids[0] ?? "", component: "Vault" }]), {
            message: 'A rule names the component "Vault": no file in components/*/ exports a class of that name.',
        });
    });
});

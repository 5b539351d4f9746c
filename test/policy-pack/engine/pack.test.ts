// Does not prove that an engine calls policies like this: test/engine/policy-pack.test.ts asks a real one.
import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { defineRelation, defineRule, get, ofType, refersTo, some, text, unless } from "../../../policy-pack/engine";
import { plain, policies } from "../../../policy-pack/engine/pack";
import { unknown } from "../../../policy-pack/engine/value";
import { preview, type Registered, unknownList, unknownObject, unknownText, urnOf } from "./sdk";

const rule = defineRule({
    id: "test-rule",
    title: "Things are safe",
    severity: "critical",
    practices: ["6.1", "MUST-4"],
    references: { mcsb: ["DP-6"], cis: ["3.3.1"], azurePolicy: ["587c79fe"] },
    url: "https://example.com/rule",
    types: ["keyvault:Thing"],
    reads: ["mode", "days"],
    parameters: { minimum: { type: "integer", default: 90, description: "Days." } },
    why: "Things matter.",
    fix: "Make it safe.",
    check: ({ mode, days }, { parameters: { minimum }, now }) => [
        ...unless(mode === "safe", "mode", "not safe"),
        ...unless(days >= minimum, "days", `fewer than ${minimum} days on ${now.toISOString().slice(0, 10)}`),
    ],
    examples: { compliant: [], violating: [] },
});

const relation = defineRelation({
    id: "test-relation",
    title: "Things have friends",
    severity: "low",
    practices: ["6.2"],
    references: {},
    url: "https://example.com/relation",
    types: ["keyvault:Thing"],
    reads: ["mode", "name"],
    related: { "keyvault:Friend": ["friendOf"] },
    why: "It is lonely.",
    fix: "Add a friend.",
    check: (thing, stack) =>
        unless(
            get(thing, "mode") === "alone" ||
                some(ofType(stack, "keyvault:Friend"), (friend) =>
                    refersTo(friend, "friendOf", [thing], () => text(friend, "friendOf") === text(thing, "name")),
                ),
            "",
            "no friend",
        ),
    examples: { compliant: [], violating: [] },
});

const token = "azure-native:keyvault:Thing";
const safe = { mode: "safe", days: 90, name: "thing" };
const thing = (props: object, type = token): Registered => ({ name: "thing", type, props });
const now = () => new Date("2026-01-01T00:00:00Z");
const ruleText = (what: string) => `${what}\nWhy: Things matter.\nFix: Make it safe.`;

function judge(resources: Registered[], config?: Record<string, object>, rules = [rule]) {
    return preview(policies(rules, now), resources, config);
}

describe("plain", () => {
    it("copies what is known and marks what is not, without a second reading of the SDK's proxies", () => {
        const inputs = {
            text: "a",
            number: 0,
            flag: false,
            gap: unknownText,
            object: { list: [1, unknownText, { gap: unknownObject }], nothing: null, empty: {}, gap: unknownList },
            hidden: "[secret]",
        };
        assert.deepEqual(plain(unknownCheckingProxy(inputs)), {
            text: "a",
            number: 0,
            flag: false,
            gap: unknown,
            object: { list: [1, unknown, { gap: unknown }], empty: {}, gap: unknown },
            hidden: unknown,
        });
    });

    it("lets other errors of the SDK pass", () => {
        const broken = {
            get inputs() {
                throw new RangeError("broken");
            },
        };
        assert.throws(() => plain(broken), RangeError);
    });
});

describe("a rule in the pack", () => {
    it("carries its metadata in the fields of the SDK", () => {
        const { validateResource, ...metadata } = policies([rule])[1] as never as Record<string, unknown>;
        assert.deepEqual(metadata, {
            name: "test-rule",
            displayName: "Things are safe",
            description: "Things are safe.",
            enforcementLevel: "mandatory",
            severity: "critical",
            framework: {
                name: "MCP Security Best Practices",
                version: "2025",
                reference: "6.1, MUST-4",
                specification: "MCP 2025-11-25",
            },
            tags: ["mcsb-v1:DP-6", "cis-azure-v3.0.0:3.3.1", "azure-policy:587c79fe"],
            remediationSteps: "Make it safe.",
            url: "https://example.com/rule",
            configSchema: { properties: { minimum: { type: "integer", default: 90, description: "Days." } } },
        });
    });

    it("reports each finding with the reason and the cure", () => {
        assert.deepEqual(judge([thing({ mode: "other", days: 89 })]), [
            { policy: "test-rule", urn: urnOf("thing"), message: ruleText("mode: not safe."), advisory: false },
            {
                policy: "test-rule",
                urn: urnOf("thing"),
                message: ruleText("days: fewer than 90 days on 2026-01-01."),
                advisory: false,
            },
        ]);
        assert.deepEqual(judge([thing(safe)]), []);
    });

    it("reports what it cannot decide as advisory, next to what it can", () => {
        assert.deepEqual(judge([thing({ mode: unknownText, days: 89 })]), [
            {
                policy: "test-rule",
                urn: urnOf("thing"),
                message: ruleText("days: fewer than 90 days on 2026-01-01."),
                advisory: false,
            },
            {
                policy: "test-rule",
                urn: urnOf("thing"),
                message: "Undecided, because not known yet: mode.",
                advisory: true,
            },
        ]);
    });

    it("treats what an exported state hides as unknown", () => {
        assert.deepEqual(judge([thing({ ...safe, mode: "[secret]" })]), [
            {
                policy: "test-rule",
                urn: urnOf("thing"),
                message: "Undecided, because not known yet: mode.",
                advisory: true,
            },
        ]);
    });

    it("meets its type in every package, and no other type", () => {
        for (const type of ["azure-native_keyvault_v20260201:keyvault:Thing", "azure-native:keyvault/v20230701:Thing"])
            assert.equal(judge([thing({}, type)]).length, 2, type);
        for (const type of ["azure-native:keyvault:Things", "azure-native:storage:Thing", "kubernetes:core/v1:Thing"])
            assert.deepEqual(judge([thing({}, type)]), [], type);
    });

    it("takes its parameters from the policy configuration", () => {
        assert.deepEqual(judge([thing({ ...safe, days: 7 })], { "test-rule": { minimum: 7 } }), []);
    });

    it("says which configured parameter does not exist, and keeps the default of the right one", () => {
        const [first, second] = judge([thing({ ...safe, days: 7 })], { "test-rule": { minimun: 7 } });
        assert.match(first?.message ?? "", /^The policy configuration sets "minimun", which is no parameter/);
        assert.equal(first?.advisory, false);
        assert.match(second?.message ?? "", /^days: fewer than 90 days/);
    });

    it("never passes while the policy that feeds it is switched off", () => {
        const [, ...withoutPack] = policies([rule, relation], now);
        const reports = preview(withoutPack, [thing(safe)]);
        assert.deepEqual(
            reports.map(({ policy, advisory }) => [policy, advisory]),
            [
                ["test-rule", false],
                ["test-relation", false],
            ],
        );
        for (const { message } of reports) assert.match(message, /^The policy "pack" is switched off\./);
        assert.deepEqual(preview(withoutPack, [{ ...thing(safe), type: "azure-native:keyvault:Other" }]), []);
    });

    it("never shows a secret", () => {
        const reports = judge([thing({ mode: "hunter2", days: "hunter2" })]);
        assert.equal(reports.length, 2);
        assert.doesNotMatch(JSON.stringify(reports), /hunter2/);
    });
});

describe("the policy of the settings", () => {
    it("comes first, so that every rule finds settings and inputs", () => {
        assert.deepEqual(
            policies([rule, relation]).map(({ name }) => name),
            ["pack", "test-rule", "test-relation"],
        );
    });

    it("says once which setting does not exist", () => {
        const resources = [thing(safe), { ...thing(safe), name: "other" }];
        assert.deepEqual(judge(resources, { pack: { stackrole: "environment" } }), [
            {
                policy: "pack",
                urn: urnOf("thing"),
                message:
                    'The policy configuration sets "stackrole", which is no parameter of this policy: it has environment, stackRole.',
                advisory: false,
            },
        ]);
    });

    it("describes its settings for the engine, which refuses other values", () => {
        const [settings] = policies([]);
        const { environment, stackRole } = settings?.configSchema?.properties ?? {};
        assert.deepEqual([environment?.type, environment?.default], ["string", "prod"]);
        assert.deepEqual(stackRole?.enum, ["component", "environment"]);
        assert.equal(stackRole?.default, "component");
    });
});

describe("a relation in the pack", () => {
    const friend = (props: object, propertyDependencies = {}): Registered => ({
        name: "friend",
        type: "azure-native_keyvault_v20260201:keyvault:Friend",
        props,
        propertyDependencies,
    });
    const relations = (resources: Registered[], config?: Record<string, object>) =>
        preview(policies([relation], now), resources, config).map(({ urn, message, advisory }) => [
            urn,
            message.split("\n")[0],
            advisory,
        ]);

    it("judges remembered inputs, in any order of registration", () => {
        assert.deepEqual(relations([thing(safe), friend({ friendOf: "thing" })]), []);
        assert.deepEqual(relations([friend({ friendOf: "thing" }), thing(safe)]), []);
        assert.deepEqual(relations([thing(safe), friend({ friendOf: "nobody" })]), [
            [urnOf("thing"), "no friend.", false],
        ]);
    });

    it("goes by dependencies where inputs are unknown", () => {
        assert.deepEqual(relations([thing(safe), friend({ friendOf: unknownText }, { friendOf: ["thing"] })]), []);
        assert.deepEqual(relations([thing(safe), friend({ friendOf: unknownText }, { other: ["thing"] })]), [
            [urnOf("thing"), 'Undecided, because not known yet: friendOf of keyvault:Friend "friend".', true],
        ]);
    });

    it("is undecided about a resource that the program did not register in this run", () => {
        const [first, second] = relations([thing(safe), { ...friend({ friendOf: "thing" }), untouched: true }]);
        assert.deepEqual(first, [
            urnOf("thing"),
            'Undecided, because not known yet: friendOf of keyvault:Friend "friend".',
            true,
        ]);
        assert.equal(second, undefined);
    });

    it("forgets nothing and mixes nothing up between two runs", () => {
        const pack = policies([relation], now);
        assert.equal(preview(pack, [thing(safe)]).length, 1);
        assert.equal(preview(pack, [thing({ mode: "alone" })]).length, 0);
        assert.equal(preview(pack, [thing(safe)]).length, 1);
    });

    it("demands presence of whole environments only", () => {
        const presence = policies([{ ...relation, presence: true }], now);
        const count = (pack: object) => preview(presence, [thing(safe)], { pack }).length;
        assert.equal(count({}), 0);
        assert.equal(count({ stackRole: "component" }), 0);
        assert.equal(count({ stackRole: "environment" }), 1);
    });
});

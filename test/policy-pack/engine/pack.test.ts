// Does not prove that an engine calls policies like this: test/engine/policy-pack.test.ts asks a real one.
import assert from "node:assert/strict";
import {
    defineRelation,
    defineRule,
    everyType,
    get,
    type Link,
    nameAt,
    someReferring,
    unless,
} from "../../../policy-pack/engine";
import { policies } from "../../../policy-pack/engine/pack";
import { type Configuration, preview, previewWith, type Registered, surroundings, unknownText, urnOf } from "./sdk";

const rule = defineRule({
    id: "test-rule",
    title: "Things are safe",
    severity: "critical",
    level: "mandatory",
    practices: ["6.1", "MUST-4"],
    references: {
        mcsb: ["DP-6"],
        cis: ["3.3.1"],
        azurePolicy: ["587c79fe"],
        checkov: ["CKV_AZURE_1"],
        psrule: ["Thing.Safe"],
    },
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

const friendship: Link = {
    type: "keyvault:Friend",
    input: "friendOf",
    names: nameAt("friendOf"),
    to: "keyvault:Thing",
    nameOf: nameAt("name"),
};

const relation = defineRelation({
    id: "test-relation",
    title: "Things have friends",
    severity: "low",
    level: "mandatory",
    practices: ["6.2"],
    references: {},
    url: "https://example.com/relation",
    types: ["keyvault:Thing"],
    reads: ["mode", "name"],
    related: { "keyvault:Friend": { required: ["friendOf"] } },
    why: "It is lonely.",
    fix: "Add a friend.",
    check: (thing, stack) =>
        unless(get(thing, "mode") === "alone" || someReferring(friendship, thing, stack), "", "no friend"),
    examples: { compliant: [], violating: [] },
});

const token = "azure-native:keyvault:Thing";
/** Inputs that no rule here reads. */
const other = { location: "westeurope" };
const safe = { mode: "safe", days: 90, name: "thing" };
const thing = (props: object, type = token): Registered => ({ name: "thing", type, props });
const ruleText = (what: string) => `${what}\nWhy: Things matter.\nFix: Make it safe.`;

const judge = (resources: Registered[], configuration?: Configuration) => preview([rule], resources, configuration);

async function firstLines(reports: ReturnType<typeof preview>) {
    return (await reports).map(({ policy, message, advisory }) => [policy, message.split("\n")[0], advisory]);
}

describe("a rule in the pack", () => {
    it("carries its metadata in the fields of the SDK", () => {
        const { validateResource, configSchema, ...metadata } = policies([rule], surroundings())[1] as never as Record<
            string,
            unknown
        >;
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
            tags: [
                "mcsb-v1:DP-6",
                "cis-azure-v3.0.0:3.3.1",
                "azure-policy:587c79fe",
                "checkov:CKV_AZURE_1",
                "psrule:Azure.Thing.Safe",
            ],
            remediationSteps: "Make it safe.",
            url: "https://example.com/rule",
        });
        const { minimum, exceptions } = (configSchema as { properties: Record<string, object> }).properties;
        assert.deepEqual(minimum, { type: "integer", default: 90, description: "Days." });
        assert.deepEqual(exceptions && Object.entries(exceptions).filter(([key]) => key !== "description"), [
            ["type", "array"],
            [
                "items",
                {
                    type: "object",
                    properties: {
                        resource: { type: "string" },
                        reason: { type: "string" },
                        owner: { type: "string" },
                        expires: { type: "string" },
                    },
                },
            ],
            ["default", []],
        ]);
    });

    it("has the level that it declares", () => {
        const [, advisory] = policies([{ ...rule, level: "advisory" }], surroundings());
        assert.equal(advisory?.enforcementLevel, "advisory");
    });

    it("reports each finding with the reason and the cure", async () => {
        assert.deepEqual(await judge([thing({ mode: "other", days: 89 })]), [
            { policy: "test-rule", urn: urnOf("thing"), message: ruleText("mode: not safe."), advisory: false },
            {
                policy: "test-rule",
                urn: urnOf("thing"),
                message: ruleText("days: fewer than 90 days on 2026-01-01."),
                advisory: false,
            },
        ]);
        assert.deepEqual(await judge([thing(safe)]), []);
    });

    it("reports what it cannot decide as advisory, next to what it can", async () => {
        assert.deepEqual(await judge([thing({ mode: unknownText, days: 89 })]), [
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

    it("stops what it cannot decide where nothing may stay unknown", async () => {
        const strict = { pack: { strictUnknown: true } };
        assert.deepEqual(await judge([thing({ mode: unknownText, days: 90 })], strict), [
            {
                policy: "test-rule",
                urn: urnOf("thing"),
                message: ruleText("Undecided, because not known yet: mode."),
                advisory: false,
            },
        ]);
        assert.deepEqual(await judge([thing(safe)], strict), []);
    });

    it("treats what an exported state hides as unknown", async () => {
        assert.deepEqual(await firstLines(judge([thing({ ...safe, mode: "[secret]" })])), [
            ["test-rule", "Undecided, because not known yet: mode.", true],
        ]);
    });

    it("finds nothing in what a run for others leaves out, which the engine shows without any input", async () => {
        assert.deepEqual(await judge([thing({})]), []);
        assert.equal((await judge([thing(other)])).length, 2);
    });

    it("meets its type in every package, and no other type", async () => {
        for (const type of ["azure-native_keyvault_v20260201:keyvault:Thing", "azure-native:keyvault/v20230701:Thing"])
            assert.equal((await judge([thing(other, type)])).length, 2, type);
        for (const type of ["azure-native:keyvault:Things", "azure-native:storage:Thing", "kubernetes:core/v1:Thing"])
            assert.deepEqual(await judge([thing(other, type)]), [], type);
    });

    it("meets every type when it is about all, and sees token, options and whether a provider manages it", async () => {
        const seen: unknown[] = [];
        const curious = defineRule({
            ...rule,
            types: [everyType],
            check: (_, { resource: { token, type, custom, options } }) => {
                seen.push([token, type, custom, options]);
                return [];
            },
        });
        await preview(
            [curious],
            [
                thing(safe, "azure-native:keyvault/v20230701:Thing"),
                { name: "group", type: "my:index:Group", props: {}, component: true },
                { ...thing(safe), name: "kept", options: { protect: true, ignoreChanges: ["mode"] } },
            ],
        );
        assert.deepEqual(seen, [
            ["azure-native:keyvault/v20230701:Thing", "keyvault:Thing", true, { protect: false, ignoreChanges: [] }],
            ["my:index:Group", "my:index:Group", false, { protect: false, ignoreChanges: [] }],
            [token, "keyvault:Thing", true, { protect: true, ignoreChanges: ["mode"] }],
        ]);
    });

    it("demands presence of whole environments only", async () => {
        const count = async (pack: Configuration[string]) =>
            (await preview([{ ...rule, presence: true }], [thing(other)], { pack })).length;
        assert.equal(await count({}), 0);
        assert.equal(await count({ stackRole: "component" }), 0);
        assert.equal(await count({ stackRole: "environment" }), 2);
    });

    it("never passes while the policy that feeds it is switched off", async () => {
        const off = { pack: { enforcementLevel: "disabled" as const } };
        const reports = await preview([rule, relation], [thing(safe)], off);
        assert.deepEqual(
            reports.map(({ policy, advisory }) => [policy, advisory]),
            [
                ["test-rule", false],
                ["test-relation", false],
            ],
        );
        for (const { message } of reports) assert.match(message, /^The policy "pack" is switched off\./);
        const generic = { name: "generic", type: "azure-native:resources:Resource", props: {} };
        assert.equal((await preview([rule], [generic], off)).length, 1);
        assert.deepEqual(await preview([rule], [thing(safe, "azure-native:keyvault:Other")], off), []);
    });

    it("never shows a secret", async () => {
        const reports = await judge([thing({ mode: "hunter2", days: "hunter2" })]);
        assert.equal(reports.length, 2);
        assert.doesNotMatch(JSON.stringify(reports), /hunter2/);
    });
});

describe("the configuration of the pack", () => {
    it("is read by the first policy, so that every rule finds it", () => {
        assert.deepEqual(
            policies([rule, relation], surroundings()).map(({ name }) => name),
            ["pack", "test-rule", "test-relation", "exceptions"],
        );
    });

    it("sets parameters", async () => {
        assert.deepEqual(await judge([thing({ ...safe, days: 7 })], { "test-rule": { minimum: 7 } }), []);
    });

    it("stops a name that does not exist, once, and leaves the default of the right one", async () => {
        const resources = [thing({ ...safe, days: 7 }), { ...thing(safe), name: "other" }];
        const configuration = { pack: { stackrole: "environment" }, "test-rule": { minimun: 7 } };
        assert.deepEqual(await firstLines(judge(resources, configuration)), [
            [
                "pack",
                'The policy configuration of pack: "stackrole" is no parameter of this policy: it has environment, stackRole, strictUnknown.',
                false,
            ],
            [
                "pack",
                'The policy configuration of test-rule: "minimun" is no parameter of this policy: it has minimum.',
                false,
            ],
            ["test-rule", "days: fewer than 90 days on 2026-01-01.", false],
        ]);
    });

    it("stops even when the policy that says so is lowered", async () => {
        const configuration = { pack: { enforcementLevel: "advisory" as const, stackrole: "environment" } };
        const [report] = await judge([thing(safe)], configuration);
        assert.equal(report?.policy, "pack");
        assert.equal(report?.advisory, false);
    });

    it("cannot switch a rule off or down without a word", async () => {
        const configuration: Configuration = {
            "test-rule": { enforcementLevel: "disabled" },
            "test-relation": { enforcementLevel: "advisory" },
        };
        assert.deepEqual(await firstLines(preview([rule, relation], [thing(safe)], configuration)), [
            ["pack", "test-rule is switched off by the policy configuration: it judges nothing.", true],
            [
                "pack",
                "test-relation is lowered to advisory by the policy configuration: its findings stop nothing.",
                true,
            ],
            ["test-relation", "no friend.", true],
        ]);
    });

    it("does not call an advisory rule lowered", async () => {
        const advisory = { ...rule, level: "advisory" as const };
        assert.deepEqual(
            await preview([advisory], [thing(safe)], { "test-rule": { enforcementLevel: "advisory" } }),
            [],
        );
    });

    it("describes its settings for the engine, which refuses other values", () => {
        const [settings] = policies([], surroundings());
        const { environment, stackRole, strictUnknown } = settings?.configSchema?.properties ?? {};
        assert.deepEqual([environment?.type, environment?.default], ["string", "prod"]);
        assert.deepEqual([stackRole?.enum, stackRole?.default], [["component", "environment"], "component"]);
        assert.deepEqual([strictUnknown?.type, strictUnknown?.default], ["boolean", false]);
    });
});

describe("an exception", () => {
    const exception = {
        resource: `${token}::thing`,
        reason: "The vendor mends it in March.",
        owner: "platform-security",
        expires: "2026-06-30",
    };
    const allowing = (...exceptions: object[]): Configuration => ({ "test-rule": { exceptions } });

    it("lets its resource pass, and says on what terms", async () => {
        assert.deepEqual(await judge([thing({ mode: "other", days: 90 })], allowing(exception)), [
            {
                policy: "test-rule",
                urn: urnOf("thing"),
                message:
                    "Excepted until 2026-06-30 by platform-security: The vendor mends it in March.\nmode: not safe.",
                advisory: true,
            },
        ]);
    });

    it("names its resource by the whole URN, too", async () => {
        const [report] = await judge(
            [thing({ ...safe, days: 1 })],
            allowing({ ...exception, resource: urnOf("thing") }),
        );
        assert.match(report?.message ?? "", /^Excepted/);
    });

    it("covers no other resource and no other rule", async () => {
        const other = { ...thing({ ...safe, days: 1 }), name: "thing-2" };
        const elsewhere = thing({ ...safe, days: 1 }, "azure-native:keyvault/v20230701:Thing");
        for (const resource of [other, elsewhere])
            assert.deepEqual(
                (await firstLines(judge([resource], allowing(exception)))).map(([policy, , advisory]) => [
                    policy,
                    advisory,
                ]),
                [
                    ["test-rule", false],
                    ["exceptions", true],
                ],
            );
        const second = { ...rule, id: "second-rule" };
        assert.deepEqual(
            (await firstLines(preview([rule, second], [thing({ ...safe, days: 1 })], allowing(exception)))).map(
                ([policy, , advisory]) => [policy, advisory],
            ),
            [
                ["test-rule", true],
                ["second-rule", false],
            ],
        );
    });

    it("covers what a relation finds, and what stays undecided where nothing may", async () => {
        const configuration = { "test-relation": { exceptions: [exception] }, pack: { strictUnknown: true } };
        for (const props of [safe, { ...safe, mode: unknownText }]) {
            const [report, ...others] = await preview([relation], [thing(props)], configuration);
            assert.match(report?.message ?? "", /^Excepted until 2026-06-30/);
            assert.deepEqual([report?.advisory, others], [true, []]);
        }
    });

    it("says how many days are left when it ends soon", async () => {
        const lines = async (expires: string) =>
            (await firstLines(judge([thing({ ...safe, days: 1 })], allowing({ ...exception, expires }))))[0]?.[1];
        assert.match(String(await lines("2026-01-31")), /^Excepted until 2026-01-31 \(30 days left\) by/);
        assert.match(String(await lines("2026-02-01")), /^Excepted until 2026-02-01 by/);
        assert.match(String(await lines("2026-01-01")), /^Excepted until 2026-01-01 \(0 days left\) by/);
    });

    it("is reported when no finding needs it", async () => {
        assert.deepEqual(await firstLines(judge([thing(safe)], allowing(exception))), [
            [
                "exceptions",
                `The exception from test-rule for "${token}::thing" is not needed: remove it from the policy configuration.`,
                true,
            ],
        ]);
    });

    it("may be needed while the rule is undecided", async () => {
        assert.deepEqual(await firstLines(judge([thing({ ...safe, mode: unknownText })], allowing(exception))), [
            ["test-rule", "Undecided, because not known yet: mode.", true],
        ]);
    });

    it("is a violation when it covers two resources", async () => {
        const inGroup = { ...thing({ ...safe, days: 1 }), parent: "my:index:Group" };
        const reports = await judge([thing({ ...safe, days: 1 }), inGroup], allowing(exception));
        assert.deepEqual(
            reports.map(({ policy, advisory }) => [policy, advisory]),
            [
                ["test-rule", true],
                ["test-rule", true],
                ["exceptions", false],
            ],
        );
        assert.match(reports[2]?.message ?? "", /covers 2 resources: name the one by its URN, urn:.* or urn:/);
    });

    it("covers nothing when something is wrong with it, and every problem is a violation", async () => {
        const reports = judge([thing({ ...safe, days: 1 })], allowing({ ...exception, expires: "2025-12-31" }));
        assert.deepEqual(await firstLines(reports), [
            [
                "pack",
                'The policy configuration of test-rule: exceptions[0] expired on 2025-12-31: mend the resource and remove the exception, or decide anew; it must be a day from 2026-01-01 to 2027-01-01, 365 days ahead, for example "2026-04-01".',
                false,
            ],
            ["test-rule", "days: fewer than 90 days on 2026-01-01.", false],
        ]);
    });
});

describe("a relation in the pack", () => {
    const friend = (props: object, propertyDependencies = {}): Registered => ({
        name: "friend",
        type: "azure-native_keyvault_v20260201:keyvault:Friend",
        props,
        propertyDependencies,
    });
    const relations = async (resources: Registered[], configuration?: Configuration) =>
        (await preview([relation], resources, configuration)).map(({ urn, message, advisory }) => [
            urn,
            message.split("\n")[0],
            advisory,
        ]);

    it("judges remembered inputs, in any order of registration", async () => {
        assert.deepEqual(await relations([thing(safe), friend({ friendOf: "thing" })]), []);
        assert.deepEqual(await relations([friend({ friendOf: "thing" }), thing(safe)]), []);
        assert.deepEqual(await relations([thing(safe), friend({ friendOf: "nobody" })]), [
            [urnOf("thing"), "no friend.", false],
        ]);
    });

    it("goes by dependencies where inputs are unknown", async () => {
        assert.deepEqual(
            await relations([thing(safe), friend({ friendOf: unknownText }, { friendOf: ["thing"] })]),
            [],
        );
        assert.deepEqual(await relations([thing(safe), friend({ friendOf: unknownText }, { other: ["thing"] })]), [
            [urnOf("thing"), 'Undecided, because not known yet: friendOf of keyvault:Friend "friend".', true],
        ]);
    });

    it("is undecided about a resource that the program did not register in this run", async () => {
        const [first, second] = await relations([thing(safe), { ...friend({ friendOf: "thing" }), untouched: true }]);
        assert.deepEqual(first, [
            urnOf("thing"),
            'Undecided, because not known yet: friendOf of keyvault:Friend "friend".',
            true,
        ]);
        assert.equal(second, undefined);
    });

    it("forgets nothing and mixes nothing up between two runs", async () => {
        const pack = policies([relation], surroundings());
        const count = async (props: object) => (await previewWith(pack, [thing(props)])).length;
        assert.equal(await count(safe), 1);
        assert.equal(await count({ ...safe, mode: "alone" }), 0);
        assert.equal(await count(safe), 1);
    });

    it("stops a resource that it reads to judge others, when that does not say what it belongs to", async () => {
        const lonely = friend(other);
        assert.deepEqual(await relations([thing({ ...safe, mode: "alone" }), lonely]), [
            [urnOf(lonely), "friendOf: this is missing, and decides what the resource belongs to.", false],
        ]);
    });

    it("demands presence of whole environments only", async () => {
        const presence = { ...relation, presence: true };
        const count = async (pack: Configuration[string]) =>
            (await preview([presence], [thing(safe)], { pack })).length;
        assert.equal(await count({}), 0);
        assert.equal(await count({ stackRole: "component" }), 0);
        assert.equal(await count({ stackRole: "environment" }), 1);
    });
});

// Does not prove that anybody is told anything.
import assert from "node:assert/strict";
import { Governance, type GovernanceArgs } from "../../../components";
import { governanceProblems } from "../../../components/governance/governance";
import { type Capture, capture } from "../../support/capture";
import { groupId, placement } from "../../support/sample-placement";

const types = {
    budget: "azure-native:consumption:Budget",
    contact: "azure-native:security:SecurityContact",
    plan: "azure-native:security:Pricing",
};
const budget = { amount: 1500, startDate: "2027-01-01", contactEmails: ["finance@example.com", "it@example.com"] };
const securityContact = { emails: ["soc@example.com", "ciso@example.com"] };

const captureGovernance = (args: Partial<GovernanceArgs>, preview = false): Promise<Capture> =>
    capture(() => new Governance("governance", { ...placement, ...args }), { preview });

describe("Governance", () => {
    const cases: [string, Partial<GovernanceArgs>, string[]][] = [
        ["nothing", {}, []],
        ["a budget", { budget }, [`${types.budget} governance-budget`]],
        ["a contact", { securityContact }, [`${types.contact} governance-security-contact`]],
        [
            "both",
            { budget, securityContact },
            [`${types.budget} governance-budget`, `${types.contact} governance-security-contact`],
        ],
        [
            "plans of Defender",
            { defenderPlans: {} },
            ["AI", "Api", "Arm", "CloudPosture", "Containers", "KeyVaults", "StorageAccounts"].map(
                (plan) => `${types.plan} governance-defender-${plan}`,
            ),
        ],
    ];
    for (const [what, args, expected] of cases) {
        it(`consists of ${what} when it is given so, and a preview knows all of it`, async () => {
            const resources = await captureGovernance(args, true);
            assert.deepEqual(resources.typesAndNames(), expected);
            const component = resources.only("zero-trust-mcp:index:Governance");
            for (const { custom, parent, name, unknownPaths } of resources.resources) {
                if (custom) assert.equal(parent, component.urn, name);
                assert.deepEqual(unknownPaths, []);
            }
        });
    }

    it("tells of cost when 80 % are spent, and when all is forecast to be", async () => {
        const notification = (threshold: number, thresholdType: string) => ({
            enabled: true,
            operator: "GreaterThanOrEqualTo",
            threshold,
            thresholdType,
            contactEmails: budget.contactEmails,
        });
        assert.deepEqual((await captureGovernance({ budget })).only(types.budget).inputs, {
            budgetName: "budget-mcp-dev-governance",
            scope: groupId,
            category: "Cost",
            timeGrain: "Monthly",
            timePeriod: { startDate: "2027-01-01T00:00:00Z" },
            amount: 1500,
            notifications: {
                "actual-80-percent": notification(80, "Actual"),
                "forecast-100-percent": notification(100, "Forecasted"),
            },
        });
    });

    it("tells contacts and owners of alerts and attack paths", async () => {
        assert.deepEqual((await captureGovernance({ securityContact })).only(types.contact).inputs, {
            securityContactName: "default",
            isEnabled: true,
            emails: "soc@example.com;ciso@example.com",
            notificationsByRole: { state: "On", roles: ["Owner"] },
            notificationsSources: [
                { sourceType: "Alert", minimalSeverity: "Medium" },
                { sourceType: "AttackPath", minimalRiskLevel: "High" },
            ],
        });
    });
});

describe("Governance: plans of Defender", () => {
    const on = (...names: string[]) => names.map((name) => ({ name, isEnabled: "True" }));

    it("watch the subscription, each in the way that protects most, without what users and models wrote", async () => {
        const { resources } = await captureGovernance({ defenderPlans: {} });
        const plans = resources.filter(({ type }) => type === types.plan).map(({ inputs }) => inputs);
        const plan = (pricingName: string, ways: { extensions?: object[]; subPlan?: string }) => ({
            pricingName,
            scopeId: `subscriptions/${placement.subscriptionId}`,
            pricingTier: "Standard",
            ...ways,
        });
        assert.deepEqual(plans, [
            plan("AI", { extensions: [{ name: "AIPromptEvidence", isEnabled: "False" }] }),
            plan("Api", { subPlan: "P1" }),
            plan("Arm", {}),
            plan("CloudPosture", {}),
            plan("Containers", {
                extensions: on(
                    "AgentlessDiscoveryForKubernetes",
                    "ContainerRegistriesVulnerabilityAssessments",
                    "ContainerSensor",
                ),
            }),
            plan("KeyVaults", {}),
            plan("StorageAccounts", {
                subPlan: "DefenderForStorageV2",
                extensions: on("OnUploadMalwareScanning", "SensitiveDataDiscovery"),
            }),
        ]);
    });

    it("hold what users and models wrote where the data allows it, and it is asked for", async () => {
        const resources = await captureGovernance({
            defenderPlans: { aiPromptEvidence: true },
            ownership: { ...placement.ownership, dataClassification: "internal" },
        });
        const { inputs } = resources.only(types.plan, "governance-defender-AI");
        assert.deepEqual(inputs.extensions, on("AIPromptEvidence"));
    });

    it("are written one after the other, and stay when the environment goes", async () => {
        const resources = await captureGovernance({ defenderPlans: {} });
        const plans = resources.all(types.plan);
        assert.deepEqual(
            plans.map(({ dependencies }) => dependencies),
            plans.map((_, index) =>
                plans
                    .slice(0, index)
                    .slice(-1)
                    .map(({ urn }) => urn),
            ),
        );
        for (const { retainOnDelete, name } of plans) assert.equal(retainOnDelete, true, name);
    });
});

describe("governanceProblems", () => {
    const cases: [string, Partial<GovernanceArgs>, string[]][] = [
        ["none in a good one", { budget, securityContact }, []],
        ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((amount): [string, Partial<GovernanceArgs>, string[]] => [
            `an amount of ${amount}`,
            { budget: { ...budget, amount } },
            [`budget.amount is ${amount}; it must be a number greater than 0.`],
        ]),
        ...["2027-01-02", "2027-13-01", "2027-1-1", "next month"].map(
            (startDate): [string, Partial<GovernanceArgs>, string[]] => [
                `a start on ${startDate}`,
                { budget: { ...budget, startDate } },
                [`budget.startDate is "${startDate}"; it must be the first of a month, for example "2027-01-01".`],
            ],
        ),
        [
            "nobody to tell",
            { budget: { ...budget, contactEmails: [] }, securityContact: { emails: [] } },
            ["budget.contactEmails is empty; name who is told.", "securityContact.emails is empty; name who is told."],
        ],
        [
            "what are no addresses, and a bad placement",
            {
                location: "",
                budget: { ...budget, contactEmails: ["finance"] },
                securityContact: { emails: ["soc@example.com", "a@example.com;b@example.com"] },
            },
            [
                'location is ""; it must be the short name of an Azure region, for example "westeurope".',
                'budget.contactEmails[0] is "finance"; it must be an email address.',
                'securityContact.emails[1] is "a@example.com;b@example.com"; it must be an email address.',
            ],
        ],
        ...["confidential", "restricted"].map((dataClassification): [string, Partial<GovernanceArgs>, string[]] => [
            `alerts with what users and models wrote where data is ${dataClassification}`,
            {
                ownership: { ...placement.ownership, dataClassification } as GovernanceArgs["ownership"],
                defenderPlans: { aiPromptEvidence: true },
            },
            [
                `defenderPlans.aiPromptEvidence is true with ownership.dataClassification "${dataClassification}"; it must be false unless that is one of public, internal.`,
            ],
        ]),
    ];
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () =>
            assert.deepEqual(governanceProblems("governance", { ...placement, ...args }), problems));
    }

    it("are all in the one error that stops the component", async () => {
        await assert.rejects(captureGovernance({ location: "", budget: { ...budget, amount: 0 } }), {
            message: [
                'Governance "governance" has 2 problems:',
                '  - location is ""; it must be the short name of an Azure region, for example "westeurope".',
                "  - budget.amount is 0; it must be a number greater than 0.",
            ].join("\n"),
        });
    });
});

// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { groupId, newCloud, subscription } from "../fixture";
import { arm, changedExample, itRefuses, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const invalidBudget = (problem: string) => arm(400, "400", `The budget is invalid: ${problem}.`);
const notification = (change: Properties) => ({
    most: { enabled: true, operator: "GreaterThan", threshold: 80, contactEmails: ["owner@contoso.com"], ...change },
});

const cases: RefusalCase[] = [
    ...(
        [
            [
                { timePeriod: { startDate: "2026-01-15" } },
                "timePeriod.startDate must be the first of a month, not 2026-01-15",
            ],
            [{ timePeriod: { startDate: "2017-05-01" } }, "timePeriod.startDate must not be before 2017-06-01"],
            [
                { timePeriod: { startDate: "2026-01-01", endDate: "2025-12-31" } },
                "timePeriod.endDate 2025-12-31 must be after startDate 2026-01-01",
            ],
            [{ amount: 0 }, "amount must be more than 0"],
            [{ notifications: notification({ contactEmails: [] }) }, "notification 'most' reaches nobody"],
            [
                { notifications: notification({ threshold: 1001 }) },
                "threshold of notification 'most' must be from 0 to 1000 percent",
            ],
            [
                {
                    notifications: Object.fromEntries(
                        ["a", "b", "c", "d", "e", "f"].map((name) => [name, notification({}).most as Properties]),
                    ),
                },
                "a budget has at most 5 notifications",
            ],
        ] satisfies [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a budget, ${problem}`,
        given: group,
        token: "consumption:Budget",
        inputs,
        message: invalidBudget(problem),
    })),
    {
        title: "a notification of a budget compares in a way of its own",
        given: group,
        token: "consumption:Budget",
        inputs: { notifications: notification({ operator: "Around" }) },
        message: arm(
            400,
            "InvalidParameterValue",
            "The value 'Around' of 'notifications.most.operator' is not one of the allowed values: EqualTo, GreaterThan, GreaterThanOrEqualTo.",
        ),
    },
    ...(
        [
            [{ securityContactName: "other" }, "its name must be 'default', not 'other'"],
            [{ emails: "a@contoso.com,b" }, "'a@contoso.com,b' is no email address; several are separated by ;"],
            [
                { notificationsSources: [{ sourceType: "Alert" }, { sourceType: "Alert" }] },
                "each source of notifications may be there once",
            ],
        ] satisfies [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a security contact, ${problem}`,
        given: [],
        token: "security:SecurityContact",
        inputs,
        message: arm(400, "InvalidSecurityContact", `The security contact is invalid: ${problem}.`),
    })),
    ...(
        [
            [{ pricingName: "Dns" }, "the plan Dns was replaced by VirtualMachines"],
            [{ scopeId: groupId }, `it belongs to a subscription, not to '${groupId}'`],
            [{ subPlan: "P9" }, "the plan Containers has no sub-plan P9, but: none"],
            [
                { extensions: [{ name: "Sensor", isEnabled: "True" }] },
                "the plan Containers has no extension Sensor, but: AgentlessDiscoveryForKubernetes, AgentlessVmScanning, ContainerRegistriesVulnerabilityAssessments, ContainerSensor",
            ],
            [{ pricingTier: "Free" }, "the plan Containers has no extensions in the tier Free"],
            [
                { extensions: ["True", "False"].map((isEnabled) => ({ name: "ContainerSensor", isEnabled })) },
                "each extension may be there once",
            ],
        ] satisfies [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a plan of Defender, ${problem.slice(0, 80)}`,
        given: group,
        token: "security:Pricing",
        inputs,
        message: arm(400, "InvalidInput", `The plan of Defender for Cloud is invalid: ${problem}.`),
    })),
    {
        title: "an extension of a plan of Defender is neither on nor off",
        given: [],
        token: "security:Pricing",
        inputs: { extensions: [{ name: "ContainerSensor", isEnabled: "On" }] },
        message: arm(
            400,
            "InvalidParameterValue",
            "The value 'On' of 'extensions[0].isEnabled' is not one of the allowed values: True, False.",
        ),
    },
];

describe("azure refuses, of budgets, contacts and plans of Defender, that", () => itRefuses(cases));

describe("plans of Defender", () => {
    it("are written one after the other, or Azure refuses the second for good", async () => {
        const cloud = newCloud();
        const plan = (pricingName: string) =>
            cloud.create(
                "security:Pricing",
                changedExample("security:Pricing", { pricingName, subPlan: null, extensions: null }),
            );
        const [first, second] = await Promise.allSettled([plan("AI"), plan("Arm")]);
        assert.equal(first.status, "fulfilled");
        assert.equal(
            (second as PromiseRejectedResult).reason.message,
            arm(409, "Conflict", "Another update operation is in progress. Please retry in a few minutes"),
        );
        const { outputs } = await plan("Arm");
        assert.equal(outputs.subPlan, "PerSubscription");
        assert.equal(outputs.resourcesCoverageStatus, "FullyCovered");
    });
});

describe("a budget", () => {
    it("may be of the subscription, and ends after ten years", async () => {
        const cloud = newCloud();
        const { id, outputs } = await cloud.create(
            "consumption:Budget",
            changedExample("consumption:Budget", { scope: subscription }),
        );
        assert.equal(id, `${subscription}/providers/Microsoft.Consumption/budgets/monthly`);
        assert.deepEqual(outputs.timePeriod, { startDate: "2026-01-01", endDate: "2036-01-01T00:00:00.000Z" });
    });
});

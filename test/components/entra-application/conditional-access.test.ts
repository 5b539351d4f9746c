// Does not prove that the tenant has the licences, nor whom the policies refuse.
import assert from "node:assert/strict";
import { EntraApplication, type EntraConditionalAccess } from "../../../components";
import { conditionalAccessProblems } from "../../../components/entra-application/conditional-access";
import { capture } from "../../support/capture";
import { applicationArgs, breakGlass, gateway } from "./sample-args";

const clientId = "55555555-5555-4555-8555-000000000003";
const policies = async (access: Partial<EntraConditionalAccess> = {}, preview = false) => {
    const conditionalAccess = { state: "on" as const, breakGlassGroupId: breakGlass, ...access };
    const resources = await capture(() => new EntraApplication("orders", { ...applicationArgs, conditionalAccess }), {
        preview,
    });
    const found = resources.all("azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy");
    return Object.fromEntries(found.map(({ name, inputs }) => [name, inputs]));
};

const everybody = {
    applications: { includedApplications: [clientId] },
    users: { includedUsers: ["All"], excludedGroups: [breakGlass] },
    clientAppTypes: ["all"],
};
const refusal = { operator: "OR", builtInControls: ["block"] };
const strength = "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004";

describe("conditional access to an application", () => {
    it("is for this application, for all but the emergency accounts, and refuses risk", async () => {
        assert.deepEqual(await policies(), {
            "orders-access-sign-in": {
                displayName: "MCP server orders: phishing-resistant sign-in",
                state: "enabled",
                conditions: everybody,
                grantControls: {
                    operator: "AND",
                    authenticationStrengthPolicyId: strength,
                    builtInControls: ["compliantDevice"],
                },
            },
            "orders-access-sign-in-risk": {
                displayName: "MCP server orders: no risky sign-in",
                state: "enabled",
                conditions: { ...everybody, signInRiskLevels: ["medium", "high"] },
                grantControls: refusal,
            },
            "orders-access-user-risk": {
                displayName: "MCP server orders: no user at risk",
                state: "enabled",
                conditions: { ...everybody, userRiskLevels: ["high"] },
                grantControls: refusal,
            },
        });
    });

    it("only reports when told to", async () => {
        const states = Object.values(await policies({ state: "report-only" })).map(({ state }) => state);
        assert.deepEqual(states, Array(3).fill("enabledForReportingButNotEnforced"));
    });

    it("always demands a sign-in that cannot be phished", async () => {
        const few = await policies({ compliantDevice: false, refuseRisk: false });
        assert.deepEqual(Object.keys(few), ["orders-access-sign-in"]);
        assert.deepEqual(few["orders-access-sign-in"].grantControls, {
            operator: "AND",
            authenticationStrengthPolicyId: strength,
        });
    });

    it("refuses clients at risk that call by themselves", async () => {
        const { "orders-access-client-risk": policy } = await policies({ clients: { batch: gateway } });
        assert.deepEqual(policy, {
            displayName: "MCP server orders: no client at risk",
            state: "enabled",
            conditions: {
                applications: { includedApplications: ["All"] },
                users: { includedUsers: ["None"] },
                clientApplications: { includedServicePrincipals: [gateway] },
                clientAppTypes: ["all"],
                servicePrincipalRiskLevels: ["medium", "high"],
            },
            grantControls: refusal,
        });
    });

    it("excludes the emergency accounts in a preview, too", async () => {
        for (const { conditions } of Object.values(await policies({}, true)))
            assert.deepEqual(conditions.users, { includedUsers: ["All"], excludedGroups: [breakGlass] });
    });
});

describe("conditionalAccessProblems", () => {
    const problems = (access: object) =>
        conditionalAccessProblems({ state: "on", breakGlassGroupId: breakGlass, ...access }, "conditionalAccess");
    const cases: [title: string, access: object, problem: string | undefined][] = [
        ["nothing", {}, undefined],
        [
            "no break-glass group",
            { breakGlassGroupId: undefined },
            "conditionalAccess.breakGlassGroupId is missing; it must be the object id of the group of emergency accounts, because a policy that applies to everybody can lock out everybody.",
        ],
        [
            "a break-glass group by its name",
            { breakGlassGroupId: "glass" },
            'conditionalAccess.breakGlassGroupId is "glass"; it must be a GUID.',
        ],
        ["a foreign state", { state: "off" }, 'conditionalAccess.state is "off"; it must be one of report-only, on.'],
        [
            "a client by its name",
            { clients: { batch: "batch" } },
            'conditionalAccess.clients.batch is "batch"; it must be a GUID.',
        ],
        [
            "a client twice",
            { clients: { batch: gateway, nightly: gateway.toUpperCase() } },
            "conditionalAccess.clients.nightly is the same as conditionalAccess.clients.batch; remove one.",
        ],
    ];
    for (const [title, access, problem] of cases)
        it(`says about ${title}: ${problem ?? "nothing"}`, () => {
            assert.deepEqual(problems(access), problem === undefined ? [] : [problem]);
        });
});

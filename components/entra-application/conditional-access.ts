import { ConditionalAccessPolicy } from "@pulumi/azuread/conditionalAccessPolicy";
import type * as inputs from "@pulumi/azuread/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { checked, guidProblem, listed } from "../shared";
import { idProblem, idsProblems } from "./argument-problems";

/** What Entra does with what its policies find. */
export const ConditionalAccessState = {
    /** It writes down whom it would refuse, and refuses nobody. */
    ReportOnly: "report-only",
    /** It refuses. */
    On: "on",
} as const;
export type ConditionalAccessState = (typeof ConditionalAccessState)[keyof typeof ConditionalAccessState];

/**
 * Conditions under which Entra issues a token for a server: a sign-in that cannot be phished, and a compliant device. The
 * tenant needs licences of Entra ID P1, and what is said below. Serves practices 2.4, 7.4 and ZT-3.
 */
export interface EntraConditionalAccess {
    /** Required. Whether the policies refuse, or only report. Begin with `report-only` and read the sign-in log. */
    state: ConditionalAccessState;
    /**
     * Required. Object id of the group of emergency accounts, a GUID. No policy applies to them, so that a mistake in one
     * does not lock out everybody.
     */
    breakGlassGroupId: pulumi.Input<string>;
    /** Optional. Whether the device must be compliant, for which Intune has to manage devices. Default: true. */
    compliantDevice?: boolean;
    /**
     * Optional. Whether sign-ins of medium or high risk and users of high risk are refused; needs licences of Entra ID P2.
     * Default: true.
     */
    refuseRisk?: boolean;
    /**
     * Optional. Object ids of service principals of the tenant that call the server by themselves, by short names. They are
     * refused while their risk is medium or high: everywhere, because such a policy cannot name one server. Not for
     * managed identities, which no policy reaches. Needs licences of Workload Identities Premium. Default: none.
     */
    clients?: Record<string, pulumi.Input<string>>;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function conditionalAccessProblems(
    { state, breakGlassGroupId, clients = {} }: EntraConditionalAccess,
    argument: string,
): string[] {
    const states: string[] = Object.values(ConditionalAccessState);
    return [
        ...listed(
            states.includes(state)
                ? undefined
                : `${argument}.state is "${state}"; it must be one of ${states.join(", ")}.`,
            breakGlassGroupId === undefined
                ? `${argument}.breakGlassGroupId is missing; it must be the object id of the group of emergency accounts, because a policy that applies to everybody can lock out everybody.`
                : idProblem(breakGlassGroupId, `${argument}.breakGlassGroupId`),
        ),
        ...idsProblems(clients, `${argument}.clients`),
    ];
}

/** "Phishing-resistant MFA", which every tenant has: https://learn.microsoft.com/entra/identity/authentication/concept-authentication-strengths */
const phishingResistant = "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004";

/** The policies of one server. They apply to everybody but the emergency accounts, however they sign in. */
export function createConditionalAccess(
    name: string,
    { displayName, clientId }: { displayName: string; clientId: pulumi.Input<string> },
    access: EntraConditionalAccess,
    opts: pulumi.CustomResourceOptions,
): ConditionalAccessPolicy[] {
    const { compliantDevice = true, refuseRisk = true, clients = {} } = access;
    const everybody = {
        applications: { includedApplications: [clientId] },
        users: {
            includedUsers: ["All"],
            excludedGroups: [
                checked(access.breakGlassGroupId, (id) => guidProblem(id, `The break-glass group of ${name}`)),
            ],
        },
        clientAppTypes: ["all"],
    };
    const create = (policy: string, what: string, args: Pick<Policy, "conditions" | "grantControls">) =>
        new ConditionalAccessPolicy(
            `${name}-access-${policy}`,
            { displayName: `${displayName}: ${what}`, state: stateOf(access.state), ...args },
            opts,
        );
    return [
        create("sign-in", "phishing-resistant sign-in", {
            conditions: everybody,
            grantControls: {
                operator: "AND",
                authenticationStrengthPolicyId: phishingResistant,
                ...(compliantDevice && { builtInControls: ["compliantDevice"] }),
            },
        }),
        ...(refuseRisk
            ? [
                  create("sign-in-risk", "no risky sign-in", {
                      conditions: { ...everybody, signInRiskLevels: ["medium", "high"] },
                      grantControls: refusal,
                  }),
                  create("user-risk", "no user at risk", {
                      conditions: { ...everybody, userRiskLevels: ["high"] },
                      grantControls: refusal,
                  }),
              ]
            : []),
        ...(Object.keys(clients).length > 0
            ? [
                  create("client-risk", "no client at risk", {
                      conditions: {
                          // https://learn.microsoft.com/entra/identity/conditional-access/workload-identity
                          applications: { includedApplications: ["All"] },
                          users: { includedUsers: ["None"] },
                          clientApplications: {
                              includedServicePrincipals: Object.entries(clients).map(([key, client]) =>
                                  checked(client, (id) => guidProblem(id, `The client ${key} of ${name}`)),
                              ),
                          },
                          clientAppTypes: ["all"],
                          servicePrincipalRiskLevels: ["medium", "high"],
                      },
                      grantControls: refusal,
                  }),
              ]
            : []),
    ];
}

interface Policy {
    conditions: inputs.ConditionalAccessPolicyConditions;
    grantControls: inputs.ConditionalAccessPolicyGrantControls;
}

const refusal = { operator: "OR", builtInControls: ["block"] };

/** https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy */
function stateOf(state: ConditionalAccessState): string {
    return state === ConditionalAccessState.On ? "enabled" : "enabledForReportingButNotEnforced";
}

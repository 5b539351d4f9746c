import { lastSegment } from "../../azure/arm-id";
import type { Properties } from "../../provider/provider";
import { textAt, textsAt, valueAt } from "../../provider/values";
import type { Directory } from "../directory";
import { strengthIds } from "../ids";
import type { Registered } from "../tokens/registered";
import type { TokenError } from "../tokens/token-error";
import { groupsOf } from "../tokens/user-token";
import { refusal } from "./quirks";
import type { RequestedContexts } from "./requested";

/** How somebody has signed in. */
export interface SignIn {
    /** Object id. */
    userId: string;
    /** With a security key; otherwise with a password and the notification of an app. */
    phishingResistant: boolean;
    /** From a device that Intune says is compliant. */
    compliantDevice: boolean;
}

/** What a sign-in used, as authentication strengths name it. */
const securityKey = "fido2";
const passwordAndApp = "password,microsoftAuthenticatorPush";

/**
 * What the strengths that every tenant has allow of these two.
 * https://learn.microsoft.com/entra/identity/authentication/concept-authentication-strengths
 */
const builtInStrengths: ReadonlyMap<string, string[]> = new Map([
    ["00000000-0000-0000-0000-000000000002", [securityKey, passwordAndApp]],
    ["00000000-0000-0000-0000-000000000003", [securityKey]],
    ["00000000-0000-0000-0000-000000000004", [securityKey]],
]);

/** Conditions that a sign-in here says nothing about. */
const unknownConditions = [
    "authenticationFlowTransferMethods",
    "devices",
    "insiderRiskLevels",
    "locations",
    "platforms",
];

/**
 * What the policies of Conditional Access that are deployed and on say of a sign-in to an application.
 * @returns Authentication contexts that the sign-in satisfies, of those that are asked for.
 * @throws TokenError when a policy refuses it; an error that names a policy that nobody can judge here.
 */
export function conditionalAccess(
    graph: Directory,
    resource: Registered,
    signIn: SignIn,
    { contexts, essential }: RequestedContexts,
): string[] {
    for (const { body } of graph.below("/identity/conditionalAccess/policies")) {
        if (body.state === "enabled" && applies(graph, body, resource, signIn)) demand(graph, body, resource, signIn);
    }
    const demanded = new Map(Object.entries(graph.seed.authenticationContexts));
    const satisfied = contexts.filter((context) => {
        const strength = demanded.get(context);
        return strength !== undefined && hasStrength(graph, strength, signIn);
    });
    if (essential && satisfied.length === 0) throw refusal("strongerSignIn", { resource: resource.clientId });
    return satisfied;
}

/**
 * What the policies for workloads say of an application that acts for itself, as nothing here is at risk: nothing.
 * https://learn.microsoft.com/entra/identity/conditional-access/workload-identity
 *
 * @param principalId - Object id of what stands for it in the tenant.
 * @throws an error that names a policy that nobody can judge here.
 */
export function conditionalAccessOfWorkload(graph: Directory, principalId: string): void {
    for (const { body } of graph.below("/identity/conditionalAccess/policies")) {
        const workloads = (path: string) => textsAt(body, `conditions.clientApplications.${path}`);
        const isIncluded = workloads("includedServicePrincipals").some((id) =>
            [principalId, "ServicePrincipalsInMyTenant"].includes(id),
        );
        const concerns = isIncluded && !workloads("excludedServicePrincipals").includes(principalId);
        const isAboutRisk = textsAt(body, "conditions.servicePrincipalRiskLevels").length > 0;
        if (body.state === "enabled" && concerns && !isAboutRisk) throw unjudged(body, "it is about no risk");
    }
}

function applies(graph: Directory, policy: Properties, { clientId }: Registered, { userId }: SignIn): boolean {
    const names = (path: string) => textsAt(policy, `conditions.${path}`).map((name) => name.toLowerCase());
    const isIn = (path: string, ...ids: string[]) => names(path).some((name) => ids.includes(name));
    const groups = groupsOf(graph, userId);
    const concerns =
        isIn("applications.includedApplications", "all", clientId) &&
        !isIn("applications.excludedApplications", clientId) &&
        (isIn("users.includedUsers", "all", userId) || isIn("users.includedGroups", ...groups)) &&
        !isIn("users.excludedUsers", userId) &&
        !isIn("users.excludedGroups", ...groups) &&
        isIn("clientAppTypes", "all", "browser", "mobileappsanddesktopclients");
    if (!concerns) return false;
    const unknown = unknownConditions.find((name) => isGiven(valueAt(policy, `conditions.${name}`)));
    if (unknown !== undefined) throw unjudged(policy, `the condition ${unknown}`);
    if (isGiven(policy.sessionControls)) throw unjudged(policy, "its session controls");
    // nothing here is at risk
    return ["signInRiskLevels", "userRiskLevels"].every((path) => names(path).length === 0 || isIn(path, "none"));
}

function isGiven(value: unknown): boolean {
    return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function demand(graph: Directory, policy: Properties, resource: Registered, signIn: SignIn): void {
    const strength = textAt(policy, "grantControls.authenticationStrengthPolicyId");
    const given = ["termsOfUses", "customAuthenticationFactors"].find((name) =>
        isGiven(valueAt(policy, `grantControls.${name}`)),
    );
    if (given !== undefined) throw unjudged(policy, `the control ${given}`);
    const refusals = [
        ...textsAt(policy, "grantControls.builtInControls").map((control) => {
            const judge = controls.get(control);
            if (judge === undefined) throw unjudged(policy, `the control ${control}`);
            return judge(signIn);
        }),
        ...(strength
            ? [
                  hasStrength(graph, lastSegment(strength), signIn)
                      ? undefined
                      : refusal("strongerSignIn", { resource: resource.clientId }),
              ]
            : []),
    ];
    const isOneEnough = textAt(policy, "grantControls.operator") === "OR";
    const refused = refusals.find((each) => each !== undefined);
    if (refused !== undefined && !(isOneEnough && refusals.includes(undefined))) throw refused;
}

/** By the names of controls. */
const controls = new Map<string, (signIn: SignIn) => TokenError | undefined>([
    ["block", () => refusal("blocked")],
    ["compliantDevice", ({ compliantDevice }) => (compliantDevice ? undefined : refusal("deviceNotCompliant"))],
    // a password alone is no way to sign in here
    ["mfa", () => undefined],
]);

function hasStrength(graph: Directory, id: string, { phishingResistant }: SignIn): boolean {
    const allowed =
        builtInStrengths.get(id.toLowerCase()) ??
        textsAt(graph.find(strengthIds.format(id)), "allowedCombinations").map((each) => each.replaceAll(" ", ""));
    return allowed.includes(phishingResistant ? securityKey : passwordAndApp);
}

function unjudged(policy: Properties, what: string): Error {
    return new Error(
        `The Conditional Access policy "${textAt(policy, "displayName")}" cannot be judged here, for ${what}.`,
    );
}

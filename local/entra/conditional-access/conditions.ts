import { each, object, oneOf, required, string } from "../../provider/schema";
import { type Combination, computed, type Field, list, set } from "../schema";
import { nonEmpty } from "../texts";

const risks = list(oneOf("hidden", "high", "low", "medium", "none"));
const platforms = list(oneOf("all", "android", "iOS", "linux", "macOS", "windows", "windowsPhone"));
const filter = object({ mode: required(oneOf("exclude", "include")), rule: required(nonEmpty) });

const guests = list(
    object({
        guestOrExternalUserTypes: required(
            list(
                oneOf(
                    ...["b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "internalGuest"],
                    ...["none", "otherExternalUser", "serviceProvider"],
                ),
            ),
        ),
        externalTenants: list(
            object({ members: list(nonEmpty), membershipKind: required(oneOf("all", "enumerated")) }),
        ),
    }),
);

/** When a policy applies. */
export const conditions: Field = object({
    applications: required(
        withCombination(
            object(each(list(nonEmpty), "includedApplications", "excludedApplications", "includedUserActions")),
            { kind: "exactly-one", names: ["includedApplications", "includedUserActions"] },
        ),
    ),
    users: required(
        withCombination(
            object({
                ...each(list(nonEmpty), "includedUsers", "excludedUsers", "includedGroups", "excludedGroups"),
                ...each(list(nonEmpty), "includedRoles", "excludedRoles"),
                ...each(guests, "includedGuestsOrExternalUsers", "excludedGuestsOrExternalUsers"),
            }),
            {
                kind: "at-least-one",
                names: ["includedGroups", "includedRoles", "includedUsers", "includedGuestsOrExternalUsers"],
            },
        ),
    ),
    clientAppTypes: required(
        list(oneOf("all", "browser", "easSupported", "exchangeActiveSync", "mobileAppsAndDesktopClients", "other")),
    ),
    authenticationFlowTransferMethods: set(oneOf("authenticationTransfer", "deviceCodeFlow")),
    clientApplications: object({
        ...each(list(nonEmpty), "includedServicePrincipals", "excludedServicePrincipals"),
        filter,
    }),
    devices: object({ filter }),
    locations: object({ includedLocations: required(list(nonEmpty)), excludedLocations: list(nonEmpty) }),
    platforms: object({ includedPlatforms: required(platforms), excludedPlatforms: platforms }),
    ...each(risks, "servicePrincipalRiskLevels", "signInRiskLevels", "userRiskLevels"),
    insiderRiskLevels: computed({ ...string, values: ["elevated", "minor", "moderate"] }),
});

function withCombination(field: Field, combination: Combination): Field {
    return { ...field, combinations: [combination] };
}

// Does not prove that the texts are complete: the real ones go on with a list of segments for an id of the wrong form.
import assert from "node:assert/strict";
import { type Properties, unknown } from "../../../local/provider/provider";
import { newTenant } from "./fixture";
import { example, type Made, nobody, scopeId } from "./landscape";

const application = `/applications/${nobody}`;
const made: Made = {
    ApplicationRegistration: { id: application, outputs: { clientId: nobody, objectId: nobody } },
    ServicePrincipal: { id: `/servicePrincipals/${nobody}`, outputs: { objectId: nobody } },
    NamedLocation: { id: `/identity/conditionalAccess/namedLocations/${nobody}`, outputs: { objectId: nobody } },
    AuthenticationStrengthPolicy: { id: `/policies/authenticationStrengthPolicies/${nobody}`, outputs: {} },
};

const wrong: [title: string, name: string, change: Properties, failures: string[]][] = [
    [
        "a required value is missing",
        "ApplicationPermissionScope",
        { value: null },
        [
            `Missing required argument. The argument "value" is required, but no definition was found.. Examine values at 'res.value'.`,
        ],
    ],
    [
        "a required value is missing inside",
        "ConditionalAccessPolicy",
        { grantControls: { builtInControls: ["mfa"] } },
        [
            `Missing required argument. The argument "grant_controls.0.operator" is required, but no definition was found.. Examine values at 'res.grantControls.operator'.`,
        ],
    ],
    [
        "a value is not allowed",
        "ApplicationPermissionScope",
        { type: "Everybody" },
        [`expected type to be one of ["Admin" "User"], got Everybody. Examine values at 'res.type'.`],
    ],
    [
        "a value in a list is not allowed",
        "ApplicationAppRole",
        { allowedMemberTypes: ["User", "Group"] },
        [
            `expected allowed_member_types.1 to be one of ["Application" "User"], got Group. Examine values at 'res.allowedMemberTypes[1]'.`,
        ],
    ],
    [
        "a value has another type",
        "ApplicationRegistration",
        { displayName: 1 },
        [`expected type of "display_name" to be string, got 1. Examine values at 'res.displayName'.`],
    ],
    [
        "a number is too large",
        "ApplicationRegistration",
        { requestedAccessTokenVersion: 3 },
        [
            `expected requested_access_token_version to be in the range (1 - 2), got 3. Examine values at 'res.requestedAccessTokenVersion'.`,
        ],
    ],
    [
        "a text is empty",
        "ApplicationRegistration",
        { displayName: "" },
        [`expected "display_name" to not be an empty string, got . Examine values at 'res.displayName'.`],
    ],
    [
        "a text is too long",
        "ApplicationFederatedIdentityCredential",
        { displayName: "n".repeat(121) },
        [
            `expected length of display_name to be in the range (1 - 120), got ${"n".repeat(121)}. Examine values at 'res.displayName'.`,
        ],
    ],
    [
        "redirect URIs are none",
        "ApplicationRedirectUris",
        { redirectUris: ["", "localhost", `http://localhost/${"x".repeat(240)}`] },
        [
            `URI must not be empty for "redirect_uris.0". Examine values at 'res.redirectUris[0]'.`,
            `URI has no host for "redirect_uris.1". Examine values at 'res.redirectUris[1]'.`,
            `URI must be 256 characters or less for "redirect_uris.2". Examine values at 'res.redirectUris[2]'.`,
        ],
    ],
    [
        "access to an API names no right",
        "ApplicationApiAccess",
        { scopeIds: null },
        [
            `Missing required argument. "role_ids": one of \`role_ids,scope_ids\` must be specified. Examine values at 'res.roleIds'.`,
            `Missing required argument. "scope_ids": one of \`role_ids,scope_ids\` must be specified. Examine values at 'res.scopeIds'.`,
        ],
    ],
    [
        "a GUID is none",
        "ServicePrincipal",
        { clientId: "orders" },
        [`expected "client_id" to be a valid UUID, got orders. Examine values at 'res.clientId'.`],
    ],
    [
        "an address is none",
        "ApplicationRegistration",
        { homepageUrl: "contoso" },
        [
            `expected "homepage_url" to have a url with schema of: "http,https", got contoso. Examine values at 'res.homepageUrl'.`,
        ],
    ],
    [
        "the id of an application is its client id",
        "ApplicationIdentifierUri",
        { applicationId: nobody },
        [
            `parsing "${nobody}": parsing the Application ID: the number of segments didn't match\n\nExpected a Application ID that matched (containing 2 segments):\n\n> /applications/applicationId. Examine values at 'res.applicationId'.`,
        ],
    ],
    [
        "the value of a scope is no claim",
        "ApplicationPermissionScope",
        { value: ".orders read" },
        [
            "Value must not begin with a period. Examine values at 'res.value'.",
            "Value must be alphanumeric with these allowed characters: !#$%&'()*+,-./:;<=>?@[]^+_`{|}~. Examine values at 'res.value'.",
        ],
    ],
    [
        "the value of a role is too long",
        "ApplicationAppRole",
        { value: "v".repeat(250) },
        ["Value must be between 0-249 characters in length. Examine values at 'res.value'."],
    ],
    [
        "there are too many items",
        "ApplicationFederatedIdentityCredential",
        { audiences: ["a", "b"] },
        [
            "Too many list items. Attribute audiences supports 1 item maximum, but config has 2 declared.. Examine values at 'res.audiences'.",
        ],
    ],
    [
        "there are too few items",
        "ApplicationAppRole",
        { allowedMemberTypes: [] },
        [
            "Not enough list items. Attribute allowed_member_types requires 1 item minimum, but config has only 0 declared.. Examine values at 'res.allowedMemberTypes'.",
        ],
    ],
    [
        "neither of two that exclude each other",
        "NamedLocation",
        { ip: null },
        [
            "Invalid combination of arguments. \"country\": one of `country,ip` must be specified. Examine values at 'res.country'.",
            "Invalid combination of arguments. \"ip\": one of `country,ip` must be specified. Examine values at 'res.ip'.",
        ],
    ],
    [
        "both of two that exclude each other",
        "NamedLocation",
        { country: { countriesAndRegions: ["DE"] } },
        ["country", "ip"].map(
            (name) =>
                `Invalid combination of arguments. "${name}": only one of \`country,ip\` can be specified, but \`country,ip\` were specified.. Examine values at 'res.${name}'.`,
        ),
    ],
    [
        "two that conflict",
        "ServicePrincipal",
        { tags: ["HideApp"], featureTags: [{ hide: true }] },
        [
            "Conflicting configuration arguments. \"feature_tags\": conflicts with tags. Examine values at 'res.featureTags'.",
            "Conflicting configuration arguments. \"tags\": conflicts with feature_tags. Examine values at 'res.tags'.",
        ],
    ],
    [
        "no control at all",
        "ConditionalAccessPolicy",
        { grantControls: null, sessionControls: null },
        [
            "Missing required argument. \"grant_controls\": one of `grant_controls,session_controls` must be specified. Examine values at 'res.grantControls'.",
            "Missing required argument. \"session_controls\": one of `grant_controls,session_controls` must be specified. Examine values at 'res.sessionControls'.",
        ],
    ],
    [
        "one of two that belong together",
        "ConditionalAccessPolicy",
        { sessionControls: { signInFrequency: 1 } },
        [
            "Missing required argument. \"session_controls.0.sign_in_frequency\": all of `session_controls.0.sign_in_frequency,session_controls.0.sign_in_frequency_period` must be specified. Examine values at 'res.sessionControls.signInFrequency'.",
        ],
    ],
    [
        "the id of an authentication strength is its object id",
        "ConditionalAccessPolicy",
        { grantControls: { operator: "OR", authenticationStrengthPolicyId: nobody } },
        [
            `parsing "${nobody}": parsing the PolicyAuthenticationStrengthPolicy ID: the number of segments didn't match\n\nExpected a PolicyAuthenticationStrengthPolicy ID that matched (containing 3 segments):\n\n> /policies/authenticationStrengthPolicies/authenticationStrengthPolicyId. Examine values at 'res.grantControls.authenticationStrengthPolicyId'.`,
        ],
    ],
    [
        "an authentication method is unknown",
        "AuthenticationStrengthPolicy",
        { allowedCombinations: ["password,pigeon"] },
        [
            `unrecognized authentication method "pigeon" in "allowed_combinations.0". Examine values at 'res.allowedCombinations[0]'.`,
        ],
    ],
    [
        "a range of addresses is too large, or none",
        "NamedLocation",
        { ip: { ipRanges: ["10.0.0.0/7", "here"] } },
        [
            `expected "ip.0.ip_ranges.0" to have a prefix length of at least 8, got 10.0.0.0/7. Examine values at 'res.ip.ipRanges[0]'.`,
            `expected "ip.0.ip_ranges.1" to be a valid CIDR Value, got here. Examine values at 'res.ip.ipRanges[1]'.`,
        ],
    ],
    [
        "Entra has it and the local cloud does not",
        "ServicePrincipal",
        { samlSingleSignOn: { relayState: "x" } },
        ["'samlSingleSignOn' is not modelled by the local cloud. Examine values at 'res.samlSingleSignOn'."],
    ],
    [
        "an output is given",
        "ApplicationRegistration",
        { clientId: nobody },
        ["Invalid or unknown key. Examine values at 'res.clientId'."],
    ],
];

describe("entra check", () => {
    for (const [title, name, change, failures] of wrong) {
        it(`says so when ${title}`, async () => {
            assert.deepEqual((await newTenant().check(name, example(name, made, change))).failures, failures);
        });
    }

    it("takes unknown values for right ones", async () => {
        const inputs = example("ApplicationPermissionScope", made, { value: unknown, scopeId: unknown, type: unknown });
        assert.deepEqual((await newTenant().check("ApplicationPermissionScope", inputs)).failures, []);
        const either = { displayName: "l", ip: unknown, country: unknown };
        assert.deepEqual((await newTenant().check("NamedLocation", either)).failures, []);
    });

    it("adds defaults and notes which they are, in each object", async () => {
        const { check } = newTenant();
        assert.deepEqual((await check("ApplicationRegistration", { displayName: "orders" })).inputs, {
            displayName: "orders",
            requestedAccessTokenVersion: 2,
            signInAudience: "AzureADMyOrg",
            __defaults: ["requestedAccessTokenVersion", "signInAudience"],
        });
        const country = { countriesAndRegions: ["DE"] };
        assert.deepEqual((await check("NamedLocation", { displayName: "l", country })).inputs, {
            displayName: "l",
            country: { ...country, countryLookupMethod: "clientIpAddress", __defaults: ["countryLookupMethod"] },
            __defaults: [],
        });
    });

    it("keeps the default of a resource that has another one, but no value that was given", async () => {
        const { check } = newTenant();
        const type = async (oldInputs: Properties) =>
            (await check("ApplicationPermissionScope", { scopeId }, oldInputs)).inputs.type;
        assert.equal(await type({ type: "Admin", __defaults: ["type"] }), "Admin");
        assert.equal(await type({ type: "Admin", __defaults: [] }), "User");
        // after a refresh nobody knows which ones were defaults
        assert.equal(await type({ type: "Admin" }), "Admin");
    });
});

import { resourceTypes } from "../../../local/entra/registry";
import type { Case, Suite } from "../conformance/case";
import { newTenant, token } from "./fixture";
import { breakGlass, examples as example, nobody, scopeId } from "./landscape";

const guid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const noApplication = `/applications/${nobody}`;
const notThere = new RegExp(`Request_ResourceNotFound: Resource '${nobody}' does not exist`);
const application: Case["needs"] = ["ApplicationRegistration"];

const cases: Record<string, Case> = {
    ApplicationRegistration: {
        inputs: example.ApplicationRegistration,
        needs: [],
        id: new RegExp(`^/applications/${guid}$`),
        softDelete: "minds nobody",
        chosen: ["clientId", "disabledByMicrosoft", "objectId", "publisherDomain"],
        inPlace: [
            { displayName: "invoices", requestedAccessTokenVersion: 1, notes: null },
            { displayName: "update", requestedAccessTokenVersion: "update", notes: "delete" },
        ],
    },
    ApplicationIdentifierUri: {
        inputs: example.ApplicationIdentifierUri,
        needs: application,
        id: new RegExp(`^/applications/${guid}/identifierUris/aHR0cHM6Ly9tY3AuY29udG9zby5jb20vb3JkZXJzL21jcA==$`),
        chosen: [],
        replaced: [{ identifierUri: "https://mcp.contoso.com/other" }, { identifierUri: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*" already exists/,
    },
    ApplicationPermissionScope: {
        inputs: example.ApplicationPermissionScope,
        needs: application,
        id: new RegExp(`^/applications/${guid}/permissionScopes/${scopeId}$`),
        chosen: [],
        inPlace: [
            { value: "orders.list", type: "Admin", userConsentDisplayName: "Read" },
            { value: "update", type: "update", userConsentDisplayName: "add" },
        ],
        replaced: [
            { scopeId: nobody, value: "orders.list" },
            { scopeId: "update-replace", value: "update" },
        ],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*" already exists/,
    },
    ApplicationAppRole: {
        inputs: example.ApplicationAppRole,
        needs: application,
        id: new RegExp(`^/applications/${guid}/appRoles/${guid}$`),
        chosen: [],
        inPlace: [
            { allowedMemberTypes: ["User"], description: "d" },
            { "allowedMemberTypes[1]": "delete", description: "update" },
        ],
        replaced: [
            { roleId: nobody, value: "orders.owner" },
            { roleId: "update-replace", value: "update" },
        ],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*" already exists/,
    },
    ApplicationPreAuthorized: {
        inputs: example.ApplicationPreAuthorized,
        needs: [...application, "ApplicationPermissionScope"],
        id: new RegExp(`^${guid}/preAuthorizedApplication/${guid}$`),
        chosen: [],
        inPlace: [{ permissionIds: [] }, { permissionIds: "delete" }],
        replaced: [{ authorizedClientId: nobody }, { authorizedClientId: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /A resource with the ID ".*\/preAuthorizedApplication\/.*" already exists/,
    },
    ApplicationFederatedIdentityCredential: {
        inputs: example.ApplicationFederatedIdentityCredential,
        needs: application,
        id: new RegExp(`^${guid}/federatedIdentityCredential/${guid}$`),
        chosen: ["credentialId"],
        inPlace: [
            { subject: "other", audiences: ["api://other"] },
            { subject: "update", "audiences[0]": "update" },
        ],
        replaced: [
            { displayName: "other", subject: "other" },
            { displayName: "update-replace", subject: "update" },
        ],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /FederatedIdentityCredential with name gateway already exists\./,
    },
    ApplicationApiAccess: {
        inputs: example.ApplicationApiAccess,
        needs: application,
        id: new RegExp(`^/applications/${guid}/apiAccess/${guid}$`),
        chosen: [],
        inPlace: [
            { roleIds: [nobody], scopeIds: null },
            { roleIds: "add", scopeIds: "delete" },
        ],
        replaced: [{ apiClientId: nobody }, { apiClientId: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*\/apiAccess\/.*" already exists/,
    },
    ApplicationRedirectUris: {
        inputs: example.ApplicationRedirectUris,
        needs: application,
        id: new RegExp(`^/applications/${guid}/redirectUris/PublicClient$`),
        chosen: [],
        inPlace: [{ redirectUris: ["http://localhost"] }, { "redirectUris[0]": "update" }],
        replaced: [{ type: "Web" }, { type: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*\/redirectUris\/PublicClient" already exists/,
    },
    ApplicationOwner: {
        inputs: example.ApplicationOwner,
        needs: application,
        id: new RegExp(`^/applications/${guid}/owners/${guid}$`),
        chosen: [],
        replaced: [{ ownerObjectId: breakGlass }, { ownerObjectId: "update-replace" }],
        missing: [{ ownerObjectId: nobody }, notThere],
        conflict: /a resource with the ID "\/applications\/.*\/owners\/.*" already exists/,
    },
    ServicePrincipal: {
        inputs: example.ServicePrincipal,
        needs: [...application, ["ApplicationRegistration", { displayName: "other" }, "other"]],
        id: new RegExp(`^/servicePrincipals/${guid}$`),
        chosen: [
            ...["appRoleIds", "appRoles", "applicationTenantId", "displayName", "featureTags", "homepageUrl"],
            ...["logoutUrl", "oauth2PermissionScopeIds", "oauth2PermissionScopes", "objectId", "redirectUris"],
            ...["samlMetadataUrl", "servicePrincipalNames", "signInAudience", "tags", "type"],
        ],
        inPlace: [
            { appRoleAssignmentRequired: false, accountEnabled: false },
            { appRoleAssignmentRequired: "delete", accountEnabled: "delete" },
        ],
        replaced: [(made) => ({ clientId: made.other?.outputs.clientId ?? "" }), { clientId: "update-replace" }],
        missing: [{ clientId: nobody }, /does not reference a valid application object\./],
        conflict: /\[id\] A resource with the ID ".*" already exists/,
    },
    AppRoleAssignment: {
        inputs: example.AppRoleAssignment,
        needs: [...application, "ApplicationAppRole", "ServicePrincipal"],
        id: new RegExp(`^/servicePrincipals/${guid}/appRoleAssignedTo/[A-Za-z0-9_-]{43}$`),
        chosen: ["principalDisplayName", "principalType", "resourceDisplayName"],
        replaced: [{ principalObjectId: breakGlass }, { principalObjectId: "update-replace" }],
        missing: [{ principalObjectId: nobody }, notThere],
        conflict: /Permission being assigned already exists on the object/,
    },
    NamedLocation: {
        inputs: example.NamedLocation,
        needs: [],
        id: new RegExp(`^/identity/conditionalAccess/namedLocations/${guid}$`),
        chosen: ["objectId"],
        inPlace: [{ displayName: "sites" }, { displayName: "update" }],
        replaced: [
            { ip: { ipRanges: ["198.51.100.0/24"] } },
            { "ip.ipRanges[0]": "update-replace", "ip.trusted": "delete-replace" },
        ],
    },
    AuthenticationStrengthPolicy: {
        inputs: example.AuthenticationStrengthPolicy,
        needs: [],
        id: new RegExp(`^/policies/authenticationStrengthPolicies/${guid}$`),
        chosen: [],
        inPlace: [
            { allowedCombinations: ["x509CertificateMultiFactor", "fido2"] },
            { "allowedCombinations[0]": "update" },
        ],
    },
    ConditionalAccessPolicy: {
        inputs: example.ConditionalAccessPolicy,
        needs: [...application, "ServicePrincipal", "NamedLocation", "AuthenticationStrengthPolicy"],
        id: new RegExp(`^/identity/conditionalAccess/policies/${guid}$`),
        chosen: ["objectId"],
        inPlace: [
            { state: "disabled", sessionControls: { signInFrequency: 4, signInFrequencyPeriod: "hours" } },
            { state: "update", "sessionControls.signInFrequency": "update" },
        ],
        missing: [
            {
                grantControls: {
                    operator: "OR",
                    authenticationStrengthPolicyId: `/policies/authenticationStrengthPolicies/${nobody}`,
                },
            },
            /Authentication strength '\/policies\/.*' does not exist in the directory\./,
        ],
    },
};

/** The Entra resource types of the local cloud. */
export const entra: Suite = {
    name: "azuread",
    token,
    tokens: resourceTypes.map(({ token: each }) => each),
    cases,
    examples: example,
    emptyIsAbsent: true,
    deletesBeforeReplacement: false,
    deletesWhatIsGone: false,
    newWorld: newTenant,
};

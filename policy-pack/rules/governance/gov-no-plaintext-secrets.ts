import { defineRule, everyType, isValues, type Path, parsePath, type Values } from "../../engine";
import { secretIn } from "./secret-patterns";
import { formatPlace, textsIn } from "./texts";

/** Where secrets belong. Kubernetes' own are a matter of the rules on its objects. */
const stores: Readonly<Record<string, string[]>> = {
    "keyvault:Secret": ["properties.value"],
    "kubernetes:core/v1:Secret": ["data", "stringData"],
};

/**
 * What Azure and Entra draw or check letter by letter, ids and addresses: nothing else gets in there. A preview does not
 * know most of them, and would otherwise leave every grant of access undecided.
 */
const idsAndAddresses: Readonly<Record<string, string[]>> = {
    "authorization:RoleAssignment": ["principalId", "roleAssignmentName"],
    "azuread:index/appRoleAssignment:AppRoleAssignment": ["appRoleId", "principalObjectId", "resourceObjectId"],
    "azuread:index/applicationApiAccess:ApplicationApiAccess": ["apiClientId", "applicationId"],
    "azuread:index/applicationAppRole:ApplicationAppRole": ["applicationId"],
    "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential": ["applicationId"],
    "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri": ["applicationId"],
    "azuread:index/applicationOwner:ApplicationOwner": ["applicationId", "ownerObjectId"],
    "azuread:index/applicationPermissionScope:ApplicationPermissionScope": ["applicationId"],
    "azuread:index/applicationPreAuthorized:ApplicationPreAuthorized": ["applicationId", "authorizedClientId"],
    "azuread:index/applicationRedirectUris:ApplicationRedirectUris": ["applicationId"],
    "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy": ["conditions.applications.includedApplications"],
    "azuread:index/servicePrincipal:ServicePrincipal": ["clientId"],
    "compute:DiskEncryptionSet": ["activeKey.keyUrl"],
    "containerservice:ManagedCluster": ["securityProfile.azureKeyVaultKms.keyId"],
    "privatedns:PrivateRecordSet": ["aRecords"],
};

const notJudged = { ...stores, ...idsAndAddresses };

// for the examples
const connection = "Server=tcp:contoso.database.windows.net;User ID=orders;Password=correct-horse";
const address = `https://stcontoso.blob.core.windows.net/logs?sv=2024-11-04&sr=c&sig=${"x".repeat(43)}`;

/** Secrets are in a vault only. What looks like one and is none, such as an expired token, does not belong into inputs, either. */
export default defineRule({
    id: "gov-no-plaintext-secrets",
    title: "No input holds a secret in plain text",
    severity: "critical",
    level: "mandatory",
    practices: ["6.3", "11.1"],
    references: {
        mcsb: ["IM-8"],
        checkov: ["CKV_SECRET_2", "CKV_SECRET_3", "CKV_SECRET_4", "CKV_SECRET_9", "CKV_SECRET_13"],
        psrule: ["Deployment.SecureParameter", "Deployment.SecureValue"],
    },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/security/fundamentals/secrets-best-practices",
    types: [everyType],
    reads: [""],
    optional: [""],
    ignores: notJudged,
    why: "Whoever may read a resource, its deployment history or a log of either reads the secret along, and nobody can rotate what has been copied everywhere.",
    fix: "Take the secret out of the program and revoke it. Put a new one into Key Vault, and refer to that, or use a managed identity, which needs none.",
    check: (inputs, { resource: { type } }) =>
        [...textsIn(judged(inputs, type))].flatMap(({ text, place }) => {
            const kind = secretIn(text);
            if (kind === undefined) return [];
            const where = formatPlace(place, (segment) => secretIn(segment) !== undefined) || "the top";
            return [{ path: "", message: `${kind} stands in plain text at ${where}` }];
        }),
    examples: {
        compliant: [
            { type: "keyvault:Secret", inputs: { properties: { contentType: "text/plain", value: connection } } },
            { type: "kubernetes:core/v1:Secret", inputs: { metadata: { name: "orders" }, stringData: { connection } } },
            {
                type: "apimanagement:PolicyFragment",
                inputs: { value: '<set-header name="Authorization"><value>{{backend-token}}</value></set-header>' },
            },
        ],
        violating: [
            { type: "apimanagement:NamedValue", inputs: { namedValueId: "orders", value: connection } },
            { type: "apimanagement:Backend", inputs: { url: address } },
        ],
    },
});

function judged(inputs: Values, type: string): Values {
    return (notJudged[type] ?? []).map(parsePath).reduce(without, inputs);
}

function without(value: Values, [segment = "", ...rest]: Path): Values {
    const { [segment]: property, ...others } = value;
    if (rest.length === 0) return others;
    return isValues(property) ? { ...value, [segment]: without(property, rest) } : value;
}

import { Refusal } from "../provider/provider";
import { apiAccess } from "./applications/api-access";
import { appRole } from "./applications/app-role";
import { federatedIdentityCredential } from "./applications/federated-identity-credential";
import { identifierUri } from "./applications/identifier-uri";
import { owner } from "./applications/owner";
import { permissionScope } from "./applications/permission-scope";
import { preAuthorized } from "./applications/pre-authorized";
import { redirectUris } from "./applications/redirect-uris";
import { registration } from "./applications/registration";
import { authenticationStrengthPolicy } from "./conditional-access/authentication-strength-policy";
import { conditionalAccessPolicy } from "./conditional-access/conditional-access-policy";
import { namedLocation } from "./conditional-access/named-location";
import type { ResourceType } from "./resource-type";
import { appRoleAssignment } from "./service-principals/app-role-assignment";
import { servicePrincipal } from "./service-principals/service-principal";

/** Every type of the azuread provider that the local cloud has. */
export const resourceTypes: ResourceType[] = [
    apiAccess,
    appRole,
    appRoleAssignment,
    authenticationStrengthPolicy,
    conditionalAccessPolicy,
    federatedIdentityCredential,
    identifierUri,
    namedLocation,
    owner,
    permissionScope,
    preAuthorized,
    redirectUris,
    registration,
    servicePrincipal,
];

const byToken = new Map(resourceTypes.map((type) => [type.token, type]));

/** The type of a token. Throws {@link Refusal} with what to add when the local cloud does not have it. */
export function typeOf(token: string): ResourceType {
    const type = byToken.get(token);
    if (!type) {
        const name = token.slice(token.lastIndexOf(":") + 1).replace(/(?<=[a-z])(?=[A-Z])/g, "-");
        throw new Refusal(
            `Resource type ${token} not found: the local cloud does not have it. Describe it in a file local/entra/.../${name.toLowerCase()}.ts and list it in local/entra/registry.ts.`,
        );
    }
    return type;
}

/** Tokens of azuread that the rules judge. An application is one resource, or a registration with parts of its own. */
export const application = "azuread:index/application:Application";
export const registration = "azuread:index/applicationRegistration:ApplicationRegistration";
export const applicationPassword = "azuread:index/applicationPassword:ApplicationPassword";
export const apiAccess = "azuread:index/applicationApiAccess:ApplicationApiAccess";
export const identifierUri = "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri";
export const permissionScope = "azuread:index/applicationPermissionScope:ApplicationPermissionScope";
export const preAuthorized = "azuread:index/applicationPreAuthorized:ApplicationPreAuthorized";
export const redirectUris = "azuread:index/applicationRedirectUris:ApplicationRedirectUris";
export const delegatedGrant =
    "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
export const servicePrincipal = "azuread:index/servicePrincipal:ServicePrincipal";
export const servicePrincipalPassword = "azuread:index/servicePrincipalPassword:ServicePrincipalPassword";

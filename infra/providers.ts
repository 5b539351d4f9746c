import { Provider } from "@pulumi/azure-native/provider";
import { Provider as EntraProvider } from "@pulumi/azuread/provider";
import type { Environment } from "./environment";

/**
 * The provider of all Azure resources, bound to the tenant and the subscription of the environment. Whoever is signed
 * in elsewhere gets an error, not resources elsewhere.
 */
export function azureProvider({ tenantId, placement: { subscriptionId } }: Environment): Provider {
    return new Provider("azure", { tenantId, subscriptionId, environment: "public" });
}

/** The provider of everything in Entra, bound to the tenant of the environment. */
export function entraProvider({ tenantId }: Environment): EntraProvider {
    return new EntraProvider("entra", { tenantId });
}

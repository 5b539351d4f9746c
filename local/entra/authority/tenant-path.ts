import type { Directory } from "../directory";
import type { Client } from "../tokens/registered";
import { refusal } from "./quirks";

/** Names of no tenant in particular: https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints */
const shared = ["common", "organizations", "consumers"];

/**
 * The tenant of a path as endpoints name it: an id, or the name of several tenants.
 * @throws TokenError when there is none.
 */
export function tenantOfPath({ seed }: Directory, name: string): string {
    const lower = name.toLowerCase();
    if (shared.includes(lower)) return lower;
    if (lower === seed.tenantId || seed.verifiedDomains.includes(lower)) return seed.tenantId;
    throw refusal("unknownTenant", { tenant: name });
}

/**
 * Lets applications of one tenant only be used at the endpoints of that tenant.
 * @throws TokenError when it is another endpoint.
 */
export function checkTenant(graph: Directory, name: string, { clientId, displayName, registered }: Client): void {
    const tenant = tenantOfPath(graph, name);
    if (tenant === graph.seed.tenantId) return;
    if (tenant === "consumers") throw refusal("notForConsumers", { clientId, displayName });
    if (registered?.signInAudience === "AzureADMyOrg") throw refusal("singleTenant", { clientId, displayName });
}

import { Refusal } from "../provider/provider";
import { managementLockByScope } from "./authorization/management-lock-by-scope";
import { policyAssignment } from "./authorization/policy-assignment";
import { roleAssignment } from "./authorization/role-assignment";
import { key } from "./key-vault/key";
import { managedHsm } from "./key-vault/managed-hsm";
import { secret } from "./key-vault/secret";
import { vault } from "./key-vault/vault";
import { userAssignedIdentity } from "./managed-identity/user-assigned-identity";
import { diagnosticSetting } from "./monitor/diagnostic-setting";
import { networkSecurityGroup } from "./network/network-security-group";
import { privateDnsZoneGroup } from "./network/private-dns-zone-group";
import { privateEndpoint } from "./network/private-endpoint";
import { subnet } from "./network/subnet";
import { virtualNetwork } from "./network/virtual-network";
import { workspace } from "./operational-insights/workspace";
import { privateZone } from "./private-dns/private-zone";
import { virtualNetworkLink } from "./private-dns/virtual-network-link";
import type { ResourceType } from "./resource-type";
import { resourceGroup } from "./resources/resource-group";

/** Every type of Azure resource that the local cloud has. */
export const resourceTypes: ResourceType[] = [
    diagnosticSetting,
    key,
    managedHsm,
    managementLockByScope,
    networkSecurityGroup,
    policyAssignment,
    privateDnsZoneGroup,
    privateEndpoint,
    privateZone,
    resourceGroup,
    roleAssignment,
    secret,
    subnet,
    userAssignedIdentity,
    vault,
    virtualNetwork,
    virtualNetworkLink,
    workspace,
];

const byToken = new Map(resourceTypes.map((type) => [type.token, type]));

export function findType(token: string): ResourceType | undefined {
    return byToken.get(token);
}

/** The type of a token. Throws {@link Refusal} with what to add when the local cloud does not have it. */
export function typeOf(token: string): ResourceType {
    const type = findType(token);
    if (!type) {
        const [, module = "", name = ""] = token.split(":");
        const file = name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
        throw new Refusal(
            `Resource type ${token} not found: the local cloud does not have it. Describe it in local/azure/${module}/${file}.ts and list it in local/azure/registry.ts.`,
        );
    }
    return type;
}

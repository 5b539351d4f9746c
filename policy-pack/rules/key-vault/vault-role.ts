import { type Resource, text } from "../../engine";
import { roleOf } from "../authorization/role-assignment";

/** Built-in roles of Key Vault: https://learn.microsoft.com/azure/key-vault/general/rbac-guide */
const duties: Readonly<Record<string, "manage" | "use">> = {
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "manage", // Key Vault Administrator
    "a4417e6f-fecd-4de8-b567-7b0420556985": "manage", // Key Vault Certificates Officer
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": "manage", // Key Vault Crypto Officer
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "manage", // Key Vault Secrets Officer
    "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba": "use", // Key Vault Certificate User
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": "use", // Key Vault Crypto Service Encryption User
    "08bbd89e-9f13-488c-ac41-acfcb10c90ab": "use", // Key Vault Crypto Service Release User
    "12338af0-0e69-4776-bea7-57ae8d297424": "use", // Key Vault Crypto User
    "4633458b-17de-408a-b874-0445c86b69e6": "use", // Key Vault Secrets User
};

/** Whether a role assignment lets somebody manage keys and secrets, or use them; undefined for other roles. */
export function dutyOf(assignment: Resource): "manage" | "use" | undefined {
    return duties[roleOf(text(assignment, "roleDefinitionId"))];
}

import { defineRelation, type Resource, refersTo, type Stack, sameName, some, text, unless } from "../../engine";
import { isIn, vaultInId, vaultNameOf } from "./vault-content";
import { dutyOf } from "./vault-role";

// Key Vault Crypto Officer and Crypto User, for the examples
const officer = "14b46e9e-c2b7-41b4-b07b-48a6ebf60603";
const user = "12338af0-0e69-4776-bea7-57ae8d297424";

/** Who manages keys and secrets of a vault cannot use them, and is no workload. Judged at the vault and below. */
export default defineRelation({
    id: "kv-duty-separation",
    title: "Officers of a vault do not use it",
    severity: "high",
    level: "mandatory",
    practices: ["6.2"],
    references: { mcsb: ["PA-1", "PA-7"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    types: ["authorization:RoleAssignment"],
    reads: ["roleDefinitionId", "scope", "principalId", "principalType"],
    optional: ["principalType"],
    related: {
        "keyvault:Vault": { required: ["vaultName"] },
        "keyvault:Key": { required: ["vaultName"] },
        "keyvault:Secret": { required: ["vaultName"] },
    },
    why: "Whoever may both replace a key and use it can read everything that it protects, and no second person notices.",
    fix: "Give officer roles to a group of people that holds no user role on the vault, and user roles to the identities of workloads.",
    check: (assignment, stack) => {
        if (dutyOf(assignment) !== "manage" || !isAtAnyVault(assignment, stack)) return [];
        if (!["Group", "User"].includes(text(assignment, "principalType")))
            return unless(false, "principalType", "an officer must be a group or a person, and say so");
        const usesToo = some(
            stack.withKey("authorization:RoleAssignment", principalOf, () => principalOf(assignment)),
            (other) =>
                dutyOf(other) === "use" &&
                samePrincipal(assignment, other, stack) &&
                atSameVault(assignment, other, stack),
        );
        return unless(!usesToo, "principalId", "this officer also holds a user role on the vault");
    },
    examples: {
        compliant: [
            {
                vault: { type: "keyvault:Vault", inputs: { vaultName: "kv-contoso" } },
                key: { type: "keyvault:Key", inputs: { vaultName: "kv-contoso", keyName: "disk" } },
                secret: { type: "keyvault:Secret", inputs: { vaultName: "kv-contoso", secretName: "session" } },
                officers: assignment(officer, "", "Group", "33333333-3333-4333-8333-000000000001"),
                workload: assignment(user, "/keys/disk", "ServicePrincipal", "33333333-3333-4333-8333-000000000002"),
            },
        ],
        violating: [
            {
                officers: assignment(officer, "", "Group", "33333333-3333-4333-8333-000000000001"),
                readers: assignment(user, "/keys/disk", "Group", "33333333-3333-4333-8333-000000000001"),
            },
            { workload: assignment(officer, "", "ServicePrincipal", "33333333-3333-4333-8333-000000000002") },
        ],
    },
});

const content = ["keyvault:Vault", "keyvault:Key", "keyvault:Secret"];

function isAtAnyVault(assignment: Resource, stack: Stack): boolean {
    return refersTo(
        assignment,
        "scope",
        stack,
        ({ type }) => content.includes(type),
        () => vaultInScope(assignment) !== "",
    );
}

function samePrincipal(one: Resource, other: Resource, stack: Stack): boolean {
    const [type, otherType] = [text(one, "principalType"), text(other, "principalType")];
    if (otherType !== "" && !sameName(type, otherType)) return false;
    const sources = stack.sourcesOf(other, "principalId");
    return refersTo(
        one,
        "principalId",
        stack,
        (source) => sources.includes(source),
        () => sameName(principalOf(one), principalOf(other)),
    );
}

function atSameVault(one: Resource, other: Resource, stack: Stack): boolean {
    const byName = () => sameName(vaultInScope(one), vaultInScope(other));
    const byResource = () =>
        some(
            stack.withKey("keyvault:Vault", vaultNameOf, () => vaultInScope(one)),
            (vault) => isAt(one, vault, stack) && isAt(other, vault, stack),
        );
    return some([byName, byResource], (proves) => proves());
}

function isAt(assignment: Resource, vault: Resource, stack: Stack): boolean {
    return refersTo(
        assignment,
        "scope",
        stack,
        (source) => source === vault || (content.includes(source.type) && isIn(source, vault, stack)),
        () => sameName(vaultInScope(assignment), vaultNameOf(vault)),
    );
}

function principalOf(assignment: Resource): string {
    return text(assignment, "principalId");
}

function vaultInScope(assignment: Resource): string {
    return vaultInId(text(assignment, "scope"));
}

function assignment(role: string, below: string, principalType: string, principalId: string) {
    const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
    return {
        type: "authorization:RoleAssignment",
        inputs: {
            scope: `${subscription}/resourceGroups/rg-contoso/providers/Microsoft.KeyVault/vaults/kv-contoso${below}`,
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
            principalId,
            principalType,
        },
    };
}

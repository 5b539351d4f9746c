import {
    areAlike,
    defineRelation,
    every,
    type Link,
    nameAt,
    namesOf,
    proves,
    type Reference,
    type Resource,
    refers,
    type Stack,
    some,
    someAlike,
    someReferred,
    text,
    unless,
} from "../../engine";
import { keyInVault, secretInVault, vaultInId, vaultName } from "./vault-content";
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
        const type = text(assignment, "principalType");
        if (!["Group", "User"].includes(type))
            return unless(false, "principalType", "an officer must be a group or a person, and say so");
        const usesToo = someAlike(toPrincipal, assignment, stack, (other) =>
            every(
                [
                    () => dutyOf(other) === "use",
                    () => ["", type].includes(text(other, "principalType")),
                    () => areAtSameVault(assignment, other, stack),
                ],
                proves,
            ),
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

const type = "authorization:RoleAssignment";

/** From a role assignment to who holds the role. */
const toPrincipal: Reference = { type, input: "principalId", names: nameAt("principalId") };

const content = [keyInVault, secretInVault];

/** From a role assignment to the vault at which, or in which, the role is held. */
const toVault: Link = {
    type,
    input: "scope",
    names: (assignment) => namesOf(["scope"], (path) => vaultInId(text(assignment, path))),
    to: "keyvault:Vault",
    nameOf: vaultName,
    via: (source, vault, stack) => some(content, (link) => refers(link, source, vault, stack)),
};

function isAtAnyVault(assignment: Resource, stack: Stack): boolean {
    const { known, undecided } = toVault.names(assignment);
    if (undecided === undefined) return known.length > 0;
    const types = ["keyvault:Vault", ...content.map((link) => link.type)];
    if (stack.sourcesOf(assignment, "scope").some((source) => types.includes(source.type))) return true;
    throw undecided;
}

function areAtSameVault(one: Resource, other: Resource, stack: Stack): boolean {
    const byName = () => areAlike({ type, names: toVault.names }, one, other, stack);
    const byVault = () => someReferred(toVault, one, stack, (vault) => refers(toVault, other, vault, stack));
    return some([byName, byVault], proves);
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

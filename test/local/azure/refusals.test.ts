// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../local/provider/provider";
import { type Cloud, groupId, newCloud, seed, subscription } from "./fixture";
import {
    deploy,
    example,
    networkId,
    officers,
    policySet,
    role,
    subnetId,
    vaultId,
    vaultTokens,
    workspaceId,
} from "./landscape";
import { arm, itRefuses, type RefusalCase } from "./refusal-case";

const group = ["resources:ResourceGroup"];
const network = [...group, "network:VirtualNetwork", "network:NetworkSecurityGroup"];
const benchmark = policySet("Microsoft cloud security benchmark");
const definitions = "/providers/Microsoft.Authorization";
const unknownSet = `${definitions}/policySetDefinitions/99999999-9999-4999-8999-999999999999`;
const unknownPolicy = `${definitions}/policyDefinitions/99999999-9999-4999-8999-999999999999`;
const badRequest = (message: string) => arm(400, "BadRequest", message);

const cases: RefusalCase[] = [
    // rules of Resource Manager
    {
        title: "the resource group is missing",
        given: [],
        token: "keyvault:Vault",
        message: arm(404, "ResourceGroupNotFound", "Resource group 'rg' could not be found."),
    },
    {
        title: "the parent is missing",
        given: group,
        token: "network:Subnet",
        message: arm(
            404,
            "ParentResourceNotFound",
            `Failed to perform 'write' on resource(s) of type 'virtualNetworks/subnets', because the parent resource '${networkId}' could not be found.`,
        ),
    },
    {
        title: "the resource that a setting belongs to is missing",
        given: [...group, "operationalinsights:Workspace"],
        token: "monitor:DiagnosticSetting",
        message: arm(
            404,
            "ResourceNotFound",
            `The Resource 'microsoft.keyvault/vaults/kv-one' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        ),
    },
    {
        title: "a reference leads nowhere",
        given: [...group, "network:VirtualNetwork"],
        token: "network:Subnet",
        message: arm(
            400,
            "InvalidResourceReference",
            `Resource ${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg referenced by resource ${subnetId} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
        ),
    },
    {
        title: "a reference inside a list leads nowhere",
        given: [...network, "network:Subnet"],
        token: "network:PrivateEndpoint",
        message: arm(
            400,
            "InvalidResourceReference",
            `Resource ${vaultId} referenced by resource ${groupId}/providers/Microsoft.Network/privateEndpoints/pe-one was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
        ),
    },
    {
        title: "a region does not exist",
        given: group,
        token: "network:VirtualNetwork",
        inputs: { location: "westeurop" },
        message: arm(
            400,
            "LocationNotAvailableForResourceType",
            `The provided location 'westeurop' is not available for resource type 'Microsoft.Network/virtualNetworks'. List of available regions for the resource type is '${seed.locations.join(",")}'.`,
        ),
    },
    {
        title: "a global resource is put into a region",
        given: group,
        token: "privatedns:PrivateZone",
        inputs: { location: "westeurope" },
        message: arm(
            400,
            "LocationNotAvailableForResourceType",
            "The provided location 'westeurope' is not available for resource type 'Microsoft.Network/privateDnsZones'. List of available regions for the resource type is 'global'.",
        ),
    },
    {
        title: "there is no region",
        given: group,
        token: "network:VirtualNetwork",
        inputs: { location: null },
        message: arm(400, "LocationRequired", "The location property is required for this definition."),
    },
    {
        title: "an existing resource moves",
        given: group,
        token: "keyvault:Vault",
        update: true,
        inputs: { location: "northeurope" },
        message: arm(
            409,
            "InvalidResourceLocation",
            "The resource 'kv-one' already exists in location 'westeurope' in resource group 'rg'. A resource with the same name cannot be created in location 'northeurope'. Please select a new resource name.",
        ),
    },
    {
        title: "a value is not one of the allowed ones",
        given: group,
        token: "keyvault:Vault",
        properties: { publicNetworkAccess: "off" },
        message: arm(
            400,
            "InvalidParameterValue",
            "The value 'off' of 'properties.publicNetworkAccess' is not one of the allowed values: enabled, disabled.",
        ),
    },
    {
        title: "a value inside a list is not one of the allowed ones",
        given: [...vaultTokens],
        token: "keyvault:Key",
        properties: { keyOps: ["wrapKey", "melt"] },
        message: arm(
            400,
            "InvalidParameterValue",
            "The value 'melt' of 'properties.keyOps[1]' is not one of the allowed values: decrypt, encrypt, import, release, sign, unwrapKey, verify, wrapKey.",
        ),
    },
    // resource groups
    {
        title: "a resource group ends with a dot",
        given: [],
        token: "resources:ResourceGroup",
        inputs: { resourceGroupName: "rg." },
        message: arm(
            400,
            "InvalidResourceGroup",
            "The provided resource group name 'rg.' has these invalid characters: ''. The name can only be a letter, digit, '-', '.', '(', ')' or '_' and cannot end with '.'.",
        ),
    },
    // key vault
    {
        title: "a vault of another tenant",
        given: group,
        token: "keyvault:Vault",
        properties: { tenantId: "99999999-9999-4999-8999-999999999999" },
        message: badRequest(
            "The tenant '99999999-9999-4999-8999-999999999999' of the vault is not the subscription's.",
        ),
    },
    {
        title: "purge protection is given as off",
        given: group,
        token: "keyvault:Vault",
        properties: { enablePurgeProtection: false },
        message: badRequest(
            'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
        ),
    },
    {
        title: "soft delete is off",
        given: group,
        token: "keyvault:Vault",
        properties: { enableSoftDelete: false },
        message: badRequest(
            `The property "enableSoftDelete" can be set to false only for creating new vault. Enabling the 'soft delete' functionality is an irreversible action.`,
        ),
    },
    {
        title: "days of retention change",
        given: group,
        token: "keyvault:Vault",
        update: true,
        properties: { softDeleteRetentionInDays: 30 },
        message: badRequest(`The property "softDeleteRetentionInDays" has been set already and it can't be modified.`),
    },
    {
        title: "days of retention out of range",
        given: group,
        token: "keyvault:Vault",
        properties: { softDeleteRetentionInDays: 6 },
        message: badRequest(`The property "softDeleteRetentionInDays" must be from 7 to 90, but is 6.`),
    },
    {
        title: "a key without a type",
        given: vaultTokens,
        token: "keyvault:Key",
        inputs: { properties: {} },
        message: arm(400, "BadParameter", "Property kty is required."),
    },
    {
        title: "purge protection of an HSM is taken back",
        given: group,
        token: "keyvault:ManagedHsm",
        update: true,
        properties: { enablePurgeProtection: false },
        message: badRequest(
            'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
        ),
    },
    {
        title: "an HSM without administrators",
        given: group,
        token: "keyvault:ManagedHsm",
        properties: { initialAdminObjectIds: [] },
        message: badRequest("A managed HSM needs at least one administrator in initialAdminObjectIds."),
    },
    {
        title: "an HSM with an administrator whom nobody knows",
        given: group,
        token: "keyvault:ManagedHsm",
        properties: { initialAdminObjectIds: ["99999999-9999-4999-8999-999999999999"] },
        message: badRequest(
            `The principal '99999999-9999-4999-8999-999999999999' in initialAdminObjectIds does not exist in the directory ${seed.tenantId}.`,
        ),
    },
    {
        title: "the first administrators of an HSM change",
        given: group,
        token: "keyvault:ManagedHsm",
        update: true,
        properties: { initialAdminObjectIds: ["33333333-3333-4333-8333-000000000012"] },
        message: badRequest(`The property "initialAdminObjectIds" can't be modified.`),
    },
    // workspace
    ...[29, 731].map((retentionInDays) => ({
        title: `a workspace that keeps logs for ${retentionInDays} days`,
        given: group,
        token: "operationalinsights:Workspace",
        inputs: { retentionInDays },
        message: arm(400, "InvalidParameter", "'RetentionInDays' property doesn't match the SKU limits"),
    })),
    // authorization
    {
        title: "a role assignment whose name is no GUID",
        given: vaultTokens,
        token: "authorization:RoleAssignment",
        inputs: { roleAssignmentName: "officers" },
        message: arm(
            400,
            "InvalidRoleAssignmentId",
            "The role assignment ID 'officers' is not valid. The role assignment ID must be a GUID.",
        ),
    },
    {
        title: "a role that does not exist",
        given: vaultTokens,
        token: "authorization:RoleAssignment",
        inputs: {
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/99999999-9999-4999-8999-999999999999`,
        },
        message: arm(
            400,
            "RoleDefinitionDoesNotExist",
            "The specified role definition with ID '99999999-9999-4999-8999-999999999999' does not exist.",
        ),
    },
    {
        title: "a principal that does not exist",
        given: vaultTokens,
        token: "authorization:RoleAssignment",
        inputs: { principalId: "99999999-9999-4999-8999-999999999999" },
        message: arm(
            400,
            "PrincipalNotFound",
            `Principal 99999999999949998999999999999999 does not exist in the directory ${seed.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype`,
        ),
    },
    {
        title: "a principal of another type",
        given: vaultTokens,
        token: "authorization:RoleAssignment",
        inputs: { principalType: "User" },
        message: arm(
            400,
            "UnmatchedPrincipalType",
            "The PrincipalId '33333333333343338333000000000001' has type 'Group', which is different from specified PrinciaplType 'User'.",
        ),
    },
    {
        title: "the same assignment under another name",
        given: [...vaultTokens, "authorization:RoleAssignment"],
        token: "authorization:RoleAssignment",
        inputs: { roleAssignmentName: "55555555-5555-4555-8555-000000000002" },
        message: arm(
            409,
            "RoleAssignmentExists",
            "The role assignment already exists. The ID of the existing role assignment is 55555555555545558555000000000001.",
        ),
    },
    {
        title: "the role of an assignment changes",
        given: vaultTokens,
        token: "authorization:RoleAssignment",
        update: true,
        inputs: { roleDefinitionId: role("Reader") },
        message: arm(
            400,
            "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
        ),
    },
    {
        title: "a policy assignment with a longer name than a resource group has room for",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { policyAssignmentName: "a".repeat(65) },
        message: arm(
            400,
            "InvalidPolicyAssignmentName",
            `The policy assignment name '${"a".repeat(65)}' is invalid. The policy assignment name length must not exceed '64' characters.`,
        ),
    },
    {
        title: "a policy assignment with a long display name",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { displayName: "a".repeat(129), description: "a".repeat(512) },
        message: arm(
            400,
            "InvalidCreatePolicyAssignmentRequest",
            "The policy assignment 'benchmark' request is invalid. The length of 'displayName' must not exceed '128' characters.",
        ),
    },
    {
        title: "a policy assignment with a long description",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { displayName: "a".repeat(128), description: "a".repeat(513) },
        message: arm(
            400,
            "InvalidCreatePolicyAssignmentRequest",
            "The policy assignment 'benchmark' request is invalid. The length of 'description' must not exceed '512' characters.",
        ),
    },
    {
        title: "a policy set that does not exist",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { policyDefinitionId: unknownSet },
        message: arm(
            400,
            "PolicySetDefinitionNotFound",
            `The policy assignment create request is invalid. The policy set definition '${unknownSet}' could not be found.`,
        ),
    },
    {
        title: "a built-in policy set is looked for in the subscription",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { policyDefinitionId: subscription + benchmark },
        message: arm(
            400,
            "PolicySetDefinitionNotFound",
            `The policy assignment create request is invalid. The policy set definition '${subscription + benchmark}' could not be found.`,
        ),
    },
    {
        title: "a policy that does not exist",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { policyDefinitionId: unknownPolicy },
        message: arm(
            400,
            "PolicyDefinitionNotFound",
            `The policy assignment create request is invalid. The policy definition '${unknownPolicy}' could not be found.`,
        ),
    },
    {
        title: "a policy assignment without a policy",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { policyDefinitionId: null },
        message: arm(
            400,
            "PolicyDefinitionNotFound",
            "The policy assignment create request is invalid. The policy definition '' could not be found.",
        ),
    },
    {
        title: "the policy of an assignment changes",
        given: group,
        token: "authorization:PolicyAssignment",
        update: true,
        inputs: { policyDefinitionId: policySet("CIS Azure Foundations v3.0.0") },
        message: arm(
            400,
            "InvalidPolicyDefinitionIdUpdate",
            `The policy assignment 'benchmark' create request is invalid. Cannot update existing assignment's policy definition '${benchmark}' with new policy definition '${policySet("CIS Azure Foundations v3.0.0")}'.`,
        ),
    },
    {
        title: "a policy assignment is neither enforced nor not",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { enforcementMode: "Disabled" },
        message: arm(
            400,
            "InvalidParameterValue",
            "The value 'Disabled' of 'enforcementMode' is not one of the allowed values: Default, DoNotEnforce, Enroll.",
        ),
    },
    {
        title: "a policy assignment is in a region that does not exist",
        given: group,
        token: "authorization:PolicyAssignment",
        inputs: { location: "westeurop" },
        message: arm(
            400,
            "LocationNotAvailableForResourceType",
            `The provided location 'westeurop' is not available for resource type 'Microsoft.Authorization/policyAssignments'. List of available regions for the resource type is '${seed.locations.join(",")}'.`,
        ),
    },
    {
        title: "a setting for something without logs",
        given: [...vaultTokens, "managedidentity:UserAssignedIdentity"],
        token: "monitor:DiagnosticSetting",
        inputs: { resourceUri: `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one` },
        message: arm(
            400,
            "ResourceTypeNotSupported",
            "The resource type 'Microsoft.ManagedIdentity/userAssignedIdentities' does not support diagnostic settings.",
        ),
    },
    {
        title: "a category that the resource does not have",
        given: vaultTokens,
        token: "monitor:DiagnosticSetting",
        inputs: { logs: [{ category: "Audit", enabled: true }] },
        message: badRequest(
            "Category 'Audit' is not supported, supported are: AuditEvent, AzurePolicyEvaluationDetails.",
        ),
    },
    {
        title: "metrics of a resource that has none",
        given: [...vaultTokens],
        token: "monitor:DiagnosticSetting",
        inputs: {
            resourceUri: `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg`,
            logs: [],
            metrics: [{ category: "AllMetrics", enabled: true }],
        },
        message: badRequest("Metric category 'AllMetrics' is not supported, the resource has none."),
    },
    {
        title: "a setting without destination",
        given: vaultTokens,
        token: "monitor:DiagnosticSetting",
        inputs: { workspaceId: null },
        message: badRequest("At least one data sink needs to be specified."),
    },
    {
        title: "the same logs to the same place twice",
        given: [...vaultTokens, "monitor:DiagnosticSetting"],
        token: "monitor:DiagnosticSetting",
        inputs: { name: "again" },
        message: arm(
            409,
            "Conflict",
            `Data sink '${workspaceId}' is already used in diagnostic setting 'audit' for category 'audit'. Data sinks can't be reused in different settings on the same category for the same resource.`,
        ),
    },
];

describe("azure refuses a request when", () => {
    itRefuses(cases);

    it("a key of an HSM is wanted from a standard vault", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const vault = example["keyvault:Vault"] ?? {};
        await cloud.create("keyvault:Vault", {
            ...vault,
            properties: { ...(vault.properties as Properties), sku: { family: "A", name: "standard" } },
        });
        await assert.rejects(cloud.create("keyvault:Key", example["keyvault:Key"] ?? {}), {
            message: arm(
                400,
                "BadParameter",
                "The key type RSA-HSM needs a vault of the sku premium, this one is standard.",
            ),
        });
    });

    it("the subscription is another one, or the provider is not registered", async () => {
        const other = newCloud({ subscriptionId: "99999999-9999-4999-8999-999999999999" });
        await assert.rejects(deploy(other, "resources:ResourceGroup"), {
            message: arm(
                404,
                "SubscriptionNotFound",
                "The subscription '99999999-9999-4999-8999-999999999999' could not be found.",
            ),
        });
        const poor = newCloud({}, { ...seed, registeredProviders: ["Microsoft.Resources"] });
        await deploy(poor, "resources:ResourceGroup");
        await assert.rejects(deploy(poor, "keyvault:Vault"), {
            message: arm(
                409,
                "MissingSubscriptionRegistration",
                "The subscription is not registered to use namespace 'Microsoft.KeyVault'. See https://aka.ms/rps-not-found for how to register subscriptions.",
            ),
        });
    });

    it("an identity is gone, although an assignment of it is still there", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens);
        const identity = await cloud.create(
            "managedidentity:UserAssignedIdentity",
            example["managedidentity:UserAssignedIdentity"] ?? {},
        );
        const assign = (scope: string) =>
            cloud.create("authorization:RoleAssignment", {
                ...example["authorization:RoleAssignment"],
                scope,
                principalId: identity.outputs.principalId ?? "",
                principalType: "ServicePrincipal",
            });
        await assign(vaultId);
        await cloud.remove("managedidentity:UserAssignedIdentity", identity.id);
        await assert.rejects(assign(groupId), { message: /^Status=400 Code="PrincipalNotFound"/ });
    });
});

describe("azure accepts", () => {
    it("a role for an identity that was created, and one per scope", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "authorization:RoleAssignment");
        const identity = await cloud.create(
            "managedidentity:UserAssignedIdentity",
            example["managedidentity:UserAssignedIdentity"] ?? {},
        );
        const assignment = example["authorization:RoleAssignment"] ?? {};
        const assignIdentity = () =>
            cloud.create("authorization:RoleAssignment", {
                ...assignment,
                roleAssignmentName: "55555555-5555-4555-8555-000000000002",
                principalId: identity.outputs.principalId ?? "",
                principalType: "ServicePrincipal",
            });
        const first = await assignIdentity();
        assert.equal(first.outputs.principalType, "ServicePrincipal");
        await cloud.remove("authorization:RoleAssignment", first.id);
        assert.equal((await assignIdentity()).outputs.principalType, "ServicePrincipal");
        const { id } = await cloud.create("authorization:RoleAssignment", { ...assignment, scope: groupId });
        assert.equal(
            id,
            `${groupId}/providers/Microsoft.Authorization/roleAssignments/55555555-5555-4555-8555-000000000001`,
        );
        assert.equal(officers, assignment.principalId);
    });

    it("values in another case, as Azure does", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const vault = example["keyvault:Vault"] ?? {};
        await cloud.create("keyvault:Vault", {
            ...vault,
            properties: { ...(vault.properties as Properties), publicNetworkAccess: "Disabled" },
        });
    });

    it("references in another case", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens);
        await cloud.create("authorization:RoleAssignment", {
            ...example["authorization:RoleAssignment"],
            scope: vaultId.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"),
        });
        const assignment = example["authorization:PolicyAssignment"] ?? {};
        const { id } = await cloud.create("authorization:PolicyAssignment", {
            ...assignment,
            policyDefinitionId: benchmark.toUpperCase(),
        });
        await cloud.update("authorization:PolicyAssignment", id, assignment);
    });
});

describe("azure refuses a deletion when", () => {
    const lockedBy = async (cloud: Cloud, scope: string, level: string) =>
        (await cloud.create("authorization:ManagementLockByScope", { scope, lockName: "keep", level })).id;
    const locked = (verb: string, id: string, scope: string) =>
        arm(
            409,
            "ScopeLocked",
            `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
        );

    for (const level of ["CanNotDelete", "ReadOnly"]) {
        for (const [where, scope] of [
            ["it", vaultId],
            ["its resource group", groupId],
            ["its subscription", subscription],
        ] as const) {
            it(`there is a ${level} lock on ${where}`, async () => {
                const cloud = newCloud();
                await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
                const lock = await lockedBy(cloud, scope, level);
                await assert.rejects(cloud.remove("keyvault:Vault", vaultId), {
                    message: locked("delete", vaultId, scope),
                });
                await cloud.remove("authorization:ManagementLockByScope", lock);
                await cloud.remove("keyvault:Vault", vaultId);
            });
        }
    }

    it("something in the resource group is locked", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
        await lockedBy(cloud, vaultId, "CanNotDelete");
        await assert.rejects(cloud.remove("resources:ResourceGroup", groupId), {
            message: locked("delete", groupId, vaultId),
        });
    });

    it("the scope of a role assignment is locked", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault", "authorization:RoleAssignment");
        const id = ids["authorization:RoleAssignment"] ?? "";
        await lockedBy(cloud, groupId, "CanNotDelete");
        await assert.rejects(cloud.remove("authorization:RoleAssignment", id), {
            message: locked("delete", id, groupId),
        });
    });

    it("(a write too) the scope is read-only, but not when it is only protected from deletion", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
        const lock = await lockedBy(cloud, groupId, "CanNotDelete");
        await cloud.update("keyvault:Vault", vaultId, example["keyvault:Vault"] ?? {});
        await cloud.remove("authorization:ManagementLockByScope", lock);
        await lockedBy(cloud, groupId, "ReadOnly");
        await assert.rejects(cloud.update("keyvault:Vault", vaultId, example["keyvault:Vault"] ?? {}), {
            message: locked("write", vaultId, groupId),
        });
    });

    it("a lock is on another resource: no", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
        await cloud.create("resources:ResourceGroup", { resourceGroupName: "rg2", location: "westeurope" });
        await lockedBy(cloud, `${subscription}/resourceGroups/rg2`, "CanNotDelete");
        await cloud.remove("keyvault:Vault", vaultId);
    });
});

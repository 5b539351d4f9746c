import { createHash } from "node:crypto";
import type { Naming } from "./placement";

interface NameLimit {
    /** Abbreviation that the name begins with. */
    prefix: string;
    /** Longest name that Azure accepts. */
    maxLength: number;
    /** Whether the name must be unique in all of Azure. */
    global?: boolean;
    /** Whether Azure accepts letters and digits only. */
    compact?: boolean;
}

/**
 * Length and scope: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 * Abbreviations: https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-abbreviations
 */
const limits = {
    "Microsoft.ApiManagement/service": { prefix: "apim", maxLength: 50, global: true },
    "Microsoft.App/jobs": { prefix: "job", maxLength: 32 },
    "Microsoft.App/managedEnvironments": { prefix: "cae", maxLength: 60 },
    "Microsoft.Authorization/policyAssignments": { prefix: "policy", maxLength: 64 },
    "Microsoft.CognitiveServices/accounts": { prefix: "ai", maxLength: 64, global: true },
    "Microsoft.Compute/diskEncryptionSets": { prefix: "des", maxLength: 80 },
    "Microsoft.Consumption/budgets": { prefix: "budget", maxLength: 63 },
    "Microsoft.ContainerRegistry/registries": { prefix: "cr", maxLength: 50, global: true, compact: true },
    "Microsoft.ContainerService/managedClusters": { prefix: "aks", maxLength: 63 },
    "Microsoft.Insights/actionGroups": { prefix: "ag", maxLength: 260 },
    "Microsoft.Insights/dataCollectionEndpoints": { prefix: "dce", maxLength: 44 },
    "Microsoft.Insights/dataCollectionRules": { prefix: "dcr", maxLength: 64 },
    "Microsoft.Insights/privateLinkScopes": { prefix: "ampls", maxLength: 255 },
    "Microsoft.KeyVault/managedHSMs": { prefix: "kvmhsm", maxLength: 24, global: true },
    "Microsoft.KeyVault/vaults": { prefix: "kv", maxLength: 24, global: true },
    "Microsoft.Logic/workflows": { prefix: "logic", maxLength: 43 },
    "Microsoft.ManagedIdentity/userAssignedIdentities": { prefix: "id", maxLength: 128 },
    "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies": { prefix: "waf", maxLength: 80 },
    "Microsoft.Network/applicationGateways": { prefix: "agw", maxLength: 80 },
    "Microsoft.Network/azureFirewalls": { prefix: "afw", maxLength: 56 },
    "Microsoft.Network/bastionHosts": { prefix: "bas", maxLength: 80 },
    "Microsoft.Network/ddosProtectionPlans": { prefix: "ddos", maxLength: 80 },
    "Microsoft.Network/firewallPolicies": { prefix: "afwp", maxLength: 80 },
    "Microsoft.Network/networkSecurityGroups": { prefix: "nsg", maxLength: 80 },
    "Microsoft.Network/networkWatchers/flowLogs": { prefix: "flow", maxLength: 80 },
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks": { prefix: "link", maxLength: 80 },
    "Microsoft.Network/privateEndpoints": { prefix: "pep", maxLength: 64 },
    "Microsoft.Network/publicIPAddresses": { prefix: "pip", maxLength: 80 },
    "Microsoft.Network/routeTables": { prefix: "rt", maxLength: 80 },
    "Microsoft.Network/virtualNetworks": { prefix: "vnet", maxLength: 64 },
    "Microsoft.OperationalInsights/workspaces": { prefix: "log", maxLength: 63 },
    "Microsoft.Resources/deployments": { prefix: "deploy", maxLength: 64 },
    "Microsoft.Resources/resourceGroups": { prefix: "rg", maxLength: 90 },
    "Microsoft.Storage/storageAccounts": { prefix: "st", maxLength: 24, global: true, compact: true },
    "Microsoft.Web/connections": { prefix: "con", maxLength: 80 },
} satisfies Record<string, NameLimit>;

export type NamedType = keyof typeof limits;

export const nameLimits: Readonly<Record<NamedType, Readonly<NameLimit>>> = limits;

/**
 * Name of an Azure resource: `<abbreviation>-[<organisation>-]<workload>-<environment>[-<instance>]-<role>`, where the
 * organisation is part of names that are unique in all of Azure. A longer name than Azure accepts is cut and ends in a
 * hash of the whole. Where Azure accepts letters and digits only, the hyphens go and every name ends in the hash.
 * Different arguments that pass `namingProblems` and `isRole` give different names.
 */
export function resourceName(type: NamedType, naming: Naming, role: string): string {
    const { prefix, maxLength, global, compact } = nameLimits[type];
    const parts = [
        prefix,
        global ? naming.organisation : undefined,
        naming.workload,
        naming.environment,
        naming.instance,
        role,
    ];
    const whole = parts.filter((part) => part !== undefined).join("-");
    return compact ? withoutHyphens(whole, maxLength) : shorten(whole, maxLength);
}

/** The text itself when it fits, else its beginning, a hyphen and a 5-character hash of the whole. */
export function shorten(text: string, maxLength: number): string {
    if (text.length <= maxLength) return text;
    const beginning = text.slice(0, maxLength - hashLength - 1).replace(/-+$/, "");
    return `${beginning}-${shortHash(text)}`;
}

// the hash always: without hyphens, different texts would become one
function withoutHyphens(text: string, maxLength: number): string {
    return text.replaceAll("-", "").slice(0, maxLength - hashLength) + shortHash(text);
}

const hashLength = 5;

/** Five characters a-z, 0-9 that stand for the text: one collision expected among about nine thousand texts. */
export function shortHash(text: string): string {
    const digest = createHash("sha256").update(text).digest("hex");
    return (BigInt(`0x${digest}`) % 36n ** BigInt(hashLength)).toString(36).padStart(hashLength, "0");
}

/** Whether a component, key or secret may be called this: it becomes the last part of Azure names. */
export function isRole(role: string): boolean {
    return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(role);
}

/** Problems in a naming context, as sentences; empty when there are none. */
export function namingProblems(naming: Naming): string[] {
    const problems: string[] = [];
    for (const part of ["organisation", "workload", "environment"] as const) {
        if (!/^[a-z][a-z0-9]{0,14}$/.test(naming[part])) {
            problems.push(
                `naming.${part} is "${naming[part]}"; it must be 1 to 15 lower-case letters and digits, a letter first.`,
            );
        }
    }
    if (naming.instance !== undefined && !/^[0-9]{1,3}$/.test(naming.instance)) {
        problems.push(`naming.instance is "${naming.instance}"; it must be one to three digits, for example "01".`);
    }
    return problems;
}

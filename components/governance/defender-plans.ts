import * as security from "@pulumi/azure-native/security";
import type * as pulumi from "@pulumi/pulumi";
import { DataClassification, protection, type SubscriptionPlacementArgs } from "../shared";

/** Plans of Microsoft Defender for Cloud, for all that an environment consists of. */
export interface DefenderPlans {
    /**
     * Optional. Whether alerts about models hold what users and models wrote. Only where the environment's data is public
     * or internal. Default: false. Serves practices 5.3 and PP-1.
     */
    aiPromptEvidence?: boolean;
}

interface Plan {
    /** Where Azure wants to be told which of several ways, or where its own choice protects less. */
    subPlan?: string;
    /** Extensions by name, and whether they are on; without a word, Azure chooses. */
    extensions?: Record<string, boolean>;
}

/** Plans by name: https://learn.microsoft.com/rest/api/defenderforcloud/pricings/update */
function plansOf({ aiPromptEvidence = false }: DefenderPlans): Record<string, Plan> {
    return {
        AI: { extensions: { AIPromptEvidence: aiPromptEvidence } },
        Api: { subPlan: "P1" }, // by number of calls, the smallest: https://learn.microsoft.com/azure/defender-for-cloud/defender-for-apis-deploy
        Arm: {},
        CloudPosture: {},
        Containers: {
            extensions: {
                AgentlessDiscoveryForKubernetes: true,
                ContainerRegistriesVulnerabilityAssessments: true,
                ContainerSensor: true,
            },
        },
        KeyVaults: {},
        StorageAccounts: {
            subPlan: "DefenderForStorageV2",
            extensions: { OnUploadMalwareScanning: true, SensitiveDataDiscovery: true },
        },
    };
}

/** A problem when alerts would hold data that they must not. */
export function defenderPlansProblem(
    { aiPromptEvidence }: DefenderPlans,
    { ownership: { dataClassification } }: SubscriptionPlacementArgs,
): string | undefined {
    const allowed: string[] = [DataClassification.Public, DataClassification.Internal];
    return aiPromptEvidence && !allowed.includes(dataClassification)
        ? `defenderPlans.aiPromptEvidence is true with ownership.dataClassification "${dataClassification}"; it must be false unless that is one of ${allowed.join(", ")}.`
        : undefined;
}

/** One after the other: Azure refuses two changes at once, https://github.com/hashicorp/terraform-provider-azurerm/issues/32451 */
export function createDefenderPlans(
    name: string,
    plans: DefenderPlans,
    args: SubscriptionPlacementArgs,
    parent: pulumi.Resource,
): void {
    let last: pulumi.Resource[] = [];
    for (const [pricingName, { subPlan, extensions }] of Object.entries(plansOf(plans))) {
        const plan = new security.Pricing(
            `${name}-defender-${pricingName}`,
            {
                pricingName,
                scopeId: `subscriptions/${args.subscriptionId}`,
                pricingTier: "Standard",
                subPlan,
                extensions: extensions && extensionsOf(extensions),
            },
            { parent, dependsOn: last, ...protection("Microsoft.Security/pricings", args) },
        );
        last = [plan];
    }
}

function extensionsOf(extensions: Record<string, boolean>) {
    return Object.entries(extensions).map(([name, on]) => ({ name, isEnabled: on ? "True" : "False" }));
}

import {
    defineRelation,
    elements,
    every,
    get,
    proves,
    type Resource,
    type Stack,
    some,
    text,
    unless,
} from "../../engine";

const planType = "security:Pricing";
const groupType = "resources:ResourceGroup";
const promptEvidence = "AIPromptEvidence";

interface Plan {
    /** Kinds of the plan that will do, where there are others that protect less, or where Azure wants to be told which. */
    subPlans?: string[];
    extensions?: string[];
}

/** Plans for what an environment consists of: https://learn.microsoft.com/azure/templates/microsoft.security/pricings */
const plans: Readonly<Record<string, Plan>> = {
    AI: {},
    Api: { subPlans: ["P1", "P2", "P3", "P4", "P5"] },
    Arm: {},
    CloudPosture: {},
    Containers: {
        extensions: [
            "AgentlessDiscoveryForKubernetes",
            "ContainerRegistriesVulnerabilityAssessments",
            "ContainerSensor",
        ],
    },
    KeyVaults: {},
    StorageAccounts: {
        subPlans: ["DefenderForStorageV2"],
        extensions: ["OnUploadMalwareScanning", "SensitiveDataDiscovery"],
    },
};

/**
 * Microsoft Defender for Cloud watches the subscription that the environment is in, with every plan for what is in there.
 *
 * Plans are the subscription's, so one environment has them for all others in it, and `required` says whether it is this
 * one. The default is that of production, which has a subscription of its own.
 */
export default defineRelation({
    id: "def-plans",
    title: "Microsoft Defender for Cloud watches the subscription",
    severity: "high",
    level: "mandatory",
    practices: ["1.3", "5.2", "10.4", "11.2", "12.4", "ZT-4"],
    references: {
        mcsb: ["LT-1"],
        cis: ["3.1.4.1", "3.1.5.1", "3.1.8.1", "3.1.9.1"],
        azurePolicy: ["0e6763cc", "1c988dd6", "640d2586", "c3d20c29", "7926a6d1", "c2c0c6d8", "1f90fc71"],
        checkov: ["CKV_AZURE_84", "CKV_AZURE_85", "CKV_AZURE_86", "CKV_AZURE_87", "CKV_AZURE_234"],
        psrule: ["Defender.Api", "Defender.Arm", "Defender.Containers", "Defender.KeyVault"],
    },
    component: "Governance",
    url: "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction",
    types: [groupType, planType],
    reads: ["resourceGroupName", "pricingName", "extensions"],
    // of one of the types each; most plans have no extensions
    optional: ["resourceGroupName", "pricingName", "extensions"],
    related: {
        [planType]: { required: ["pricingName", "pricingTier", "scopeId"], optional: ["subPlan", "extensions"] },
    },
    presence: true,
    parameters: {
        required: {
            type: "boolean",
            default: true,
            description: "Whether this environment has the plans of the subscription; false where another one has.",
        },
        promptEvidence: {
            type: "boolean",
            default: false,
            description:
                "Whether alerts may hold what users and models wrote, which the data that they work with must allow.",
        },
    },
    why: "Defender sees what no log of the environment has: malware in an upload, a shell that was never in the image, a token that is used from two countries.",
    fix: 'Create a security.Pricing with the id of the subscription as scopeId and pricingTier Standard for each plan that the rule names, with each extension isEnabled "True". Where another environment has the plans of the subscription, set the parameter required of def-plans to false.',
    check: (resource, stack, { parameters }) => {
        if (resource.type === planType)
            return unless(
                parameters.promptEvidence || !isOn(resource, promptEvidence),
                "extensions",
                "alerts would hold what users and models wrote",
            );
        return Object.entries(plans).flatMap(([name, plan]) =>
            unless(
                !parameters.required || isBought(name, plan, stack),
                "",
                `the subscription lacks ${[name, ...(plan.subPlans ?? []).slice(0, 1), ...(plan.extensions ?? [])].join(", ")}`,
            ),
        );
    },
    examples: {
        compliant: [
            sample({}),
            sample({ AI: plan("AI", { extensions: [{ name: promptEvidence, isEnabled: "False" }] }) }),
        ],
        violating: [
            { group: group() },
            ...Object.keys(plans).map((name) => sample({ [name]: plan(name, { pricingTier: "Free" }) })),
            sample({ Arm: plan("Arm", { scopeId: "subscriptions/22222222/resourceGroups/rg-contoso" }) }),
            sample({ StorageAccounts: plan("StorageAccounts", { subPlan: "PerStorageAccount" }) }),
            sample({ Api: plan("Api", { subPlan: undefined }) }),
            sample({ Containers: plan("Containers", { extensions: [] }) }),
            sample({
                Containers: plan("Containers", {
                    extensions: extensionsOf("Containers").map((one) => ({ ...one, isEnabled: "False" })),
                }),
            }),
            sample({ AI: plan("AI", { extensions: [{ name: promptEvidence, isEnabled: "True" }] }) }),
        ],
    },
});

function isBought(name: string, { subPlans, extensions = [] }: Plan, stack: Stack): boolean {
    return some(stack.ofType(planType), (one) =>
        every(
            [
                () => text(one, "pricingName") === name,
                () => text(one, "pricingTier") === "Standard",
                () => /^\/?subscriptions\/[^/]+$/i.test(text(one, "scopeId")),
                () => subPlans === undefined || subPlans.includes(text(one, "subPlan")),
                () => every(extensions, (extension) => isOn(one, extension)),
            ],
            proves,
        ),
    );
}

function isOn(plan: Resource, extension: string): boolean {
    return some(
        elements(plan, "extensions"),
        (path) => text(plan, `${path}.name`) === extension && get(plan, `${path}.isEnabled`) === "True",
    );
}

function group() {
    return { type: groupType, inputs: { resourceGroupName: "rg-contoso" } };
}

function sample(changes: object) {
    return { group: group(), ...Object.fromEntries(Object.keys(plans).map((name) => [name, plan(name)])), ...changes };
}

function plan(pricingName: string, changes = {}) {
    const extensions = extensionsOf(pricingName);
    const [subPlan] = plans[pricingName]?.subPlans ?? [];
    return {
        type: planType,
        inputs: {
            pricingName,
            pricingTier: "Standard",
            scopeId: "subscriptions/22222222-2222-4222-8222-222222222222",
            ...(subPlan && { subPlan }),
            ...(extensions.length > 0 && { extensions }),
            ...changes,
        },
    };
}

function extensionsOf(plan: string) {
    return (plans[plan]?.extensions ?? []).map((name) => ({ name, isEnabled: "True" }));
}

import { defineRule, unless } from "../../engine";

const reads = {
    publisher: "properties.model.publisher",
    name: "properties.model.name",
    version: "properties.model.version",
    upgrade: "properties.versionUpgradeOption",
    policy: "properties.raiPolicyName",
};

/** A deployment answers with the version of a model that was reviewed, and through a content policy of one's own. */
export default defineRule({
    id: "ai-model-pinning",
    title: "Models are pinned, and come from approved publishers",
    severity: "high",
    level: "mandatory",
    practices: ["12.1", "IR-4"],
    references: { mcsb: ["AI-1"], azurePolicy: ["aafe3651"] },
    component: "AiModels",
    url: "https://learn.microsoft.com/azure/ai-services/openai/concepts/model-versions",
    types: ["cognitiveservices:Deployment"],
    reads: Object.values(reads),
    parameters: {
        allowedModels: {
            type: "array",
            items: { type: "string" },
            default: ["Microsoft/*/*", "OpenAI/*/*"],
            description:
                "Models that may be deployed, as publisher/name/version; an asterisk stands for all names or versions.",
        },
    },
    why: "Another version of a model follows other instructions and refuses other things: what was tested says nothing about it.",
    fix: 'Set properties.model.publisher, name and version to a model that allowedModels names, properties.versionUpgradeOption to "NoAutoUpgrade", and properties.raiPolicyName to a cognitiveservices.RaiPolicy of the account.',
    check: ({ properties }, { parameters: { allowedModels } }) => {
        const model = [properties?.model?.publisher, properties?.model?.name, properties?.model?.version];
        const isAllowed = allowedModels.some((allowed) =>
            allowed.split("/").every((part, index) => part === "*" || part === model[index]),
        );
        return [
            ...unless(Boolean(model[1]), reads.name, "nothing says which model this is"),
            ...unless(Boolean(model[2]), reads.version, "Azure chooses the version of the model"),
            ...unless(isAllowed, reads.publisher, "this model is not among those allowed", [reads.name, reads.version]),
            ...unless(
                properties?.versionUpgradeOption === "NoAutoUpgrade",
                reads.upgrade,
                "Azure may replace this version by another",
            ),
            ...unless(
                Boolean(properties?.raiPolicyName) && !/^Microsoft\./i.test(properties.raiPolicyName),
                reads.policy,
                "the content policy is one of Microsoft, which is judged by no rule and may change",
            ),
        ];
    },
    examples: {
        compliant: [deployment({})],
        violating: [
            deployment({ model: { publisher: "", name: "gpt-5.1", version: "2025-11-13" } }),
            deployment({ model: { publisher: "OpenAI", name: "", version: "2025-11-13" } }),
            deployment({ model: { publisher: "OpenAI", name: "gpt-5.1", version: "" } }),
            deployment({ model: { publisher: "Contoso", name: "gpt-5.1", version: "2025-11-13" } }),
            deployment({ versionUpgradeOption: "OnceNewDefaultVersionAvailable" }),
            deployment({ raiPolicyName: "" }),
            deployment({ raiPolicyName: "Microsoft.DefaultV2" }),
        ],
    },
});

function deployment(changes: object) {
    return {
        inputs: {
            properties: {
                model: { publisher: "OpenAI", name: "gpt-5.1", version: "2025-11-13" },
                versionUpgradeOption: "NoAutoUpgrade",
                raiPolicyName: "blocking",
                ...changes,
            },
        },
    };
}

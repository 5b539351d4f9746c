import { defineRule, genericType, unless } from "../../engine";
import { typesTaking } from "./known-types";

const names = ["environment", "owner", "mcp-component", "cost-center"];
const classification = "data-classification";

// Azure never changes a key, so tags that it lacks could never be added; a generic resource is judged as what it stands for
const exempt = ["keyvault:Key", genericType];

/** Whoever finds a resource learns whose it is, what for, and how sensitive its data is. Keys are exempt: they never change. */
export default defineRule({
    id: "gov-tags",
    title: "Resources say whose they are and what they hold",
    severity: "medium",
    level: "mandatory",
    practices: ["6.4"],
    references: { mcsb: ["DP-1"], azurePolicy: ["871b6d14"], psrule: ["Group.RequiredTags"] },
    component: "ResourceGroup",
    url: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
    types: typesTaking("tags").filter((type) => !exempt.includes(type)),
    reads: [...names, classification].map(pathOf),
    parameters: {
        classifications: {
            type: "array",
            items: { type: "string" },
            default: ["public", "internal", "confidential", "restricted"],
            description: "Values that the tag data-classification may have.",
        },
    },
    why: "In an incident nobody has the time to find out who owns a resource, or whether personal data was in it; and protection that follows the class needs the class.",
    fix: "Set the tags environment, owner, mcp-component, cost-center and data-classification, the last to a class that the environment knows.",
    check: ({ tags }, { parameters: { classifications } }) => [
        ...names.flatMap((name) => unless(isFilled(tags?.[name]), pathOf(name), `the tag ${name} is missing or empty`)),
        ...unless(
            classifications.includes(tags?.[classification]),
            pathOf(classification),
            `the tag ${classification} must be one of ${classifications.join(", ")}`,
        ),
    ],
    examples: {
        compliant: [{ inputs: { tags: tags({}) } }],
        violating: [
            { inputs: {} },
            { inputs: { tags: tags({ environment: "" }) } },
            { inputs: { tags: tags({ owner: "" }) } },
            { inputs: { tags: tags({ "mcp-component": "" }) } },
            { inputs: { tags: tags({ "cost-center": " " }) } },
            { inputs: { tags: tags({ "data-classification": "secret" }) } },
        ],
    },
});

function pathOf(name: string): string {
    return `tags.${name}`;
}

function isFilled(value: unknown): boolean {
    return typeof value === "string" && value.trim() !== "";
}

function tags(changes: Record<string, string>) {
    return {
        environment: "prod",
        owner: "platform-engineering",
        "mcp-component": "gateway",
        "cost-center": "4711",
        "data-classification": "confidential",
        ...changes,
    };
}

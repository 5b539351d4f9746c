import type { cognitiveservices } from "@pulumi/azure-native/types/input";

/** Where content can be looked at. Models have the first and the last; what lies between is for agents. */
const sources = ["Prompt", "PreToolCall", "PostToolCall", "Completion"] as const;
type Source = (typeof sources)[number];

interface ContentFilter {
    name: string;
    sources: readonly Source[];
    /** Lowest severity that is blocked, for filters that grade. */
    severityThreshold?: string;
}

// of Low, Medium and High: what Azure itself blocks at
const graded = { sources, severityThreshold: "Medium" };

/** Filters and where each can look: https://learn.microsoft.com/azure/foundry/guardrails/intervention-points */
const filters: readonly ContentFilter[] = [
    { name: "Hate", ...graded },
    { name: "Sexual", ...graded },
    { name: "Violence", ...graded },
    { name: "Selfharm", ...graded },
    { name: "Jailbreak", sources: ["Prompt"] },
    { name: "Indirect Attack", sources: ["Prompt", "PostToolCall"] },
    { name: "Protected Material Text", sources: ["Completion"] },
    { name: "Protected Material Code", sources: ["Completion"] },
];

/** Every filter at every place where it can look, blocking. */
export const contentFilters: readonly cognitiveservices.RaiPolicyContentFilterArgs[] = filters.flatMap(
    ({ name, sources, severityThreshold }) =>
        sources.map((source) => ({ name, source, severityThreshold, enabled: true, blocking: true })),
);

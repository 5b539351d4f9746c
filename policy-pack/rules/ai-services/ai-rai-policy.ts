import { defineRule, unless } from "../../engine";

const reads = { mode: "properties.mode", filters: "properties.contentFilters" };

interface Filter {
    name?: string;
    source?: string;
    enabled?: boolean;
    blocking?: boolean;
}

/** Where attacks on a model can be looked for: https://learn.microsoft.com/azure/foundry/guardrails/intervention-points */
const attacks = [
    { name: "Jailbreak", source: "Prompt" },
    { name: "Indirect Attack", source: "Prompt" },
    { name: "Indirect Attack", source: "PostToolCall" },
];
const sources = ["Prompt", "PreToolCall", "PostToolCall", "Completion"];

/**
 * A content policy blocks attacks wherever they can be looked for, and something at each of the four places where a model
 * is given content or gives it. Not every filter looks everywhere: an attack is in what comes in, never in an answer.
 */
export default defineRule({
    id: "ai-rai-policy",
    title: "Content policies block attacks before a model answers",
    severity: "high",
    level: "mandatory",
    practices: ["1.3", "1.4", "9.1", "9.3"],
    references: { azurePolicy: ["f3a9c2e0", "930f48f9", "c1ad46c6", "af253d37"] },
    component: "AiModels",
    url: "https://learn.microsoft.com/azure/foundry/guardrails/intervention-points",
    types: ["cognitiveservices:RaiPolicy"],
    reads: Object.values(reads),
    why: "A filter that only notes an attack, or looks at the answer after the client has it, stops nothing; and what a tool returns is as foreign as what a user types.",
    fix: 'Set properties.mode to "Blocking", and give properties.contentFilters, each enabled and blocking: Jailbreak for Prompt, Indirect Attack for Prompt and PostToolCall, and filters for PreToolCall and Completion.',
    check: ({ properties }) => {
        const filters: Filter[] = properties?.contentFilters ?? [];
        const blocking = filters.filter((filter) => filter.enabled === true && filter.blocking === true);
        return [
            ...unless(
                ["Blocking", "Default"].includes(properties?.mode),
                reads.mode,
                "answers are filtered when the client already has them",
            ),
            ...attacks.flatMap(({ name, source }) =>
                unless(
                    blocking.some((filter) => filter.name === name && filter.source === source),
                    reads.filters,
                    `no filter blocks ${name} at ${source}`,
                ),
            ),
            ...sources.flatMap((source) =>
                unless(
                    blocking.some((filter) => filter.source === source),
                    reads.filters,
                    `no filter blocks anything at ${source}`,
                ),
            ),
        ];
    },
    examples: {
        compliant: [
            policy({}),
            policy({ mode: "Default", contentFilters: [...without(), filter({ name: "Profanity", blocking: false })] }),
        ],
        violating: [
            policy({ mode: "Asynchronous_filter" }),
            policy({ contentFilters: [] }),
            policy({ contentFilters: without("Jailbreak", "Prompt") }),
            policy({ contentFilters: without("Indirect Attack", "Prompt") }),
            policy({ contentFilters: without("Indirect Attack", "PostToolCall") }),
            policy({ contentFilters: without("Hate", "PreToolCall") }),
            policy({ contentFilters: without("Hate", "Completion") }),
            policy({ contentFilters: without().map((each) => ({ ...each, enabled: false })) }),
            policy({ contentFilters: without().map((each) => ({ ...each, blocking: false })) }),
        ],
    },
});

function policy(changes: object) {
    return { inputs: { properties: { mode: "Blocking", contentFilters: without(), ...changes } } };
}

/** Filters that are enough, or all of them but one. */
function without(name = "", source = "") {
    const harms = ["PreToolCall", "Completion"].map((each) => ({ name: "Hate", source: each }));
    return [...attacks, ...harms].filter((each) => each.name !== name || each.source !== source).map(filter);
}

function filter(changes: object) {
    return { source: "Completion", enabled: true, blocking: true, ...changes };
}

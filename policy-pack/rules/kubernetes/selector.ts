/** How objects of Kubernetes choose others by their labels. */
export interface Selector {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key?: string; operator?: string; values?: string[] }[];
}

/** Whether a selector chooses everything there is. */
export function choosesAll({ matchLabels = {}, matchExpressions = [] }: Selector): boolean {
    return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/**
 * Whether a selector says what it chooses, not only what it leaves out. Labels that Cilium reserves mean everything
 * outside, or everything inside: https://docs.cilium.io/en/stable/gettingstarted/terminology/#reserved-labels
 */
export function namesSome({ matchLabels = {}, matchExpressions = [] }: Selector): boolean {
    const named = matchExpressions.filter(({ operator }) => operator === "In").map(({ key = "" }) => key);
    return [...Object.keys(matchLabels), ...named].some((key) => !key.startsWith("reserved"));
}

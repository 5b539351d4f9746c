export function isSafe({ size, label }: { size: number; label?: string }): boolean {
    return size > 3 || isLabelled(label);
}

function isLabelled(label: string | undefined): boolean {
    return label?.startsWith("safe") ?? false;
}

/** Used by no rule. */
export function isUnused(label: string): boolean {
    return label === "unused";
}

/** Groups of entries with the same key, in the order of their first entries. */
export function groupBy<T>(entries: T[], keyOf: (entry: T) => string): [T, ...T[]][] {
    const groups = new Map<string, [T, ...T[]]>();
    for (const entry of entries) {
        const key = keyOf(entry);
        const group = groups.get(key);
        if (group === undefined) {
            groups.set(key, [entry]);
        } else {
            group.push(entry);
        }
    }
    return [...groups.values()];
}

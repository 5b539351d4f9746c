/** Names and indexes of a path like `properties.networkAcls.ipRules[0].value` or `tags["cost-center"]`. */
export function parsePropertyPath(path: string): (string | number)[] | undefined {
    const part = /(?:^|\.)([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
    const parts: (string | number)[] = [];
    while (part.lastIndex < path.length) {
        const [, name, index, quoted] = part.exec(path) ?? [];
        if (name === undefined && index === undefined && quoted === undefined) {
            return undefined;
        }
        parts.push(name ?? (index === undefined ? JSON.parse(String(quoted)) : Number(index)));
    }
    return parts.length > 0 ? parts : undefined;
}

/** The path as it is written. */
export function formatPropertyPath(parts: (string | number)[]): string {
    return parts.reduce<string>((path, part) => {
        if (typeof part === "number") {
            return `${path}[${part}]`;
        }
        return /[.[\]"]/.test(part) ? `${path}[${JSON.stringify(part)}]` : [path, part].filter(Boolean).join(".");
    }, "");
}

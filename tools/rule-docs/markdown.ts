/** A table; the first row is its head. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function list(items: readonly string[]): string {
    return items.map((item) => `- ${item}`).join("\n");
}

export function code(text: string): string {
    return `\`${text}\``;
}

export function codes(texts: readonly string[]): string {
    return texts.map(code).join(", ");
}

export function block(language: string, text: string): string {
    return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** Content that a reader opens. */
export function folded(summary: string, content: string): string {
    return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

export function link(text: string, target: string): string {
    return `[${text}](${target})`;
}

/** A sentence of a rule, which is written for a terminal: names with dots are code, nothing else is markup. */
export function prose(text: string): string {
    const parts = text.split(/((?<![\w/:.@-])[A-Za-z]\w*(?:(?:\[\d*\])*\.[A-Za-z]\w*|\[\d*\])+(?:\/\w+(?:[.-]\w+)*)*)/);
    return parts.map((part, index) => (index % 2 === 1 ? code(part) : part.replace(/[*<\\`]/g, "\\$&"))).join("");
}

/** Texts as one, without those that are empty. */
export function paragraphs(...texts: readonly string[]): string {
    return texts.filter((text) => text !== "").join("\n\n");
}

/** An element with text or other elements in it. */
export function element(name: string, ...content: (string | Element)[]): Element {
    const inner = content.map((part) => (typeof part === "string" ? escaped(part) : part.markup)).join("");
    return { markup: `<${name}>${inner}</${name}>` };
}

export interface Element {
    readonly markup: string;
}

export function xml(root: Element): string {
    return `<?xml version="1.0" encoding="utf-8"?>${root.markup}`;
}

function escaped(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

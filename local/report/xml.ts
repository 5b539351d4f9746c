/** An element of an XML document. */
export interface Element {
    name: string;
    /** Those that are undefined are left out. */
    attributes?: Record<string, string | number | undefined>;
    children?: (Element | string)[];
}

/** An XML document. */
export function renderXml(root: Element): string {
    return `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(root, "")}\n`;
}

function renderElement({ name, attributes = {}, children = [] }: Element, indent: string): string {
    const pairs = Object.entries(attributes).filter(([, value]) => value !== undefined);
    const start = `${indent}<${name}${pairs.map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`).join("")}`;
    if (children.length === 0) {
        return `${start}/>`;
    }
    // Text is kept as it is: white space around it would belong to it.
    if (children.every((child) => typeof child === "string")) {
        return `${start}>${children.map(escapeText).join("")}</${name}>`;
    }
    const inner = children.map((child) =>
        typeof child === "string" ? escapeText(child) : renderElement(child, `${indent}  `),
    );
    return `${start}>\n${inner.join("\n")}\n${indent}</${name}>`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML 1.0 cannot hold at all is replaced. */
function escapeText(text: string): string {
    return (
        text
            // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
            .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu, "\ufffd")
            .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    );
}

/** A parser would turn line breaks in an attribute into spaces. */
function escapeAttribute(text: string): string {
    return escapeText(text).replace(/[\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

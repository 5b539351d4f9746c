/** An element of a policy document. */
export interface Element {
    name: string;
    attributes: Record<string, string>;
    children: (Element | string)[];
}

/** An element with the attributes that are given; those that are undefined are left out. */
export function element(
    name: string,
    attributes: Record<string, string | undefined> = {},
    ...children: (Element | string)[]
): Element {
    const given = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { name, attributes: Object.fromEntries(given), children };
}

/**
 * The document as well-formed XML, which any parser can judge, and which API Management takes as format `xml`.
 *
 * Texts and attributes are escaped here and nowhere else. What they mean to API Management, an expression, a reference
 * to a named value or plain text, is decided in csharp.ts.
 */
export function render({ name, attributes, children }: Element, depth = 0): string {
    const indent = "  ".repeat(depth);
    const opening = [name, ...Object.entries(attributes).map(([key, value]) => `${key}=${quote(value)}`)];
    if (children.length === 0) return `${indent}<${opening.join(" ")} />\n`;
    // text stands alone between its tags: API Management takes it as it is, white space too
    if (children.every((child) => typeof child === "string")) {
        return `${indent}<${opening.join(" ")}>${children.map(escapeText).join("")}</${name}>\n`;
    }
    const content = children.map((child) =>
        typeof child === "string" ? `${indent}  ${escapeText(child)}\n` : render(child, depth + 1),
    );
    return `${indent}<${opening.join(" ")}>\n${content.join("")}${indent}</${name}>\n`;
}

function escapeText(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("]]>", "]]&gt;");
}

// Code is full of double quotes, which stand for themselves between single ones. A parser turns line breaks into spaces:
// they stand only between the statements of an expression, where that makes no difference, and a reviewer can read it.
function quote(text: string): string {
    const escaped = escapeText(text).replaceAll("\t", "&#9;").replaceAll("\r", "&#13;");
    return escaped.split('"').length > escaped.split("'").length
        ? `'${escaped.replaceAll("'", "&apos;")}'`
        : `"${escaped.replaceAll('"', "&quot;")}"`;
}

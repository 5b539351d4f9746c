import assert from "node:assert/strict";
import { parseXml, XmlElement as Xml, type XmlElement, XmlText } from "@rgrove/parse-xml";

/** The root of a document, which must be well-formed. */
export function readDocument(xml: string): XmlElement {
    const { root } = parseXml(xml);
    assert.ok(root);
    return root;
}

export function elementsOf(parent: XmlElement): XmlElement[] {
    return parent.children.filter((child) => child instanceof Xml);
}

export function textOf(parent: XmlElement): string {
    return parent.children.map((child) => (child instanceof XmlText ? child.text : "")).join("");
}

/** The element and everything below it, in the order of the document. */
export function allOf(parent: XmlElement): XmlElement[] {
    return [parent, ...elementsOf(parent).flatMap(allOf)];
}

/** The attributes and texts of a document that have a meaning, with where they stand. */
export function valuesOf(root: XmlElement): { where: string; value: string }[] {
    return allOf(root).flatMap((each) => [
        ...Object.entries(each.attributes).map(([name, value]) => ({ where: `${each.name}.${name}`, value })),
        ...(textOf(each).trim() === "" ? [] : [{ where: each.name, value: textOf(each) }]),
    ]);
}

/** What C# makes of the string literals of code, and the code with empty ones in their place. */
export function readLiterals(code: string): { texts: string[]; skeleton: string } {
    const texts: string[] = [];
    const skeleton = code.replace(/'(?:[^'\\]|\\.)'|"((?:[^"\\]|\\.)*)"/g, (literal, inside: string | undefined) => {
        if (inside === undefined) return literal; // a character
        texts.push(inside.replace(/\\(u[0-9a-f]{4}|.)/g, (_, escaped: string) => characterOf(escaped)));
        return '""';
    });
    return { texts, skeleton };
}

function characterOf(escaped: string): string {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (escaped === "n") return "\n";
    assert.match(escaped, /["\\]/);
    return escaped;
}

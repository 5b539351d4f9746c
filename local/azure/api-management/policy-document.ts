import { parseXml, XmlElement, XmlError, XmlText } from "@rgrove/parse-xml";

/** A policy document, or why it is none. */
export type Parsed = { root: XmlElement; text: string } | { problem: string };

/** Sections of a document, in their order. https://learn.microsoft.com/azure/api-management/api-management-howto-policies */
export const sections = ["inbound", "backend", "outbound", "on-error"];

export function parsePolicy(text: string): Parsed {
    try {
        const { root } = parseXml(text, { includeOffsets: true });
        return root ? { root, text } : { problem: "The document is empty." };
    } catch (error) {
        if (error instanceof XmlError) {
            const [reason] = error.message.split("\n");
            return { problem: `The document is not well-formed XML: ${reason}` };
        }
        throw error;
    }
}

/** Every element below, in the order of the document. */
export function elementsIn(element: XmlElement): XmlElement[] {
    return childrenOf(element).flatMap((child) => [child, ...elementsIn(child)]);
}

export function childrenOf(element: XmlElement): XmlElement[] {
    return element.children.filter((child) => child instanceof XmlElement);
}

/** Text of an element itself, without that of those below. */
export function ownText(element: XmlElement): string {
    return element.children.map((child) => (child instanceof XmlText ? child.text : "")).join("");
}

/** A problem of an element in Azure's form: https://github.com/Azure/apiops/issues/668 */
export function problemAt(element: XmlElement, text: string, problem: string): string {
    const before = text.slice(0, element.start).split("\n");
    return `Error in element '${element.name}' on line ${before.length}, column ${(before.at(-1) ?? "").length + 2}: ${problem}`;
}

import { parseXml, XmlElement, XmlError, type XmlNode, type XmlText } from "@rgrove/parse-xml";
import { type PolicyText, readText } from "./text";

/** An element of a policy document, with where it stands. */
export interface PolicyElement {
    name: string;
    /** Offset of its opening tag. */
    offset: number;
    attributes: PolicyAttribute[];
    children: PolicyElement[];
    /** What stands between its tags when that is no element; white space between elements is none. */
    text?: PolicyText;
}

export interface PolicyAttribute {
    name: string;
    /** Offset of its name. */
    offset: number;
    text: PolicyText;
}

/** Why a text is no policy document. */
export class NoPolicyDocument extends Error {
    constructor(
        message: string,
        readonly offset: number,
    ) {
        super(message);
    }
}

/**
 * Reads a policy document, or a fragment. Only elements, attributes and text: comments, CDATA sections, instructions and
 * document types would be a second spelling of the same document, which whoever judges it could overlook.
 *
 * @throws NoPolicyDocument when it is not well-formed, or has anything else.
 */
export function readPolicyDocument(document: string): PolicyElement {
    const { children } = parse(document);
    for (const child of children) refuseOthers(child);
    const [root] = children.filter((child) => child instanceof XmlElement);
    if (root === undefined) throw new NoPolicyDocument("A policy document has one root element.", 0);
    return toElement(document, root);
}

function parse(document: string) {
    try {
        return parseXml(document, {
            includeOffsets: true,
            preserveCdata: true,
            preserveComments: true,
            preserveDocumentType: true,
            preserveXmlDeclaration: true,
        });
    } catch (error) {
        if (!(error instanceof XmlError)) throw error;
        const [reason] = error.message.split(" (line ");
        throw new NoPolicyDocument(`The document is not well-formed: ${reason}.`, error.pos);
    }
}

function refuseOthers(node: XmlNode): void {
    if (node instanceof XmlElement || node.type === "text") return;
    throw new NoPolicyDocument(`A policy document has only elements and text, no ${node.type}.`, node.start);
}

function toElement(document: string, element: XmlElement): PolicyElement {
    for (const child of element.children) refuseOthers(child);
    const { name, start, end } = element;
    const children = element.children.filter((child) => child instanceof XmlElement);
    const texts = element.children.filter((child): child is XmlText => child.type === "text");
    const stray = texts.find(({ text }) => children.length > 0 && text.trim() !== "");
    if (stray) throw new NoPolicyDocument(`Text stands beside elements in <${name}>.`, stray.start);
    const [text] = children.length === 0 ? texts : [];
    return {
        name,
        offset: start,
        attributes: readAttributes(document.slice(start, end), start),
        children: children.map((child) => toElement(document, child)),
        ...(text && { text: readText(document.slice(text.start, text.end), text.start, false) }),
    };
}

// the parser knows no offsets of attributes; what it has accepted is well-formed, so that this need not judge
function readAttributes(element: string, start: number): PolicyAttribute[] {
    const attribute = /\s+([^\s=>/]+)\s*=\s*("[^"]*"|'[^']*')/y;
    attribute.lastIndex = element.search(/[\s/>]/);
    const found: PolicyAttribute[] = [];
    for (let match = attribute.exec(element); match !== null; match = attribute.exec(element)) {
        const [whole, name = "", quoted = ""] = match;
        found.push({
            name,
            offset: start + match.index + whole.indexOf(name),
            text: readText(quoted.slice(1, -1), start + match.index + whole.length - quoted.length + 1, true),
        });
    }
    return found;
}

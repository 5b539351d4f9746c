import { parseXml, XmlElement, type XmlNode, XmlText } from "@rgrove/parse-xml";
import { unless } from "../../engine";

/** One element of a policy document: a statement, or what belongs to one. */
export interface Statement {
    name: string;
    attributes: Readonly<Record<string, string>>;
    /** What stands between its tags, without its children. */
    text: string;
    children: readonly Statement[];
}

export type Section = "inbound" | "backend" | "outbound" | "on-error" | "fragment";

/** Statements by section, in the order in which they run. A policy fragment is one section by itself. */
export type PolicyDocument = Readonly<Record<Section, readonly Statement[]>>;

/** Types whose document has sections, the widest scope first. */
export const policyTypes = [
    "apimanagement:Policy",
    "apimanagement:ProductPolicy",
    "apimanagement:ApiPolicy",
    "apimanagement:ApiOperationPolicy",
];

/** Type of documents that others include. */
export const fragmentType = "apimanagement:PolicyFragment";

/** A document that says nothing, for what is none. */
export const unreadable: PolicyDocument = { inbound: [], backend: [], outbound: [], "on-error": [], fragment: [] };

/** Inputs that say what a policy does. */
export const policyReads = { reads: ["value", "format"], optional: ["format"] };

/**
 * Findings on the document of a policy. What cannot be read is one: whoever stores a document elsewhere can change it
 * without a deployment, and what no XML parser understands cannot be judged.
 */
// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
export function findingsIn(inputs: any, problems: (document: PolicyDocument) => string[]) {
    const { format = "xml" } = inputs;
    if (!["xml", "rawxml"].includes(format))
        return unless(false, "format", "the document is kept elsewhere, where nobody judges it");
    const document = documentOf(inputs);
    if (document === undefined)
        return unless(
            false,
            "value",
            'the document is not well-formed XML with known sections: set format to "xml", and escape what stands in expressions',
        );
    return problems(document).flatMap((message) => unless(false, "value", message));
}

/**
 * Findings on the document of an API as one of an MCP server. Every API counts as one, whatever its name, unless its
 * document answers by itself before anything is forwarded, as a metadata document does.
 */
// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
export function findingsInServer(inputs: any, problems: (document: PolicyDocument) => string[]) {
    return findingsIn(inputs, (document) => (answersItself(document) ? [] : problems(document)));
}

/** Whether every request ends with an answer of the gateway, before anything that could let a request past it. */
export function answersItself(document: PolicyDocument): boolean {
    return ownAnswer(document).length > 0;
}

/** The statement that answers every request; none when anything else may happen before. */
export function ownAnswer({ inbound }: PolicyDocument): Statement[] {
    const [first] = inbound.map(({ name }) => name).filter((name) => !/^(cors|set-variable)$/.test(name));
    return first === "return-response" ? inbound.filter(({ name }) => name === first).slice(0, 1) : [];
}

const documents = new WeakMap<object, { document: PolicyDocument | undefined }>();

/** The document of a policy, undefined when it is none. Kept, because many rules read the same one. */
export function documentOf(inputs: { value?: unknown }): PolicyDocument | undefined {
    const known = documents.get(inputs) ?? { document: parsed(String(inputs.value)) };
    documents.set(inputs, known);
    return known.document;
}

function parsed(text: string): PolicyDocument | undefined {
    const root = rootOf(text);
    if (root?.name === "fragment") return { ...unreadable, fragment: root.children };
    if (root?.name !== "policies") return undefined;
    const sections = root.children.map(({ name }) => name);
    // of two sections of the same name, nobody could say which one runs
    const isClear = new Set(sections).size === sections.length;
    if (!isClear || !sections.every((name) => Object.hasOwn(unreadable, name))) return undefined;
    return { ...unreadable, ...Object.fromEntries(root.children.map(({ name, children }) => [name, children])) };
}

function rootOf(text: string): Statement | undefined {
    try {
        return statementsIn(parseXml(text).children)[0];
    } catch {
        return undefined;
    }
}

function statementsIn(nodes: readonly XmlNode[]): Statement[] {
    return nodes.flatMap((child) => (child instanceof XmlElement ? [statement(child)] : []));
}

function statement({ name, attributes, children }: XmlElement): Statement {
    const texts = children.flatMap((child) => (child instanceof XmlText ? [child.text] : []));
    return { name, attributes, text: texts.join(""), children: statementsIn(children) };
}

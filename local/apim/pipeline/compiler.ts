import type { PolicyScope } from "../check-policy";
import type { CoveragePoint } from "../coverage";
import type { PolicyElement } from "../policy/document";
import type { PolicyText } from "../policy/text";
import type { Section } from "../subset";
import type { Step } from "./step";
import type { Value } from "./value";

/** What a document refers to by name, and cannot run without. */
export interface Reference {
    kind: "named value" | "backend" | "schema";
    name: string;
    /** Where it is referred to. */
    offset: number;
    construct: string;
}

/** Where a statement stands, and how what stands in it is compiled. The document has been checked. */
export interface Compiler {
    readonly scope: PolicyScope;
    readonly section: Section;
    /** Names of the statements around it and its own, with which of its name it is, such as `choose[1]/when[2]`. */
    readonly path: string;
    /** The same for what stands in it. */
    inside(segment: string): Compiler;
    /** Compiles statements, one after the other. */
    statements(elements: readonly PolicyElement[]): Step[];
    value(text: PolicyText): Value;
    refer(reference: Omit<Reference, "construct">): void;
    /** Reports what the check of the document does not know. */
    report(offset: number, message: string): void;
    /** Adds a point of coverage; what it returns notes that it happened. */
    covered(element: PolicyElement, event: CoveragePoint["event"]): () => void;
}

/** Makes a step of a statement. */
export type CompileStatement = (element: PolicyElement, compiler: Compiler) => Step;

/** The text of an attribute, which the check of the document has found to be there. */
export function attribute({ name, attributes }: PolicyElement, key: string): PolicyText {
    const found = attributes.find((each) => each.name === key);
    if (found === undefined) throw new Error(`<${name}> was checked to have the attribute ${key}.`);
    return found.text;
}

/** The value of an attribute that is text for every request. */
export function fixed(element: PolicyElement, key: string): string {
    return attribute(element, key).value;
}

/** Elements of a name in another. */
export function childrenOf({ children }: PolicyElement, name: string): PolicyElement[] {
    return children.filter((child) => child.name === name);
}

/** The element of a name in another, which the check of the document has found to be there. */
export function childOf(element: PolicyElement, name: string): PolicyElement {
    const [child] = childrenOf(element, name);
    if (child === undefined) throw new Error(`<${element.name}> was checked to have a <${name}>.`);
    return child;
}

/** What stands between the tags of an element. */
export function textOf({ text, offset }: PolicyElement): PolicyText {
    return text ?? { value: "", offsets: [offset] };
}

/** Elements, each with its name and which of this name it is, such as `choose[2]`. */
export function numbered(elements: readonly PolicyElement[]): { element: PolicyElement; segment: string }[] {
    return elements.map((element, index) => {
        const count = elements.slice(0, index + 1).filter(({ name }) => name === element.name).length;
        return { element, segment: `${element.name}[${count}]` };
    });
}

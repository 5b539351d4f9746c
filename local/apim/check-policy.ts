import type { PolicyLanguage } from "./language";
import { checkElement } from "./policy/check-element";
import { checkStatements } from "./policy/check-statements";
import { NoPolicyDocument, type PolicyElement, readPolicyDocument } from "./policy/document";
import type { PolicyJudge, PolicyProblem } from "./policy/judge";
import { positionOf } from "./policy/text";
import type { Section } from "./subset";

/** Where a document stands: the global policy inherits from nothing, the others from what is above them. */
export type PolicyScope = "global" | "api" | "operation";

export interface CheckedPolicy {
    /** In the order of the document. */
    problems: PolicyProblem[];
    /** Paths of the entries of the subset that the document uses, as `entriesOf` has them. */
    used: Set<string>;
}

/**
 * Checks a policy document against API Management's rules of size and sections and against the subset: each statement,
 * attribute and text, and the C# code of each expression. All problems at once.
 */
export function checkPolicy(document: string, scope: PolicyScope, language: PolicyLanguage): CheckedPolicy {
    const found: (Omit<PolicyProblem, "line" | "column"> & { offset: number })[] = [];
    const used = new Set<string>();
    const judge: PolicyJudge = {
        language,
        report: (offset, construct, message, expression) => {
            found.push({ offset, construct, message, ...(expression !== undefined && { expression }) });
        },
        use: (entry) => used.add(entry),
    };
    checkSize(document, judge);
    const root = readRoot(document, judge);
    if (root) checkRoot(root, scope, judge);
    const problems = found
        .toSorted((one, other) => one.offset - other.offset)
        .map(({ offset, ...problem }) => ({ ...positionOf(document, offset), ...problem }));
    return { problems, used };
}

function checkSize(document: string, { language: { subset }, report }: PolicyJudge): void {
    const bytes = Buffer.byteLength(document);
    const { maximumBytes } = subset.documents;
    if (bytes > maximumBytes) report(0, "document", `The document has ${bytes} bytes; it may have ${maximumBytes}.`);
}

function readRoot(document: string, { report }: PolicyJudge): PolicyElement | undefined {
    try {
        return readPolicyDocument(document);
    } catch (error) {
        if (!(error instanceof NoPolicyDocument)) throw error;
        report(error.offset, "document", error.message);
        return undefined;
    }
}

function checkRoot(root: PolicyElement, scope: PolicyScope, judge: PolicyJudge): void {
    const { name, offset, children } = root;
    const { sections } = judge.language.subset.documents;
    if (name !== "policies") {
        judge.report(offset, name, `The root element is <policies>, not <${name}>.`);
        return;
    }
    const found = children.map((child) => child.name);
    if (found.join() !== sections.join()) {
        judge.report(offset, name, `The sections are ${sections.join(", ")}, each once, not ${found.join(", ")}.`);
    }
    refuseContent(root, judge);
    const inDocument = new Set<string>();
    for (const child of children) {
        const section = sections.find((each) => each === child.name);
        if (section) checkSection(child, section, scope, inDocument, judge);
    }
}

function checkSection(
    element: PolicyElement,
    section: Section,
    scope: PolicyScope,
    inDocument: Set<string>,
    judge: PolicyJudge,
): void {
    refuseContent(element, judge);
    const bases = element.children.filter(({ name }) => name === "base");
    const inherits = scope !== "global" && !holdsInsteadOfBase(element, judge);
    if (bases.length !== (inherits ? 1 : 0)) {
        judge.report(
            element.offset,
            section,
            `This section of the scope ${scope} has ${inherits ? "one" : "no"} <base />.`,
        );
    }
    const place = { section, path: section, seen: { section: new Set<string>(), document: inDocument } };
    for (const base of bases) checkElement(base, {}, { ...place, path: `${section}/base`, entry: "base" }, judge);
    const statements = element.children.filter((child) => !bases.includes(child));
    checkStatements(statements, { ...place, entry: section }, judge);
}

function holdsInsteadOfBase({ children }: PolicyElement, judge: PolicyJudge): boolean {
    return children.some(
        (child) =>
            judge.language.subset.statements[child.name]?.insteadOfBase === true || holdsInsteadOfBase(child, judge),
    );
}

// sections, and the document, have neither attributes nor text
function refuseContent({ name, attributes, text }: PolicyElement, { report }: PolicyJudge): void {
    for (const attribute of attributes) report(attribute.offset, name, `<${name}> takes no attributes.`);
    if (text && text.value.trim() !== "") report(text.offsets[0] ?? 0, name, `<${name}> takes no text.`);
}

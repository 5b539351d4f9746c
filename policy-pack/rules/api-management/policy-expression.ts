import type { PolicyDocument, Section, Statement } from "./policy-document";
import { steps, textsOf } from "./policy-steps";

/** What a text is made from, through all variables, as far as its code says it. */
export interface Sources {
    /** The text, and those that are set into its variables. */
    code: string;
    /** Statements that set its variables: validations, calls, look-ups. */
    setters: readonly Statement[];
    /** Whether it is made from a variable that is not named literally, and so may be any. */
    isVague: boolean;
}

/** Stands for every name, where a code does not say which one. */
const any = "*";

const sections: readonly Section[] = ["inbound", "backend", "outbound", "on-error", "fragment"];

/** Whether API Management computes a text: https://learn.microsoft.com/azure/api-management/api-management-policy-expressions */
export function isExpression(text: string): boolean {
    return /@[({]/.test(text);
}

/** Whether a text is the reference to one named value, and nothing else. */
export function isNamedValue(text: string): boolean {
    return /^\{\{[\w.-]+\}\}$/.test(text);
}

/** Where a text of a document comes from. A variable that is set in several places comes from all of them. */
export function sourcesOf(document: PolicyDocument, text: string): Sources {
    const { sources, setters } = indexOf(document);
    const before = sources.get(text) ?? follow(text, setters);
    sources.set(text, before);
    return before;
}

function follow(text: string, setting: Index["setters"]): Sources {
    const codes = new Set([withoutComments(text)]);
    const names = new Set<string>();
    const setters = new Set<Statement>();
    // grows while it is walked
    for (const code of codes)
        for (const name of namesRead(code, /\bVariables\b(?=(.{0,200}))/gs)) {
            names.add(name);
            for (const setter of setting.get(name) ?? []) {
                setters.add(setter.statement);
                for (const each of setter.codes) codes.add(each);
            }
        }
    return { code: [...codes].join("\n"), setters: [...setters], isVague: names.has(any) };
}

/** Names of request headers whose value is among the sources, in lower case; `*` when the code does not say which. */
export function headersIn({ code }: Sources): string[] {
    const names = namesRead(code, /(?<!\bResponse\s*\??\s*)\.\s*Headers\b(?!\s*\.\s*ContainsKey\b)(?=(.{0,200}))/gs);
    return names.map((name) => name.toLowerCase());
}

/** Whether the value of one of some request headers is among the sources, or may be. */
export function isOfHeader(sources: Sources, ...names: string[]): boolean {
    return headersIn(sources).some((name) => [any, ...names].includes(name));
}

/** Whether what was validated as the caller's token is among the sources for certain. */
export function isOfToken({ setters, isVague }: Sources): boolean {
    return !isVague && setters.some(isValidation);
}

/** Whether a statement checks the token of the caller. */
export function isValidation({ name }: Statement): boolean {
    return ["validate-azure-ad-token", "validate-jwt"].includes(name);
}

/** Names in the brackets after what a pattern finds, which captures the code behind it. */
function namesRead(code: string, pattern: RegExp): string[] {
    return [...code.matchAll(pattern)].map(([, rest = ""]) => {
        const [, name = any] =
            /^\s*(?:\[\s*|\??\s*\.\s*(?:ContainsKey|GetValueOrDefault\s*(?:<[^>]*>)?)\s*\(\s*)"([^"\\]+)"\s*[\],)]/.exec(
                rest,
            ) ?? [];
        return name;
    });
}

/** What is known about a document. */
interface Index {
    sources: Map<string, Sources>;
    /** Statements by the variable that they set, all of them under the name that stands for any. */
    setters: ReadonlyMap<string, readonly Setter[]>;
}

/** A statement that sets a variable. */
interface Setter {
    statement: Statement;
    /** What the variable is made of; what other statements than `set-variable` are made of is not what they set. */
    codes: readonly string[];
}

const known = new WeakMap<PolicyDocument, Index>();

/** Made once for all rules. */
function indexOf(document: PolicyDocument): Index {
    const index = known.get(document) ?? { sources: new Map(), setters: readSetters(document) };
    known.set(document, index);
    return index;
}

function readSetters(document: PolicyDocument): Index["setters"] {
    const setters = new Map<string, Setter[]>();
    for (const { statement } of sections.flatMap((section) => steps(document[section]))) {
        const codes = statement.name === "set-variable" ? textsOf(statement).map(withoutComments) : [];
        for (const name of variablesSetBy(statement))
            for (const key of [name, any]) setters.set(key, [...(setters.get(key) ?? []), { statement, codes }]);
    }
    return setters;
}

function variablesSetBy({ name, attributes }: Statement): string[] {
    const setting = name === "set-variable" ? /^name$/ : /(^|-)variable-name$/;
    return Object.entries(attributes)
        .filter(([attribute]) => setting.test(attribute))
        .map(([, variable]) => variable);
}

/** A C# text as its reader gets it, with the quotes and other characters that code has to escape. */
export function unescaped(code: string): string {
    return code
        .replace(/\\u([\da-f]{4})/gi, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
        .replace(/\\(["\\])/g, "$1");
}

/** Text that nobody computes has no comments: two slashes are part of an address there. */
function withoutComments(code: string): string {
    if (!isExpression(code)) return code;
    return code.replace(/("(?:[^"\\]|\\.)*")|\/\*.*?\*\/|\/\/[^\n]*/gs, "$1");
}

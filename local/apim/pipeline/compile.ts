import { checkPolicy, type PolicyScope } from "../check-policy";
import type { Coverage } from "../coverage";
import type { PolicyDocument } from "../deployed";
import type { PolicyLanguage } from "../language";
import { type PolicyElement, readPolicyDocument } from "../policy/document";
import type { PolicyProblem } from "../policy/judge";
import { positionOf } from "../policy/text";
import { statements } from "../statements";
import { compilePreflight, type Preflight } from "../statements/cors";
import type { Section } from "../subset";
import { type Compiler, childOf, numbered, type Reference } from "./compiler";
import { PolicyFailure } from "./failure";
import { runSection } from "./inherit";
import { type Step, sequence } from "./step";
import { compileValue } from "./value";

/** A document whose statements are steps. */
export interface CompiledPolicy {
    document: PolicyDocument;
    scope: PolicyScope;
    sections: Record<Section, Step>;
    /** What the `cors` of its section inbound answer to preflights; `base` where it inherits. */
    preflights: (Preflight | "base")[];
    references: Reference[];
}

/** A policy, or everything that is wrong with it. */
export type Compilation = { policy: CompiledPolicy } | { problems: PolicyProblem[] };

/** Compiles a document once and for all requests. */
export function compilePolicy(
    document: PolicyDocument,
    scope: PolicyScope,
    language: PolicyLanguage,
    coverage: Coverage | undefined,
): Compilation {
    const checked = checkPolicy(document.text, scope, language);
    if (checked.problems.length > 0) return { problems: checked.problems };
    const root = readPolicyDocument(document.text);
    const problems: PolicyProblem[] = [];
    const references: Reference[] = [];
    const work = { document, scope, language, coverage, problems, references };
    const compileSection = (section: Section) =>
        sequence(newCompiler(work, section, "").statements(childOf(root, section).children));
    const inbound = childOf(root, "inbound").children.filter(({ name }) => ["base", "cors"].includes(name));
    const policy: CompiledPolicy = {
        document,
        scope,
        sections: {
            inbound: compileSection("inbound"),
            backend: compileSection("backend"),
            outbound: compileSection("outbound"),
            "on-error": compileSection("on-error"),
        },
        preflights: inbound.map((element) => (element.name === "base" ? "base" : compilePreflight(element))),
        references,
    };
    return problems.length > 0 ? { problems } : { policy };
}

interface Work {
    document: PolicyDocument;
    scope: PolicyScope;
    language: PolicyLanguage;
    coverage: Coverage | undefined;
    problems: PolicyProblem[];
    references: Reference[];
}

function newCompiler(work: Work, section: Section, path: string): Compiler {
    const { document, scope, language, coverage, problems, references } = work;
    const construct = path === "" ? section : `${section}/${path}`;
    const compiler: Compiler = {
        scope,
        section,
        path,
        inside: (segment) => newCompiler(work, section, path === "" ? segment : `${path}/${segment}`),
        statements: (elements) =>
            numbered(elements).map(({ element, segment }) =>
                element.name === "base" ? inherit(scope, section) : compileStatement(element, compiler.inside(segment)),
            ),
        value: (text) => {
            const offset = text.offsets[0] ?? 0;
            try {
                return compileValue(text, language, (name) => compiler.refer({ kind: "named value", name, offset }));
            } catch (error) {
                // code that the check takes and nobody knows to run
                compiler.report(offset, error instanceof Error ? error.message : String(error));
                return neverRun;
            }
        },
        refer: (reference) => references.push({ ...reference, construct }),
        report: (offset, message) => problems.push({ ...positionOf(document.text, offset), construct, message }),
        covered: ({ offset }, event) => {
            const { line } = positionOf(document.text, offset);
            return coverage?.add(document, { line, construct, event }) ?? (() => {});
        },
    };
    return compiler;
}

// what has problems is not deployed
async function neverRun(): Promise<never> {
    throw new Error("A policy runs that was not compiled.");
}

function inherit(scope: PolicyScope, section: Section): Step {
    return (exchange) => {
        const own = exchange.policies.findIndex((policy) => policy.scope === scope);
        return runSection(own + 1, section, exchange);
    };
}

function compileStatement(element: PolicyElement, compiler: Compiler): Step {
    const compile = Object.hasOwn(statements, element.name) ? statements[element.name] : undefined;
    if (compile === undefined) throw new Error(`No code runs <${element.name}>, which the policy subset has.`);
    const runs = compiler.covered(element, "runs");
    const step = compile(element, compiler);
    const { scope, section, path } = compiler;
    return async (exchange, made) => {
        runs();
        try {
            return await step(exchange, made);
        } catch (error) {
            if (error instanceof PolicyFailure) error.place ??= { source: element.name, scope, section, path };
            throw error;
        }
    };
}

import type { PolicyLanguage } from "../language";
import type { CSharpProblem, Judge, ResolvedCode, TypeRule } from "./judge";
import { literalRules } from "./literals";
import { memberRules } from "./members";
import { operatorRules } from "./operators";
import { misreadNodes } from "./precedence";
import type { Scope } from "./scope";
import { typeOfBlock } from "./statements";
import { NoCSharp, namedChildren, type Syntax } from "./syntax";
import type { Member, TypeTable } from "./type-table";
import { formatType, parseType, type Type } from "./types";

/** What is known of C# code. */
export interface CheckedCSharp {
    problems: readonly CSharpProblem[];
    /** Its type; undefined when there are problems. */
    type?: Type;
    /** Its nodes; undefined when there are problems. */
    resolved?: ResolvedCode;
    /** Paths of the entries of the subset that it uses. */
    used: ReadonlySet<string>;
}

const rules: Record<string, TypeRule> = { ...literalRules, ...operatorRules, ...memberRules };

/**
 * Checks code against the subset: its syntax node by node, that tree-sitter has read it as C# does, and the type of each
 * expression, by which each member is known. What it cannot find the type of is a problem.
 *
 * It does not tell whether variables are set before they are read, nor what happens at run time: null, overflow, casts
 * of an object that is something else.
 */
export function checkCSharp(code: string, kind: "expression" | "block", language: PolicyLanguage): CheckedCSharp {
    return language.checked.get(`${kind} ${code}`, () => check(code, kind, language));
}

function check(code: string, kind: "expression" | "block", { read, subset, types }: PolicyLanguage): CheckedCSharp {
    const problems: CSharpProblem[] = [];
    const used = new Set<string>();
    try {
        const root = read(code, kind);
        problems.push(...syntaxProblems(root, subset.csharp.syntax, used), ...misreadNodes(root).map(misread));
        if (problems.length > 0) return { problems, used };
        const nodes = { types: new Map<Syntax, Type>(), members: new Map<Syntax, Member>() };
        const judge = makeJudge(types, problems, used, nodes);
        const scope: Scope = { variables: new Map([["context", { type: parseType("Context") }]]) };
        const type = kind === "block" ? typeOfBlock(root, scope, judge) : judge.typeOf(root, scope);
        if (type === undefined && problems.length === 0) judge.report(root, root.kind, "The code gives no value.");
        return { problems, used, ...(type && problems.length === 0 && { type, resolved: { root, ...nodes } }) };
    } catch (error) {
        if (!(error instanceof NoCSharp)) throw error;
        return { problems: [{ start: error.start, construct: "C#", message: error.message }], used };
    }
}

function syntaxProblems(node: Syntax, syntax: Record<string, string[]>, used: Set<string>): CSharpProblem[] {
    const { kind, text, start } = node;
    const tokens = Object.hasOwn(syntax, kind) ? syntax[kind] : undefined;
    if (tokens === undefined) {
        return [{ start, construct: kind, message: `Code of the kind ${kind} is not in the policy subset: ${text}` }];
    }
    used.add(`csharp.syntax.${kind}`);
    const own = node.children.filter(({ named }) => !named);
    for (const token of own) used.add(`csharp.syntax.${kind} ${token.kind}`);
    const foreign = own.filter((token) => !tokens.includes(token.kind));
    return [
        ...foreign.map((token) => ({
            start: token.start,
            construct: `${kind} ${token.kind}`,
            message: `\`${token.kind}\` in a node of the kind ${kind} is not in the policy subset.`,
        })),
        ...namedChildren(node).flatMap((each) => syntaxProblems(each, syntax, used)),
    ];
}

function misread({ kind, start, text }: Syntax): CSharpProblem {
    return {
        start,
        construct: kind,
        message: `C# reads this in another order; put brackets around its parts: ${text}`,
    };
}

function makeJudge(
    table: TypeTable,
    problems: CSharpProblem[],
    used: Set<string>,
    nodes: { types: Map<Syntax, Type>; members: Map<Syntax, Member> },
): Judge {
    const judge: Judge = {
        table,
        problems,
        typeOf(node, scope) {
            const rule = node && rules[node.kind];
            if (!rule) return judge.report(node, node?.kind ?? "", `Nothing gives the type of a ${node?.kind}.`);
            const type = rule(node, scope, judge);
            if (type === undefined) return undefined;
            judge.use(type);
            // a function that several members are tried with is typed for the last of them, which is the one that fits
            nodes.types.set(node, type);
            return type;
        },
        report(node, construct, message) {
            problems.push({ start: node?.start ?? 0, construct, message });
            return undefined;
        },
        use(type) {
            const entry = table.entryOf(type);
            if (entry !== undefined) used.add(`csharp.types.${entry}`);
            for (const argument of type.arguments) judge.use(argument);
        },
        useMember(node, member) {
            const { entry, signature } = member;
            used.add(`csharp.types.${entry}`).add(`csharp.types.${entry} ${signature.text}`);
            nodes.members.set(node, member);
        },
        useCast: (entry, wanted) =>
            used.add(`csharp.types.${entry}`).add(`csharp.types.${entry} castsTo ${formatType(wanted)}`),
        attempt(step) {
            const [before, usedBefore] = [problems.length, [...used]];
            const result = step();
            if (result !== undefined && problems.length === before) return result;
            problems.length = before;
            used.clear();
            for (const path of usedBefore) used.add(path);
            return undefined;
        },
    };
    return judge;
}

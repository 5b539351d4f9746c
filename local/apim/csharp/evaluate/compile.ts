import type { PolicyContext } from "../../context";
import type { PolicyLanguage } from "../../language";
import { positionOf } from "../../policy/text";
import { checkCSharp } from "../check";
import type { CSharpProblem, ResolvedCode } from "../judge";
import type { TypeTable } from "../type-table";
import type { Type } from "../types";
import { type CompileRule, type Compiler, found, NotImplemented, nothing, typeOf } from "./compiler";
import { widening } from "./conversions";
import { type Code, Frame, frameScope } from "./frame";
import { literalRules } from "./literals";
import { memberRules } from "./members";
import { operatorRules } from "./operators";
import { compileStatement, goesOn } from "./statements";

/** C# code that is ready to run. */
export interface CompiledCSharp {
    type: Type;
    /** Bodies that it may read, which must be loaded before it runs. */
    reads: { requestBody: boolean; responseBody: boolean };
    /** @throws DotNetException what the code throws; anything else is a defect. */
    evaluate(context: PolicyContext): unknown;
}

/** What runs each kind of expression. */
export const expressionRules: Record<string, CompileRule> = { ...literalRules, ...operatorRules, ...memberRules };

/**
 * Makes code ready to run as .NET runs it.
 *
 * @throws Error when it is outside of the policy subset, or nobody knows to run it.
 */
export function compileCSharp(code: string, kind: "expression" | "block", language: PolicyLanguage): CompiledCSharp {
    const { problems, type, resolved } = checkCSharp(code, kind, language);
    if (type === undefined || resolved === undefined) throw new Error(list(code, problems));
    try {
        return { type, reads: bodiesRead(resolved), evaluate: compile(kind, type, resolved, language.types) };
    } catch (error) {
        if (!(error instanceof NotImplemented)) throw error;
        const { message, node } = error;
        throw new Error(list(code, [{ start: node.start, construct: node.kind, message }]));
    }
}

function compile(
    kind: "expression" | "block",
    result: Type,
    { root, types, members }: ResolvedCode,
    table: TypeTable,
): (context: PolicyContext) => unknown {
    const compiler: Compiler = { table, types, members, expression };
    const scope = frameScope();
    if (kind === "expression") {
        const value = compiler.expression(root, scope);
        return (context) => value(new Frame(context));
    }
    const run = compileStatement(root, scope, { ...compiler, result });
    return (context) => {
        const value = run(new Frame(context));
        if (value === goesOn) throw new Error("A way through the block ends without return.");
        return value;
    };

    function expression(...[node, inner, wanted]: Parameters<Compiler["expression"]>): Code {
        const syntax = found(node);
        const rule = Object.hasOwn(expressionRules, syntax.kind) ? expressionRules[syntax.kind] : undefined;
        if (rule === undefined) throw new NotImplemented(syntax, "An expression of this kind");
        const type = typeOf(syntax, compiler);
        if (type.name === nothing.name && wanted !== nothing) {
            throw new NotImplemented(syntax, `The value of ${syntax.text}`);
        }
        const value = rule(syntax, inner, compiler);
        const convert = wanted && widening(type, wanted, syntax);
        return convert ? (frame) => convert(value(frame)) : value;
    }
}

// whose body a variable holds is not followed: a body may be read when both it and reading occur
function bodiesRead({ members }: ResolvedCode): CompiledCSharp["reads"] {
    const used = new Set([...members.values()].map(({ entry, signature }) => `${entry} ${signature.text}`));
    const reads = [...used].some((member) => member.startsWith("IMessageBody As<"));
    return {
        requestBody: reads && used.has("IRequest Body: IMessageBody"),
        responseBody: reads && used.has("IResponse Body: IMessageBody") && used.has("Context Response: IResponse"),
    };
}

function list(code: string, problems: readonly CSharpProblem[]): string {
    const lines = problems.map(({ start, construct, message }) => {
        const { line, column } = positionOf(code, Math.max(start, 0));
        return `line ${line}, column ${column}, ${construct}: ${message}`;
    });
    return ["This C# code cannot be run:", ...lines, code].join("\n");
}

import { notNull } from "../../dotnet/checks";
import { DotNetException } from "../../dotnet/exception";
import { elementsOf } from "../../dotnet/sequence";
import { child, namedChildren, type Syntax } from "../syntax";
import type { Type } from "../types";
import { type Compiler, found, memberOf, NotImplemented, nothing, typeOf } from "./compiler";
import { blockScope, type Code, declare, Frame, frameOf, frameScope, placeOf, type Scope } from "./frame";
import { assignMember } from "./members";

/** Runs statements: gives what they return, or `goesOn` when they do not. */
export type Run = (frame: Frame) => unknown;

/** What statements give that do not return. */
export const goesOn = Symbol("goes on");

interface StatementCompiler extends Compiler {
    /** The type of what the code gives. */
    result: Type;
}

type StatementRule = (node: Syntax, scope: Scope, compiler: StatementCompiler) => Run;

/** What runs statements. */
export const statementRules: Record<string, StatementRule> = {
    block: (node, scope, compiler) => {
        const inner = blockScope(scope);
        const runs = namedChildren(node).map((statement) => compileStatement(statement, inner, compiler));
        return (frame) => {
            for (const run of runs) {
                const result = run(frame);
                if (result !== goesOn) return result;
            }
            return goesOn;
        };
    },

    return_statement: (node, scope, compiler) => compiler.expression(namedChildren(node)[0], scope, compiler.result),

    local_declaration_statement: (node, scope, compiler) => compileDeclaration(namedChildren(node)[0], scope, compiler),

    expression_statement: (node, scope, compiler) => {
        const [expression] = namedChildren(node);
        return effect(compileEffect(expression, scope, compiler));
    },

    if_statement: (node, scope, compiler) => {
        const condition = compiler.expression(child(node, "condition"), scope);
        const consequence = compileStatement(child(node, "consequence"), blockScope(scope), compiler);
        const otherwise = child(node, "alternative");
        if (otherwise === undefined) return (frame) => (condition(frame) ? consequence(frame) : goesOn);
        const alternative = compileStatement(otherwise, blockScope(scope), compiler);
        return (frame) => (condition(frame) ? consequence(frame) : alternative(frame));
    },

    for_statement: (node, scope, compiler) => {
        const inner = blockScope(scope);
        const initializer = child(node, "initializer");
        if (initializer?.kind !== "variable_declaration") throw new NotImplemented(node, "A loop without a variable");
        const start = compileDeclaration(initializer, inner, compiler);
        const goes = compiler.expression(child(node, "condition"), inner);
        const step = compileEffect(child(node, "update"), inner, compiler);
        const pass = compilePass(child(node, "body"), inner, compiler);
        return (frame) => {
            for (start(frame); goes(frame); step(frame)) {
                const result = pass.run(pass.open(frame));
                if (result !== goesOn) return result;
            }
            return goesOn;
        };
    },

    foreach_statement: (node, scope, compiler) => {
        const source = compiler.expression(child(node, "right"), scope);
        const pass = compilePass(child(node, "body"), scope, compiler, found(child(node, "left")).text);
        return (frame) => {
            for (const element of elementsOf(notNull(source(frame)))) {
                const result = pass.run(pass.open(frame, element));
                if (result !== goesOn) return result;
            }
            return goesOn;
        };
    },

    try_statement: (node, scope, compiler) => {
        const body = compileStatement(child(node, "body"), blockScope(scope), compiler);
        const [clause, ...more] = namedChildren(node).filter(({ kind }) => kind === "catch_clause");
        if (clause === undefined || more.length > 0) throw new NotImplemented(node, "A try without one catch");
        const handler = compileCatch(clause, blockScope(scope), compiler);
        return (frame) => {
            try {
                return body(frame);
            } catch (error) {
                if (!(error instanceof DotNetException)) throw error;
                return handler(frame, error);
            }
        };
    },

    throw_statement: (node, scope, compiler) => {
        const [value] = namedChildren(node);
        if (typeOf(value, compiler).name !== "Exception")
            throw new NotImplemented(node, "To throw what is no Exception");
        const exception = compiler.expression(value, scope);
        return (frame) => {
            throw notNull(exception(frame));
        };
    },
};

/** What runs a statement. */
export function compileStatement(node: Syntax | undefined, scope: Scope, compiler: StatementCompiler): Run {
    const statement = found(node);
    const rule = Object.hasOwn(statementRules, statement.kind) ? statementRules[statement.kind] : undefined;
    if (rule === undefined) throw new NotImplemented(statement, "A statement of this kind");
    return rule(statement, scope, compiler);
}

function compileDeclaration(declaration: Syntax | undefined, scope: Scope, compiler: Compiler): Run {
    const [, declarator] = namedChildren(declaration);
    const [name, value] = namedChildren(declarator);
    const code = compiler.expression(value, scope);
    const { slot } = declare(scope, found(name).text);
    return effect((frame) => {
        frame.slots[slot] = code(frame);
    });
}

/** What runs an expression, or an assignment, for what it changes. */
function compileEffect(node: Syntax | undefined, scope: Scope, compiler: Compiler): Code {
    if (node?.kind !== "assignment_expression") return compiler.expression(node, scope, nothing);
    const [left, right] = [found(child(node, "left")), child(node, "right")];
    if (left.kind !== "identifier") {
        const { signature } = memberOf(left, compiler);
        return assignMember(left, compiler.expression(right, scope, signature.returns), scope, compiler);
    }
    const place = found(placeOf(scope, left.text));
    const frameOfVariable = frameOf(place, scope);
    const value = compiler.expression(right, scope, typeOf(left, compiler));
    return (frame) => {
        frameOfVariable(frame).slots[place.slot] = value(frame);
    };
}

/** One pass through the body of a loop: with variables of its own, when functions may keep them. */
interface Pass {
    open(frame: Frame, element?: unknown): Frame;
    run: Run;
}

function compilePass(body: Syntax | undefined, scope: Scope, compiler: StatementCompiler, variable?: string): Pass {
    const keeps = holdsLambda(found(body));
    const inner = keeps ? frameScope(scope) : blockScope(scope);
    const place = variable === undefined ? undefined : declare(inner, variable);
    const run = compileStatement(body, inner, compiler);
    if (keeps) return { run, open: (frame, element) => new Frame(frame.context, frame, place ? [element] : []) };
    if (place === undefined) return { run, open: (frame) => frame };
    const { slot } = place;
    return {
        run,
        open: (frame, element) => {
            frame.slots[slot] = element;
            return frame;
        },
    };
}

function holdsLambda(node: Syntax): boolean {
    return node.kind === "lambda_expression" || node.children.some(holdsLambda);
}

function compileCatch(
    clause: Syntax,
    scope: Scope,
    compiler: StatementCompiler,
): (frame: Frame, exception: DotNetException) => unknown {
    const declaration = namedChildren(clause).find(({ kind }) => kind === "catch_declaration");
    const type = child(declaration, "type");
    if (type && type.text !== "Exception") throw new NotImplemented(clause, `To catch ${type.text}`);
    const name = child(declaration, "name");
    const place = name && declare(scope, name.text);
    const body = compileStatement(child(clause, "body"), scope, compiler);
    return (frame, exception) => {
        if (place) frame.slots[place.slot] = exception;
        return body(frame);
    };
}

function effect(code: Code): Run {
    return (frame) => {
        code(frame);
        return goesOn;
    };
}

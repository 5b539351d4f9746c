import { notNull } from "../../dotnet/checks";
import { DotNetException } from "../../dotnet/exception";
import { patternArguments, regexOf } from "../../dotnet/library/regex";
import { parameterNames } from "../arguments";
import { child, namedChildren, type Syntax } from "../syntax";
import type { Member } from "../type-table";
import { formatType, substitute, type Type } from "../types";
import { type CompileRule, type Compiler, found, implementationOf, memberOf, NotImplemented, typeOf } from "./compiler";
import { type Code, declare, Frame, frameScope, type Scope } from "./frame";
import { textOf } from "./literals";

/** What runs members: values, calls, indexers and constructors, and the making of arrays. */
export const memberRules: Record<string, CompileRule> = {
    member_access_expression: (node, scope, compiler) => {
        const member = memberOf(node, compiler);
        if (!member.signature.static) return use(node, member, receiver(node, scope, compiler));
        const value = implementationOf(member.entry, member.signature.text, node);
        return (frame) => value(frame.context);
    },

    invocation_expression: (node, scope, compiler) => {
        const member = memberOf(node, compiler);
        const args = compileArguments(child(node, "arguments"), member, scope, compiler);
        const objects = member.signature.static ? [] : receiver(child(node, "function"), scope, compiler);
        return use(node, member, [...objects, ...args]);
    },

    element_access_expression: (node, scope, compiler) => {
        const member = memberOf(node, compiler);
        const args = compileArguments(child(node, "subscript"), member, scope, compiler);
        return use(node, member, [...receiver(node, scope, compiler), ...args]);
    },

    object_creation_expression: (node, scope, compiler) => {
        const member = memberOf(node, compiler);
        return use(node, member, compileArguments(child(node, "arguments"), member, scope, compiler));
    },

    array_creation_expression: (node, scope, compiler) => {
        const [element] = typeOf(node, compiler).arguments;
        const [, rank] = namedChildren(namedChildren(node)[0]);
        const length = compiler.expression(namedChildren(rank)[0], scope);
        const make = emptyArray(found(element), node, compiler);
        return (frame) => {
            const count = Number(length(frame));
            if (count < 0) throw new DotNetException("OverflowException", "An array has no negative length.");
            return make(count);
        };
    },

    implicit_array_creation_expression: (node, scope, compiler) => {
        const elements = namedChildren(namedChildren(node)[0]).map((each) => compiler.expression(each, scope));
        const isBytes = formatType(typeOf(node, compiler)) === "byte[]";
        return (frame) => {
            const values = elements.map((element) => element(frame));
            return isBytes ? Uint8Array.from(values as number[]) : values;
        };
    },
};

/** What runs the assignment of an element or member. */
export function assignMember(node: Syntax, value: Code, scope: Scope, compiler: Compiler): Code {
    const member = memberOf(node, compiler);
    const args = compileArguments(child(node, "subscript"), member, scope, compiler);
    return use(node, member, [...receiver(node, scope, compiler), ...args, value]);
}

function receiver(node: Syntax | undefined, scope: Scope, compiler: Compiler): Code[] {
    return [compiler.expression(child(node, "expression"), scope)];
}

function use(node: Syntax, { entry, signature }: Member, operands: Code[]): Code {
    const run = implementationOf(entry, signature.text, node);
    const hasObject = !signature.static && signature.kind !== "constructor";
    // extension methods look at their object themselves
    const first = hasObject && entry !== "IEnumerable<T>" ? notNull : <T>(value: T) => value;
    const [a, b, c, d, ...more] = operands;
    if (more.length > 0) throw new NotImplemented(node, `A member of ${operands.length} operands`);
    if (a === undefined) return () => run();
    if (b === undefined) return (frame) => run(first(a(frame)));
    // .NET looks for null when it has all arguments
    if (c === undefined) {
        return (frame) => {
            const [one, two] = [a(frame), b(frame)];
            return run(first(one), two);
        };
    }
    if (d === undefined) {
        return (frame) => {
            const [one, two, three] = [a(frame), b(frame), c(frame)];
            return run(first(one), two, three);
        };
    }
    return (frame) => {
        const [one, two, three, four] = [a(frame), b(frame), c(frame), d(frame)];
        return run(first(one), two, three, four);
    };
}

function compileArguments(list: Syntax | undefined, member: Member, scope: Scope, compiler: Compiler): Code[] {
    const { signature, entry, bindings } = member;
    return namedChildren(list).map((argument, index) => {
        const name = child(argument, "name");
        const value = found(namedChildren(argument).find((each) => each !== name));
        const type = substitute(found(signature.parameters[index]).type, bindings);
        if (value.kind === "lambda_expression") return compileLambda(value, type, scope, compiler);
        if (entry === "Regex" && patternArguments[signature.text] === index) compilePattern(value);
        return compiler.expression(value, scope, type);
    });
}

// so that a pattern that cannot run is known before anything runs
function compilePattern(value: Syntax): void {
    if (value.kind !== "string_literal") return;
    try {
        regexOf(textOf(value));
    } catch (error) {
        throw new NotImplemented(
            value,
            "The pattern",
            `cannot be used: ${error instanceof Error ? error.message : error}`,
        );
    }
}

function compileLambda(lambda: Syntax, type: Type, scope: Scope, compiler: Compiler): Code {
    const inner = frameScope(scope);
    for (const name of parameterNames(lambda)) declare(inner, name);
    const body = compiler.expression(child(lambda, "body"), inner, type.arguments.at(-1));
    return (frame) =>
        (...values: unknown[]) =>
            body(new Frame(frame.context, frame, values));
}

function emptyArray(element: Type, node: Syntax, { table }: Compiler): (length: number) => unknown {
    if (element.name === "byte") return (length) => new Uint8Array(length);
    const defaults: Record<string, unknown> = { bool: false, char: 0, int: 0, long: 0n };
    if (table.isValue(element) && !Object.hasOwn(defaults, element.name)) {
        throw new NotImplemented(node, `An empty array of ${formatType(element)}`);
    }
    const value = table.isValue(element) ? defaults[element.name] : null;
    return (length) => Array.from({ length }, () => value);
}

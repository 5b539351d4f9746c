import type { Judge } from "./judge";
import { innerScope, lookUp, type Scope } from "./scope";
import { isParameter, type Parameter, type Signature } from "./signature";
import { child, namedChildren, type Syntax } from "./syntax";
import { type Bindings, formatType, substitute, type Type } from "./types";

/** An argument of a call. */
export interface Argument {
    value: Syntax;
    /** Its type; a function has none before a parameter gives it one. */
    type?: Type;
    name?: string;
}

/** The arguments of a call; undefined when the type of one is not known, which is reported. */
export function argumentsOf(list: Syntax | undefined, scope: Scope, judge: Judge): Argument[] | undefined {
    const args = namedChildren(list).map((argument): Argument | undefined => {
        const name = child(argument, "name");
        const value = namedChildren(argument).find((each) => each !== name);
        if (value?.kind === "lambda_expression") return { value };
        const type = judge.typeOf(value, scope);
        return value && type && { value, type, ...(name && { name: name.text }) };
    });
    return args.some((each) => each === undefined) ? undefined : args.filter((each) => each !== undefined);
}

/** What the parameters of a member stand for when it is called with arguments; undefined when they do not fit. */
export function bindArguments(
    { parameters }: Signature,
    args: Argument[],
    bindings: Bindings,
    scope: Scope,
    judge: Judge,
): Bindings | undefined {
    if (parameters.length !== args.length) return undefined;
    return parameters.reduce<Bindings | undefined>((bound, parameter, index) => {
        const argument = args[index];
        return bound && argument && bindArgument(parameter, argument, bound, scope, judge);
    }, bindings);
}

function bindArgument(
    { type, name }: Parameter,
    argument: Argument,
    bindings: Bindings,
    scope: Scope,
    judge: Judge,
): Bindings | undefined {
    if (argument.name !== name) return undefined;
    if (argument.type === undefined) return bindLambda(type, argument.value, bindings, scope, judge);
    return judge.table.bind(type, argument.type, bindings);
}

// the last argument of Func is what the function gives
function bindLambda(type: Type, lambda: Syntax, bindings: Bindings, scope: Scope, judge: Judge): Bindings | undefined {
    const result = type.arguments.at(-1);
    const takes = type.arguments.slice(0, -1).map((each) => substitute(each, bindings));
    const names = parameterNames(lambda);
    if (type.name !== "Func" || result === undefined || takes.some(isParameter) || names.length !== takes.length) {
        return judge.report(lambda, lambda.kind, `${formatType(type)} is no function of ${names.length} arguments.`);
    }
    const inner = innerScope(scope);
    for (const [index, name] of names.entries()) {
        if (lookUp(scope, name)) return judge.report(lambda, name, `Variable ${name} is already declared.`);
        const taken = takes[index];
        if (taken) inner.variables.set(name, { type: taken });
    }
    const given = judge.typeOf(child(lambda, "body"), inner);
    return given && judge.table.bind(result, given, bindings);
}

/** Names of the parameters of a function. */
export function parameterNames(lambda: Syntax): string[] {
    const parameters = child(lambda, "parameters");
    if (parameters?.kind === "implicit_parameter") return [parameters.text];
    return namedChildren(parameters).map(({ text }) => text);
}

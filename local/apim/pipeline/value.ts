import { compileCSharp } from "../csharp/evaluate/compile";
import { DotNetException } from "../dotnet/exception";
import type { PolicyLanguage } from "../language";
import { classify } from "../policy/expression";
import type { PolicyText } from "../policy/text";
import type { Exchange } from "./exchange";
import { PolicyFailure } from "./failure";

/** Gives what an attribute or text is for a request. */
export type Value<T = unknown> = (exchange: Exchange) => Promise<T>;

/**
 * Compiles an attribute or text. Named values are read when it is asked for.
 * @param refer - Takes the names of named values that it refers to.
 */
export function compileValue(text: PolicyText, language: PolicyLanguage, refer: (namedValue: string) => void): Value {
    const value = classify(text);
    switch (value.kind) {
        case "text":
            return async () => value.text;
        case "namedValue":
            refer(value.name);
            return async (exchange) => namedValue(value.name, exchange);
        case "textWithNamedValue": {
            const names = /\{\{([A-Za-z0-9._-]+)\}\}/g;
            for (const [, name = ""] of value.text.matchAll(names)) refer(name);
            return async (exchange) => value.text.replaceAll(names, (_, name: string) => namedValue(name, exchange));
        }
        case "expression":
        case "block":
            return compileExpression(value.code, value.kind, language);
        default:
            throw new Error(`This is neither text nor an expression: ${value.text}`);
    }
}

function namedValue(name: string, { service }: Exchange): string {
    const text = service.namedValues.get(name);
    if (text === undefined) throw new Error(`Named value ${name} is gone since the deployment was checked.`);
    return text;
}

function compileExpression(code: string, kind: "expression" | "block", language: PolicyLanguage): Value {
    const { reads, evaluate } = compileCSharp(code, kind, language);
    return async ({ context }) => {
        if (reads.requestBody) await context.request.body?.load();
        if (reads.responseBody) await context.response?.body?.load();
        try {
            return evaluate(context);
        } catch (error) {
            if (!(error instanceof DotNetException)) throw error;
            throw evaluationFailure(error.message);
        }
    };
}

/** https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-built-in-steps */
export function evaluationFailure(message: string): PolicyFailure {
    return new PolicyFailure({
        reason: "ExpressionValueEvaluationFailure",
        message: `Expression evaluation failed. ${message}`,
    });
}

/** A value that must be a text; nothing documents what becomes of null, so that it is refused. */
export function asText(value: Value): Value<string> {
    return async (exchange) => {
        const text = await value(exchange);
        if (text === null) throw evaluationFailure("The expression gives null, and a text is needed.");
        if (typeof text !== "string")
            throw new Error(`The expression gives ${typeof text}, and was checked to give text.`);
        return text;
    };
}

/** A value that must be an integer, or the text of one. */
export function asInteger(value: Value): Value<number> {
    return async (exchange) => {
        const integer = await value(exchange);
        if (typeof integer === "string" && /^[0-9]+$/.test(integer)) return Number(integer);
        if (typeof integer === "number") return integer;
        throw new Error(`The value is ${typeof integer}, and was checked to be an integer.`);
    };
}

/** A value that must be true or false. */
export function asCondition(value: Value): Value<boolean> {
    return async (exchange) => {
        const condition = await value(exchange);
        if (typeof condition === "boolean") return condition;
        throw new Error(`The condition is ${typeof condition}, and was checked to be true or false.`);
    };
}

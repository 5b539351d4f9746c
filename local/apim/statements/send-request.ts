import type { ResponseMessage } from "../context";
import { type CompileStatement, childOf, fixed, textOf } from "../pipeline/compiler";
import type { Exchange } from "../pipeline/exchange";
import { PolicyFailure } from "../pipeline/failure";
import { MadeRequest } from "../pipeline/message";
import { send, timeout } from "../pipeline/send";
import { sequence } from "../pipeline/step";
import { asText, evaluationFailure } from "../pipeline/value";

/**
 * Sends a request of its own and keeps the whole response in a variable.
 * https://learn.microsoft.com/azure/api-management/send-request-policy
 */
export const sendRequest: CompileStatement = (element, compiler) => {
    const variable = fixed(element, "response-variable-name");
    const milliseconds = Number(fixed(element, "timeout")) * 1000;
    const ignoreError = fixed(element, "ignore-error") === "true";
    const url = asText(compiler.value(textOf(childOf(element, "set-url"))));
    const make = sequence(compiler.statements(element.children.filter(({ name }) => name !== "set-url")));
    return async (exchange) => {
        try {
            const request = new MadeRequest();
            const target = urlOf(await url(exchange));
            await make(exchange, request);
            exchange.context.variables.set(variable, await respond(request, target, milliseconds, exchange));
        } catch (error) {
            if (!ignoreError || !isOfSending(error, exchange)) throw error;
            exchange.context.variables.set(variable, null);
        }
        return "next";
    };
};

function urlOf(text: string): URL {
    if (!URL.canParse(text)) throw evaluationFailure(`${text} is no URL.`);
    return new URL(text);
}

async function respond(
    { method, headers, body }: MadeRequest,
    url: URL,
    milliseconds: number,
    exchange: Exchange,
): Promise<ResponseMessage> {
    const expired = AbortSignal.timeout(milliseconds);
    const { message } = await send({ method, url, headers, body: (await body?.load()) ?? null }, exchange, expired);
    try {
        await message.body.load();
    } catch (error) {
        throw expired.aborted ? timeout() : error;
    }
    return message;
}

function isOfSending(error: unknown, { signal }: Exchange): boolean {
    return error instanceof PolicyFailure && error.reason !== "ExpressionValueEvaluationFailure" && !signal.aborted;
}

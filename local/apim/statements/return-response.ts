import type { CompileStatement } from "../pipeline/compiler";
import { MadeResponse } from "../pipeline/message";
import { sequence } from "../pipeline/step";

/**
 * Ends the pipeline with a response of its own. While it is made, `context.Response` is still the former one.
 * https://learn.microsoft.com/azure/api-management/return-response-policy
 */
export const returnResponse: CompileStatement = (element, compiler) => {
    const make = sequence(compiler.statements(element.children));
    return async (exchange) => {
        const response = new MadeResponse();
        await make(exchange, response);
        exchange.context.response = response;
        return "end";
    };
};

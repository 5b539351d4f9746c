import { attribute, type CompileStatement, fixed } from "../pipeline/compiler";
import { ownResponse, PolicyFailure } from "../pipeline/failure";
import { sequence } from "../pipeline/step";
import { asText } from "../pipeline/value";

/**
 * Lets so many requests at a time into what stands in it; the response that is passed on behind it is not in it any more.
 * https://learn.microsoft.com/azure/api-management/limit-concurrency-policy
 */
export const limitConcurrency: CompileStatement = (element, compiler) => {
    const key = asText(compiler.value(attribute(element, "key")));
    const maxCount = Number(fixed(element, "max-count"));
    const run = sequence(compiler.statements(element.children));
    return async (exchange, made) => {
        const { concurrent } = exchange.runtime;
        const name = await key(exchange);
        const entered = concurrent.get(name) ?? 0;
        if (entered >= maxCount) throw tooMany();
        concurrent.set(name, entered + 1);
        try {
            return await run(exchange, made);
        } finally {
            const left = (concurrent.get(name) ?? 1) - 1;
            if (left > 0) concurrent.set(name, left);
            else concurrent.delete(name);
        }
    };
};

function tooMany(): PolicyFailure {
    const message = "Too many requests at a time.";
    return new PolicyFailure({ reason: "", message, response: ownResponse(429, "Too Many Requests", message) });
}

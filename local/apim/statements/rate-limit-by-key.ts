import { Headers } from "../context";
import { attribute, type CompileStatement, fixed } from "../pipeline/compiler";
import { ownResponse, PolicyFailure } from "../pipeline/failure";
import { asInteger, asText } from "../pipeline/value";

/** https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy */
export const rateLimitByKey: CompileStatement = (element, compiler) => {
    const calls = asInteger(compiler.value(attribute(element, "calls")));
    const renewalSeconds = Number(fixed(element, "renewal-period"));
    const key = asText(compiler.value(attribute(element, "counter-key")));
    const header = fixed(element, "retry-after-header-name");
    return async (exchange) => {
        const { context, runtime } = exchange;
        const exceeded = runtime.rateLimits.take(
            await key(exchange),
            await calls(exchange),
            renewalSeconds,
            context.now(),
        );
        if (exceeded === undefined) return "next";
        const message = `Rate limit is exceeded. Try again in ${exceeded.retryAfter} seconds.`;
        throw new PolicyFailure({
            reason: "RateLimitExceeded",
            message: "Rate limit is exceeded",
            response: ownResponse(429, "Too Many Requests", message, {
                headers: new Headers([header, String(exceeded.retryAfter)]),
            }),
        });
    };
};

import { attribute, type CompileStatement, fixed } from "../pipeline/compiler";
import { MadeResponse } from "../pipeline/message";
import { asInteger, evaluationFailure } from "../pipeline/value";

/** https://learn.microsoft.com/azure/api-management/set-status-policy */
export const setStatus: CompileStatement = (element, compiler) => {
    const code = asInteger(compiler.value(attribute(element, "code")));
    const reason = fixed(element, "reason");
    return async (exchange, made) => {
        if (!(made instanceof MadeResponse))
            throw new Error("set-status stands in no statement that makes a response.");
        const statusCode = await code(exchange);
        if (statusCode < 200 || statusCode > 599) throw evaluationFailure(`${statusCode} is no status of a response.`);
        made.statusCode = statusCode;
        made.reason = reason;
        return "next";
    };
};

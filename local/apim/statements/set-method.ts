import { type CompileStatement, textOf } from "../pipeline/compiler";
import { MadeRequest } from "../pipeline/message";

/** https://learn.microsoft.com/azure/api-management/set-method-policy */
export const setMethod: CompileStatement = (element) => {
    const { value: method } = textOf(element);
    return async (_exchange, made) => {
        if (!(made instanceof MadeRequest)) throw new Error("set-method stands in no statement that makes a request.");
        made.method = method;
        return "next";
    };
};

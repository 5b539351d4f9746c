import { attribute, type CompileStatement, fixed } from "../pipeline/compiler";

/** https://learn.microsoft.com/azure/api-management/set-variable-policy */
export const setVariable: CompileStatement = (element, compiler) => {
    const name = fixed(element, "name");
    const value = compiler.value(attribute(element, "value"));
    return async (exchange) => {
        exchange.context.variables.set(name, await value(exchange));
        return "next";
    };
};

import { attribute, type CompileStatement, childOf, childrenOf, fixed, textOf } from "../pipeline/compiler";
import { asText } from "../pipeline/value";

/** https://learn.microsoft.com/azure/api-management/trace-policy */
export const trace: CompileStatement = (element, compiler) => {
    const source = fixed(element, "source");
    const severity = fixed(element, "severity");
    const message = textOf(childOf(element, "message")).value;
    const metadata = childrenOf(element, "metadata").map((each) => ({
        name: fixed(each, "name"),
        value: asText(compiler.value(attribute(each, "value"))),
    }));
    return async (exchange) => {
        const values: Record<string, string> = {};
        for (const { name, value } of metadata) values[name] = await value(exchange);
        exchange.record.traces.push({ source, severity, message, metadata: values });
        return "next";
    };
};

import { MessageBody } from "../context";
import { type CompileStatement, textOf } from "../pipeline/compiler";
import { messageOf } from "../pipeline/message";
import { asText } from "../pipeline/value";

/** https://learn.microsoft.com/azure/api-management/set-body-policy */
export const setBody: CompileStatement = (element, compiler) => {
    const text = asText(compiler.value(textOf(element)));
    return async (exchange, made) => {
        const body = await text(exchange);
        messageOf(exchange, compiler.section, made).body = new MessageBody(Buffer.from(body));
        return "next";
    };
};

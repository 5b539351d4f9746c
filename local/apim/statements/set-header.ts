import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Message } from "../context";
import { type CompileStatement, childrenOf, fixed, textOf } from "../pipeline/compiler";
import { messageOf } from "../pipeline/message";
import { asText, evaluationFailure } from "../pipeline/value";

// "cannot be modified or deleted": https://learn.microsoft.com/azure/api-management/set-header-policy#usage-notes
const untouchable = ["connection", "content-length", "keep-alive", "transfer-encoding"];

/** https://learn.microsoft.com/azure/api-management/set-header-policy */
export const setHeader: CompileStatement = (element, compiler) => {
    const name = fixed(element, "name");
    const action = fixed(element, "exists-action");
    if (untouchable.includes(name.toLowerCase()) || !isName(name)) {
        compiler.report(element.offset, `API Management sets no header "${name}".`);
    }
    const [value] = childrenOf(element, "value").map((each) => asText(compiler.value(textOf(each))));
    if ((value === undefined) !== (action === "delete")) {
        compiler.report(element.offset, "A header has a value unless it is deleted.");
    }
    return async (exchange, made) => {
        const { headers }: Message = messageOf(exchange, compiler.section, made);
        if (value === undefined) headers.delete(name);
        else if (action !== "skip" || !headers.has(name)) {
            const text = await value(exchange);
            if (!isValue(name, text)) throw evaluationFailure(`The value of the header ${name} is none.`);
            headers.set(name, text);
        }
        return "next";
    };
};

function isName(name: string): boolean {
    return isAccepted(() => validateHeaderName(name));
}

function isValue(name: string, value: string): boolean {
    return isAccepted(() => validateHeaderValue(name, value));
}

// line breaks would begin another header
function isAccepted(validate: () => void): boolean {
    try {
        validate();
        return true;
    } catch {
        return false;
    }
}

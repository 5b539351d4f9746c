import { type Code, expression, namedValue, variable } from "./csharp";
import { type Element, element } from "./xml";

/** Sets a variable to the value of an expression, or to text. */
export function setVariable(name: string, value: string): Element {
    return element("set-variable", { name, value });
}

/**
 * Sets a variable to the text of a named value. A named value that stands alone may be code, which API Management runs:
 * https://learn.microsoft.com/azure/api-management/api-management-howto-properties#value-types. Behind a word it is text,
 * whoever wrote it.
 */
export function setToNamedValue(name: string, valueName: string): Element[] {
    const word = "value: ";
    return [
        setVariable(name, `${word}${namedValue(valueName)}`),
        setVariable(name, expression(`(${variable(name)}).Substring(${word.length})`)),
    ];
}

export function setHeader(name: string, value: string): Element {
    return element("set-header", { name, "exists-action": "override" }, element("value", {}, value));
}

export function deleteHeader(name: string): Element {
    return element("set-header", { name, "exists-action": "delete" });
}

/** The first case whose condition holds. */
export function choose(...cases: { when: Code; do: Element[] }[]): Element {
    return element(
        "choose",
        {},
        ...cases.map(({ when, do: steps }) => element("when", { condition: expression(when) }, ...steps)),
    );
}

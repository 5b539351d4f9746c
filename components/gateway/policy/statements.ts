import { type Code, expression } from "./csharp";
import { type Element, element } from "./xml";

/** Sets a variable to the value of an expression, or to text. */
export function setVariable(name: string, value: string): Element {
    return element("set-variable", { name, value });
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

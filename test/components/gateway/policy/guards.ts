import type { Element } from "../../../../components/gateway/policy/xml";
import { element, render } from "../../../../components/gateway/policy/xml";
import { allOf, elementsOf, readDocument, readLiterals } from "./read-document";

/** Conditions of the refusals of a guard by their reasons, in order. */
export function refusalsOf(guard: Element[]): [reason: string, condition: string][] {
    return allOf(readDocument(render(element("inbound", {}, ...guard))))
        .filter(({ name }) => name === "when")
        .flatMap((when): [string, string][] => {
            const shared = elementsOf(when).find(({ attributes }) => attributes.name === "refusalReason");
            const trace = elementsOf(when).find(({ name }) => name === "trace");
            const reason = trace && elementsOf(trace).find(({ attributes }) => attributes.name === "reason");
            const own = readLiterals(reason?.attributes.value ?? "").texts[0];
            const text = shared?.attributes.value ?? own;
            return text === undefined || text === "refusalReason" ? [] : [[text, when.attributes.condition ?? ""]];
        });
}

/** The value that a guard gives to a variable first. */
export function variableOf(guard: Element[], variable: string): string {
    const root = readDocument(render(element("inbound", {}, ...guard)));
    return allOf(root).find(({ attributes }) => attributes.name === variable)?.attributes.value ?? "";
}

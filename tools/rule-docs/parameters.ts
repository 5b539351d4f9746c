import type { Parameter, Parameters } from "../../policy-pack/engine/parameters";
import type { Relation, Rule } from "../../policy-pack/engine/rule";
import { block, code, codes, paragraphs, prose, table } from "./markdown";

const fewestForSummary = 6;

/** What a team may set of a rule. */
export function parameters(rule: Rule | Relation): string {
    const all: Parameters = rule.parameters ?? {};
    const rows = Object.entries(all).map(([name, parameter]) => [
        code(name),
        typeOf(parameter),
        defaultOf(parameter),
        allowed(parameter),
        prose(parameter.description),
    ]);
    return paragraphs(
        table([["Parameter", "Type", "Default", "Allowed", "Meaning"], ...rows]),
        `Set in \`stacks/policy.<environment>.json\`, here ${rule.examples.parameters ? "as for the examples" : "to the default"}:`,
        parameterSnippet(rule),
        ...Object.entries(all).flatMap(([each, { default: values }]) =>
            isLong(values) ? [`The default of ${code(each)}: ${codes(values)}`] : [],
        ),
    );
}

/** Configuration of a rule as for its examples; where that is nothing, the default of its first parameter. */
export function parameterSnippet({ id, parameters = {}, examples }: Rule | Relation): string {
    const [[name, { default: value }] = ["", { default: "" }]] = Object.entries<Parameter>(parameters);
    const shown = Array.isArray(value) ? value.slice(0, 2) : value;
    return block("json", JSON.stringify({ [id]: examples.parameters ?? { [name]: shown } }, null, 4));
}

function typeOf({ type }: Parameter): string {
    return type === "array" ? "list of texts" : type === "string" ? "text" : type;
}

function defaultOf({ default: value }: Parameter): string {
    return isLong(value) ? `${value.length} values, see below` : code(JSON.stringify(value));
}

function isLong(value: Parameter["default"]): value is readonly string[] {
    return Array.isArray(value) && value.length >= fewestForSummary;
}

function allowed(parameter: Parameter): string {
    if (parameter.type === "boolean") return codes(["true", "false"]);
    if (parameter.type === "string" && parameter.enum) return codes(parameter.enum.map((text) => JSON.stringify(text)));
    if (parameter.type !== "integer") return "any";
    const { minimum, maximum } = parameter;
    if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
    if (minimum !== undefined) return `${minimum} or more`;
    return maximum === undefined ? "any" : `${maximum} or less`;
}

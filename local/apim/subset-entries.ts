import type { ContentRule, ElementRule, PolicySubset } from "./subset";

/** Paths of all entries of a subset that a document can use. */
export function entriesOf({ statements, csharp }: PolicySubset): string[] {
    return [
        ...Object.entries(statements).flatMap(([name, rule]) => [
            ...rule.sections.map((section) => `statements.${name} ${section}`),
            ...entriesOfElement(`statements.${name}`, rule),
        ]),
        ...Object.entries(csharp.syntax).flatMap(([kind, tokens]) => [
            `csharp.syntax.${kind}`,
            ...tokens.map((token) => `csharp.syntax.${kind} ${token}`),
        ]),
        ...Object.entries(csharp.types).flatMap(([type, { castsTo = [], members = [] }]) => [
            `csharp.types.${type}`,
            ...castsTo.map((other) => `csharp.types.${type} castsTo ${other}`),
            ...members.map((member) => `csharp.types.${type} ${member}`),
        ]),
    ];
}

function entriesOfElement(entry: string, { attributes = {}, text, children = {} }: ElementRule): string[] {
    return [
        entry,
        ...Object.entries(attributes).flatMap(([name, rule]) => entriesOfContent(`${entry} @${name}`, rule)),
        ...(text ? entriesOfContent(`${entry} text()`, text) : []),
        ...Object.entries(children).flatMap(([name, rule]) =>
            rule.statement ? [`${entry} ${name}`] : entriesOfElement(`${entry} ${name}`, rule),
        ),
    ];
}

function entriesOfContent(entry: string, { oneOf, expression, ...forms }: ContentRule): string[] {
    return [
        ...Object.keys(forms).map((form) => `${entry} ${form}`),
        ...(oneOf ?? []).map((text) => `${entry} oneOf ${text}`),
        ...(expression ?? []).map((type) => `${entry} expression ${type}`),
    ];
}

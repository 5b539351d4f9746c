/** The document of an example, with `<base />` where a section is not given. */
export function examplePolicy(sections: { inbound?: string; backend?: string; outbound?: string; onError?: string }) {
    const { inbound = base, backend = base, outbound = base, onError = base } = sections;
    return {
        format: "xml",
        value: [
            "<policies>",
            `    <inbound>${inbound}</inbound>`,
            `    <backend>${backend}</backend>`,
            `    <outbound>${outbound}</outbound>`,
            `    <on-error>${onError}</on-error>`,
            "</policies>",
        ].join("\n"),
    };
}

/** Statements of a section, one a line, after `<base />`. */
export function lines(...statements: string[]): string {
    return [base, ...statements]
        .map((statement) => `\n        ${statement}`)
        .join("")
        .concat("\n    ");
}

const base = "<base />";

/** Statements that answer with an error. */
export function refusal(code: number): string {
    return `<return-response><set-status code="${code}" /></return-response>`;
}

/** A branch that is taken when C# code holds. */
export function when(code: string, ...statements: string[]): string {
    return `<when condition="${attribute(`@(${code})`)}">${statements.join("")}</when>`;
}

/** Sets a variable to what C# code gives. */
export function variable(name: string, code: string): string {
    return `<set-variable name="${name}" value="${attribute(`@(${code})`)}" />`;
}

export function attribute(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

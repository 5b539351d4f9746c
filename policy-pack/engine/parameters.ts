/** A number or text of a rule that a team may set; its JSON schema, with the default of production. */
export interface Parameter {
    type: "integer" | "string";
    default: number | string;
    description: string;
    enum?: string[];
    minimum?: number;
    maximum?: number;
}

export type Parameters = Record<string, Parameter>;

export type ParameterValues<P extends Parameters> = {
    readonly [Name in keyof P]: P[Name]["default"] extends number ? number : string;
};

/** The configured values, and the defaults of the rest. The engine has checked them against the schema. */
export function parameterValues<P extends Parameters>(parameters: P, configured: object): ParameterValues<P> {
    const defaults = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]);
    return { ...Object.fromEntries(defaults), ...configured };
}

/** Sentences about configured names that do not exist, which the engine would take without a word. */
export function parameterProblems(parameters: Parameters, configured: object): string[] {
    const names = Object.keys(parameters);
    const allowed = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
    return Object.keys(configured)
        .filter((name) => !names.includes(name))
        .map((name) => `The policy configuration sets "${name}", which is no parameter of this policy: ${allowed}.`);
}

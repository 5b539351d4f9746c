/** A value of a rule that a team may set; its JSON schema, with the default of production. */
export type Parameter = { description: string } & (
    | { type: "integer"; default: number; minimum?: number; maximum?: number }
    | { type: "string"; default: string; enum?: string[] }
    | { type: "boolean"; default: boolean }
    | { type: "array"; default: readonly string[]; items: { type: "string" } }
);

export type Parameters = Record<string, Parameter>;

export type ParameterValues<P extends Parameters> = {
    readonly [Name in keyof P]: Widened<P[Name]["default"]>;
};

type Widened<T> = T extends number
    ? number
    : T extends string
      ? string
      : T extends boolean
        ? boolean
        : readonly string[];

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
        .map((name) => `"${name}" is no parameter of this policy: ${allowed}.`);
}

import type { Type } from "./types";

/** Variables by name; those of the enclosing code are seen, and their names cannot be taken again. */
export interface Scope {
    variables: Map<string, Variable>;
    outer?: Scope;
}

/** A variable, without a type when a problem was reported for it. */
export interface Variable {
    type?: Type;
}

export function innerScope(outer: Scope): Scope {
    return { variables: new Map(), outer };
}

export function lookUp(scope: Scope | undefined, name: string): Variable | undefined {
    return scope && (scope.variables.get(name) ?? lookUp(scope.outer, name));
}

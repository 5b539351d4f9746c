import type { Scope } from "./scope";
import type { Syntax } from "./syntax";
import type { TypeTable } from "./type-table";
import type { Type } from "./types";

/** Something in C# code that is outside of the subset. */
export interface CSharpProblem {
    /** Offset in the code. */
    start: number;
    /** Kind of the node, or the member. */
    construct: string;
    /** A full sentence. */
    message: string;
}

/** Goes through code, collecting what is wrong with it and what of the subset it uses. */
export interface Judge {
    table: TypeTable;
    problems: readonly CSharpProblem[];
    /** The type of an expression; undefined when a problem was reported for it. */
    typeOf(node: Syntax | undefined, scope: Scope): Type | undefined;
    report(node: Syntax | undefined, construct: string, message: string): undefined;
    /** Notes the entries of the subset that a type is described by. */
    use(type: Type): void;
    useMember(entry: string, member: string): void;
    /** What a step gives when it reports nothing; else what it has reported is forgotten. */
    attempt<T>(step: () => T | undefined): T | undefined;
}

/** Gives the type of the nodes of one kind. */
export type TypeRule = (node: Syntax, scope: Scope, judge: Judge) => Type | undefined;

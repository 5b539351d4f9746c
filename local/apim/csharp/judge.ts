import type { Scope } from "./scope";
import type { Syntax } from "./syntax";
import type { Member, TypeTable } from "./type-table";
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

/** What is known of the nodes of code that has no problems. */
export interface ResolvedCode {
    root: Syntax;
    /** Types of expressions. */
    types: ReadonlyMap<Syntax, Type>;
    /** Members that calls, values and elements mean, with what their type parameters stand for there. */
    members: ReadonlyMap<Syntax, Member>;
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
    /** Notes the entry of the subset, and that a node means this member. */
    useMember(node: Syntax, member: Member): void;
    useCast(entry: string, wanted: Type): void;
    /** What a step gives when it reports nothing; else what it has reported is forgotten. */
    attempt<T>(step: () => T | undefined): T | undefined;
}

/** Gives the type of the nodes of one kind. */
export type TypeRule = (node: Syntax, scope: Scope, judge: Judge) => Type | undefined;

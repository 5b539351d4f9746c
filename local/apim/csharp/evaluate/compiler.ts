import { library } from "../../dotnet/library";
import type { ResolvedCode } from "../judge";
import type { Syntax } from "../syntax";
import type { Member, TypeTable } from "../type-table";
import { parseType, type Type } from "../types";
import type { Code, Scope } from "./frame";

/** Goes through code that was checked, and makes what runs it. */
export interface Compiler {
    table: TypeTable;
    types: ResolvedCode["types"];
    members: ResolvedCode["members"];
    /** What gives the value of an expression, as its own type has it or as a wider one. */
    expression(node: Syntax | undefined, scope: Scope, wanted?: Type): Code;
}

/** What is wanted of an expression that runs for what it changes. */
export const nothing = parseType("void");

/** Makes what runs the nodes of one kind. */
export type CompileRule = (node: Syntax, scope: Scope, compiler: Compiler) => Code;

/** Code that the check takes, but that nobody knows to run. */
export class NotImplemented extends Error {
    constructor(
        readonly node: Syntax,
        what: string,
        reason = "is not implemented.",
    ) {
        super(`${what} ${reason}`);
    }
}

/** What the check has found out about a node; it has accepted the code, so that the lack of it is a defect. */
export function found<T>(value: T | undefined): T {
    if (value === undefined) throw new Error("The check of C# code has accepted a node without saying what it is.");
    return value;
}

export function typeOf(node: Syntax | undefined, { types }: Compiler): Type {
    return found(node && types.get(node));
}

export function memberOf(node: Syntax, { members }: Compiler): Member {
    return found(members.get(node));
}

/** What a member does, or a cast that a type knows. */
export function implementationOf(entry: string, member: string, node: Syntax): (...operands: unknown[]) => unknown {
    const members = Object.hasOwn(library, entry) ? library[entry] : undefined;
    const implementation = members && Object.hasOwn(members, member) ? members[member] : undefined;
    if (implementation === undefined) throw new NotImplemented(node, `${entry} ${member}`);
    return implementation as (...operands: unknown[]) => unknown;
}

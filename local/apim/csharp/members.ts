import { type Argument, argumentsOf, bindArguments } from "./arguments";
import type { Judge, TypeRule } from "./judge";
import { lookUp, type Scope } from "./scope";
import type { Signature } from "./signature";
import { child, namedChildren, type Syntax } from "./syntax";
import type { Member } from "./type-table";
import { formatType, sameType, substitute, type Type } from "./types";
import { spelled, spellsType, writtenType } from "./written-type";

/** Types of what members give: values, calls, indexers and constructors. */
export const memberRules: Record<string, TypeRule> = {
    member_access_expression: (node, scope, judge) => valueOfMember(node, "value", scope, judge),

    invocation_expression: (node, scope, judge) => {
        const target = targetOf(child(node, "function"), scope, judge);
        if (target === undefined) return undefined;
        const args = argumentsOf(child(node, "arguments"), scope, judge);
        const candidates = membersOf(target, judge).filter(({ signature }) => signature.kind === "method");
        return choose(node, `${target.name}()`, target.owner, candidates, args, scope, judge, target.generics);
    },

    element_access_expression: (node, scope, judge) => {
        const owner = judge.typeOf(child(node, "expression"), scope);
        return (
            owner &&
            elementOf(node, owner, "indexer", argumentsOf(child(node, "subscript"), scope, judge), scope, judge)
        );
    },

    object_creation_expression: (node, scope, judge) => {
        const type = writtenType(child(node, "type"), judge);
        if (type === undefined) return undefined;
        const constructors = judge.table.members(type).filter(({ signature, entry }) => {
            return signature.kind === "constructor" && entry === judge.table.entryOf(type);
        });
        const args = argumentsOf(child(node, "arguments"), scope, judge);
        return choose(node, "new", type, constructors, args, scope, judge) && type;
    },

    array_creation_expression: (node, scope, judge) => {
        const [array, initializer] = namedChildren(node);
        const [element, rank] = namedChildren(array);
        const type = writtenType(element, judge);
        const length = judge.typeOf(namedChildren(rank)[0], scope);
        if (type === undefined || length === undefined) return undefined;
        if (length.name !== "int" || initializer !== undefined) {
            return judge.report(node, node.kind, "An array with a type is made with its length, an int.");
        }
        return { name: "[]", arguments: [type] };
    },

    implicit_array_creation_expression: (node, scope, judge) => {
        const elements = namedChildren(namedChildren(node)[0]).map((each) => judge.typeOf(each, scope));
        if (elements.some((each) => each === undefined)) return undefined;
        const [first, ...others] = elements.filter((each) => each !== undefined);
        if (first === undefined || others.some((each) => !sameType(each, first))) {
            return judge.report(node, node.kind, "The elements of an array have one type.");
        }
        return { name: "[]", arguments: [first] };
    },
};

/** The type of an element that is read or set. */
export function elementOf(
    node: Syntax,
    owner: Type,
    kind: "indexer" | "assignableIndexer",
    args: Argument[] | undefined,
    scope: Scope,
    judge: Judge,
): Type | undefined {
    const candidates = judge.table.members(owner).filter(({ signature }) => signature.kind === kind);
    return choose(node, kind === "indexer" ? "[]" : "[] =", owner, candidates, args, scope, judge);
}

interface Target {
    owner: Type;
    static: boolean;
    name: string;
    generics?: Type[];
    node: Syntax;
}

/** The type of a value of an object or type that is read or set. */
export function valueOfMember(
    node: Syntax,
    kind: "value" | "assignableValue",
    scope: Scope,
    judge: Judge,
): Type | undefined {
    const target = targetOf(node, scope, judge);
    if (target === undefined) return undefined;
    const member = membersOf(target, judge).find(({ signature }) => signature.kind === kind);
    if (member === undefined) return absent(target.node, target.name, target.owner, judge);
    judge.useMember(node, member);
    return substitute(member.signature.returns, member.bindings);
}

/** The object or type, and the name of the member that is asked of it. */
function targetOf(node: Syntax | undefined, scope: Scope, judge: Judge): Target | undefined {
    const receiver = child(node, "expression");
    const name = child(node, "name");
    if (!node || !receiver || !name || node.kind !== "member_access_expression") {
        return judge.report(node, node?.kind ?? "", "Only members of objects and types can be called.");
    }
    const generics = namedChildren(namedChildren(name)[1]).map((type) => writtenType(type, judge));
    if (generics.includes(undefined)) return undefined;
    const isStatic = namesType(receiver, scope, judge);
    const owner = isStatic ? writtenType(receiver, judge) : judge.typeOf(receiver, scope);
    return (
        owner && {
            owner,
            static: isStatic,
            name: name.kind === "generic_name" ? (namedChildren(name)[0]?.text ?? "") : name.text,
            ...(name.kind === "generic_name" && { generics: generics.filter((type) => type !== undefined) }),
            node: name,
        }
    );
}

function namesType(node: Syntax, scope: Scope, judge: Judge): boolean {
    if (!spellsType(node) || lookUp(scope, node.text) !== undefined) return false;
    const type = spelled(node);
    return type !== undefined && judge.table.has(type);
}

function membersOf({ owner, name, static: isStatic }: Target, judge: Judge): Member[] {
    return judge.table
        .members(owner)
        .filter(({ signature }) => signature.name === name && signature.static === isStatic);
}

/** What the first of several members gives whose parameters take the arguments. */
function choose(
    node: Syntax,
    name: string,
    owner: Type,
    candidates: Member[],
    args: Argument[] | undefined,
    scope: Scope,
    judge: Judge,
    generics?: Type[],
): Type | undefined {
    if (args === undefined) return undefined;
    if (candidates.length === 0) return absent(node, name, owner, judge);
    const fitting = candidates.flatMap((member) => {
        const bindings = genericsFit(member.signature, generics);
        const fits = bindings && member.signature.parameters.length === args.length;
        return fits ? [{ ...member, bindings: { ...member.bindings, ...bindings } }] : [];
    });
    const before = judge.problems.length;
    for (const { signature, bindings, entry } of fitting) {
        const bind = () => bindArguments(signature, args, bindings, scope, judge);
        // the only one may say what is wrong in its arguments
        const bound = fitting.length === 1 ? bind() : judge.attempt(bind);
        if (bound) {
            judge.useMember(node, { signature, entry, bindings: bound });
            return substitute(signature.returns, bound);
        }
    }
    if (judge.problems.length > before) return undefined;
    const forms = candidates.map(({ signature }) => signature.text).join(" | ");
    return judge.report(node, `${formatType(owner)} ${name}`, `The arguments fit none of the subset: ${forms}.`);
}

// a method that is called with types is one of those types, or takes any
function genericsFit({ generics }: Signature, given: Type[] | undefined) {
    const concrete = generics.filter(({ name }) => !/^[A-Z]$/.test(name));
    if (given === undefined) return concrete.length === 0 ? {} : undefined;
    if (given.length !== generics.length) return undefined;
    const pairs = generics.map((wanted, index) => [wanted, given[index] ?? wanted] as const);
    if (pairs.some(([wanted, type]) => concrete.includes(wanted) && !sameType(wanted, type))) return undefined;
    return Object.fromEntries(pairs.map(([{ name }, type]) => [name, type]));
}

function absent(node: Syntax, name: string, owner: Type, judge: Judge): undefined {
    const type = formatType(owner);
    return judge.report(node, `${type} ${name}`, `${type} has no member ${name} in the policy subset.`);
}

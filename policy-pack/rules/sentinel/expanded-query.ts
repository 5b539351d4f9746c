import { type Resource, type Stack, text } from "../../engine";
import { type Query, queryOf } from "./query";
import { savedSearchType } from "./sentinel";

/**
 * The query of a rule, and those of the functions of the stack that it calls, or that these call.
 *
 * @throws Undecided when one of them is unknown, or the name of a function.
 */
export function expandedQuery(rule: Resource, stack: Stack): Query[] {
    const functions = functionsIn(stack);
    const found = new Map<Resource, Query>();
    const visit = (resource: Resource): void => {
        if (found.has(resource)) return;
        const query = queryOf(text(resource, "query"));
        found.set(resource, query);
        for (const name of query.names) functions.get(name)?.forEach(visit);
    };
    visit(rule);
    return [...found.values()];
}

/**
 * Saved functions by the name that queries call them by.
 *
 * @throws Undecided when a name is unknown.
 */
export function functionsIn(stack: Stack): ReadonlyMap<string, readonly Resource[]> {
    const functions = new Map<string, Resource[]>();
    for (const saved of stack.ofType(savedSearchType)) {
        const name = text(saved, "functionAlias");
        functions.set(name, [...(functions.get(name) ?? []), saved]);
    }
    return functions;
}

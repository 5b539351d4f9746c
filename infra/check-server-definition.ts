import type { z } from "zod";
import { dotted, problemsOf, show, suggest } from "./problems";
import { prompt, resource, serverDefinition, type Tool, tool } from "./server-definition";

/**
 * Sentences about everything that is wrong in a server's file; none when its content is a ServerDefinition.
 *
 * Well-formed parts are compared with each other also when other parts are not, so that one run shows all problems.
 * Serves practices 1.2, 2.2, 2.4 and 9.2.
 */
export function checkServerDefinition(file: string, fileName: string, content: unknown): string[] {
    const keyOf = (path: readonly PropertyKey[]) => (path.length > 0 ? `${file}: ${dotted(path)}` : file);
    const problems = problemsOf(serverDefinition, content, keyOf);
    const wellFormed = <T>(schema: z.ZodType<T>, value: unknown) =>
        problems.length === 0 ? (value as T) : schema.safeParse(value).data;
    const { shape } = serverDefinition;
    const parts = (content ?? {}) as Record<string, unknown>;
    const name = wellFormed(shape.name, parts.name);
    const scopes = wellFormed(shape.scopes, parts.scopes);
    const roles = wellFormed(shape.roles, parts.roles ?? {});
    const items = <T>(list: "tools" | "resources" | "prompts", schema: z.ZodType<T>) => {
        const values: unknown = parts[list];
        return Array.isArray(values) ? values.map((each) => wellFormed(schema, each)) : [];
    };
    const rights = { scopes: scopes && Object.keys(scopes), roles: roles && Object.keys(roles) };
    const check = <T extends Guarded>(
        list: "tools" | "resources" | "prompts",
        all: (T | undefined)[],
        key: keyof T & string,
        more: (each: T) => string[] = () => [],
    ) =>
        all.flatMap((each, i) => {
            if (!each) return [];
            return [...checkTwins(list, all, key, i), ...checkRight(each, list, rights), ...more(each)].map(
                (problem) => `${keyOf([list, i])}.${problem}`,
            );
        });

    return [
        ...problems,
        ...(name === undefined || name === fileName
            ? []
            : [`${keyOf(["name"])} is "${name}"; it must be "${fileName}", the name of the file.`]),
        ...check("tools", items("tools", tool), "name", checkHints),
        ...check("resources", items("resources", resource), "uri"),
        ...check("prompts", items("prompts", prompt), "name"),
    ];
}

interface Guarded {
    scope?: string;
    role?: string;
}

function checkTwins<T>(list: string, all: (T | undefined)[], key: keyof T & string, i: number): string[] {
    const text = (each: T | undefined) => String(each?.[key]).toLowerCase();
    const twin = all.findIndex((other) => other !== undefined && text(other) === text(all[i]));
    return twin < i
        ? [`${key} is "${all[i]?.[key]}", which ${list}[${twin}] has too; it must differ in more than case.`]
        : [];
}

function checkRight(
    { scope, role }: Guarded,
    list: string,
    { scopes, roles }: { scopes: string[] | undefined; roles: string[] | undefined },
): string[] {
    const what = list.slice(0, -1);
    if (scope !== undefined && role !== undefined) {
        return [`role is "${role}", but the ${what} has a scope too; it must have exactly one of the two.`];
    }
    if (scope !== undefined) {
        return scopes && !scopes.includes(scope) ? [undeclared("scope", scope, scopes)] : [];
    }
    if (role !== undefined) {
        return roles && !roles.includes(role) ? [undeclared("role", role, roles)] : [];
    }
    return [`scope is missing; it must be one of the scopes of the file, or the ${what} must have a role.`];
}

function undeclared(kind: "scope" | "role", right: string, declared: string[]): string {
    return `${kind} is ${show(right)}; it must be declared in ${kind}s: ${suggest(right, declared)}`;
}

// An absent hint has the value that the protocol gives it: the tool writes and may destroy.
function checkHints({
    annotations: { readOnlyHint = false, destructiveHint = true } = {},
    scope,
    stepUp,
}: Tool): string[] {
    const because = "annotations.readOnlyHint is not true";
    return [
        ...(scope?.endsWith(".read") && !readOnlyHint
            ? [`scope is "${scope}"; it must be a .write or .execute scope, because ${because}.`]
            : []),
        ...(!readOnlyHint && destructiveHint && stepUp !== true
            ? [
                  `stepUp is ${stepUp ?? "missing"}; it must be true, because the tool may destroy something: ` +
                      `${because} and annotations.destructiveHint is not false.`,
              ]
            : []),
    ];
}

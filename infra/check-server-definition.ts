import type { z } from "zod";
import { dotted, problemsOf, show, suggest } from "./problems";
import { serverDefinition, type Tool, tool } from "./server-definition";

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
    const tools = Array.isArray(parts.tools) ? parts.tools.map((each) => wellFormed(tool, each)) : [];

    return [
        ...problems,
        ...(name === undefined || name === fileName
            ? []
            : [`${keyOf(["name"])} is "${name}"; it must be "${fileName}", the name of the file.`]),
        ...tools.flatMap((each, i) => {
            if (!each) return [];
            const twin = tools.findIndex((other) => other?.name.toLowerCase() === each.name.toLowerCase());
            return [
                ...(twin < i
                    ? [`name is "${each.name}", which tools[${twin}] has too; it must differ in more than case.`]
                    : []),
                ...checkRight(each, scopes && Object.keys(scopes), roles && Object.keys(roles)),
                ...checkHints(each),
            ].map((problem) => `${keyOf(["tools", i])}.${problem}`);
        }),
    ];
}

function checkRight({ scope, role }: Tool, scopes: string[] | undefined, roles: string[] | undefined): string[] {
    if (scope !== undefined && role !== undefined) {
        return [`role is "${role}", but the tool has a scope too; it must have exactly one of the two.`];
    }
    if (scope !== undefined) {
        return scopes && !scopes.includes(scope) ? [undeclared("scope", scope, scopes)] : [];
    }
    if (role !== undefined) {
        return roles && !roles.includes(role) ? [undeclared("role", role, roles)] : [];
    }
    return ["scope is missing; it must be one of the scopes of the file, or the tool must have a role."];
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

import { type Link, nameAt, namesOf, type Resource, type Stack, text } from "../../engine";
import { roleOf } from "../authorization/role-assignment";

export const registryType = "containerregistry:Registry";

/** Names of registries are unique in all of Azure. */
export const registryName = nameAt("registryName");

/** Name of the registry in the ARM id of one or of something in it, empty for other texts. */
export function registryInId(id: string): string {
    return /\/providers\/Microsoft\.ContainerRegistry\/registries\/([^/]+)/i.exec(id)?.[1] ?? "";
}

/** From a role assignment to the registry at which the role is held. */
export const assignedAt: Link = {
    type: "authorization:RoleAssignment",
    input: "scope",
    names: (assignment) => namesOf(["scope"], (path) => registryInId(text(assignment, path))),
    to: registryType,
    nameOf: registryName,
};

/**
 * Whether a role is held at a registry, in the stack or outside.
 *
 * @throws Undecided when there is neither a known id nor a dependency.
 */
export function isAtRegistry(assignment: Resource, stack: Stack): boolean {
    const { known, undecided } = assignedAt.names(assignment);
    if (undecided === undefined) return known.length > 0;
    if (stack.sourcesOf(assignment, "scope").some(({ type }) => type === registryType)) return true;
    throw undecided;
}

/** Built-in roles on what a registry holds: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers */
const duties: Readonly<Record<string, "pull" | "push" | "quarantine">> = {
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "pull", // AcrPull
    "b93aa761-3e63-49ed-ac28-beffa264f7ac": "pull", // Container Registry Repository Reader
    "8311e382-0749-4cb8-b61a-304f252e45ec": "push", // AcrPush
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c": "push", // Container Registry Repository Contributor
    "2a1e307c-b015-4ebd-883e-5b7698a07328": "push", // Container Registry Repository Writer
    "c8d4ff99-41c3-41a8-9f60-21dfdad59608": "quarantine", // AcrQuarantineWriter
};

/** What a role assignment lets somebody do with images; undefined for other roles. */
export function imageDutyOf(assignment: Resource): "pull" | "push" | "quarantine" | undefined {
    return duties[roleOf(text(assignment, "roleDefinitionId"))];
}

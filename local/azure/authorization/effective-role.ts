import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { isWithin, lastSegment, parentOf, sameId } from "../arm-id";
import type { Cloud, Stored } from "../cloud";
import { customRole } from "./custom-role";

/** What a service asks before it acts for a principal. */
export interface Need {
    /** Object id of the principal. */
    principalId: string;
    /** What it is about to do, for example `Microsoft.Network/routeTables/write`. */
    action: string;
    /** Built-in roles that allow it. */
    roles: string[];
    /** What it does it to. */
    scope: string;
}

/**
 * Seconds from the answer about an assignment until services count it: Azure says up to ten minutes, and it is mostly less
 * than one. https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignment-changes-are-not-being-detected
 */
export const secondsToPropagate = 60;

/**
 * Why a service does not act: what it says of a role that nobody gave, or that it does not know of one that was given
 * moments ago. Azure answers both alike, and a second run gets through. Here the second is an answer that the provider
 * repeats, so that a program which gives roles before it needs them always gets through, and one which does not never does.
 */
export function roleIsMissing(need: Need, refusal: ArmError, cloud: Cloud): ArmError | undefined {
    const given = assignmentsFor(need, cloud);
    if (given.length === 0) {
        return refusal;
    }
    const latest = cloud.clock.now() - secondsToPropagate * 1000;
    return given.some(({ body }) => Date.parse(textAt(body, "createdOn") ?? "") <= latest)
        ? undefined
        : new ArmError(
              503,
              "CheckAccessError",
              `The access of ${need.principalId} to ${need.scope} could not be confirmed: the role that allows ${need.action} was given less than ${secondsToPropagate} seconds ago.`,
          );
}

/** Whether the principal was given a role that allows it, be it a moment ago. */
export function isAllowed(need: Need, cloud: Cloud): boolean {
    return assignmentsFor(need, cloud).length > 0;
}

function assignmentsFor(need: Need, cloud: Cloud): Stored[] {
    return assignmentsOver(need.scope, need.principalId, cloud).filter((assignment) => allows(assignment, need, cloud));
}

/** Assignments of roles to the principal that count on the scope: it inherits those of what holds it. */
export function assignmentsOver(scope: string, principalId: string, cloud: Cloud): Stored[] {
    return cloud
        .all("azure-native:authorization:RoleAssignment")
        .filter(({ body }) => sameId(textAt(body, "principalId") ?? "", principalId))
        .filter(({ id }) => isWithin(scope, parentOf(id)));
}

function allows({ body }: Stored, { action, roles }: Need, cloud: Cloud): boolean {
    const definition = textAt(body, "roleDefinitionId") ?? "";
    const custom = customRole(definition, cloud);
    return custom ? permits(custom, action) : roles.includes(cloud.roleDefinition(definition) ?? "");
}

/** Whether a custom role has the action: in `actions`, where `*` stands for anything, and not taken out again. */
function permits({ body }: Stored, action: string): boolean {
    const has = (actions: string[]) => actions.some((pattern) => matches(pattern, action));
    return objectsAt(body, "permissions").some((permission) =>
        [
            ["actions", "notActions"],
            ["dataActions", "notDataActions"],
        ].some(([some = "", none = ""]) => has(textsAt(permission, some)) && !has(textsAt(permission, none))),
    );
}

function matches(pattern: string, action: string): boolean {
    const literal = pattern.split("*").map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
    return new RegExp(`^${literal.join(".*")}$`, "i").test(action);
}

/** The words of Resource Manager for an action on a resource that the request refers to. */
export function linkedAccessRefused({ principalId, action, scope }: Need, id: string): ArmError {
    return new ArmError(
        403,
        "LinkedAuthorizationFailed",
        `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action '${action}' on the linked scope '${scope}' that ${lastSegment(id)} refers to.`,
    );
}

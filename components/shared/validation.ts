import * as pulumi from "@pulumi/pulumi";
import { parseArmId } from "./arm-id";
import { isRole, namingProblems } from "./naming";
import { DataClassification, type SubscriptionPlacementArgs } from "./placement";

/**
 * Throws one error that lists all problems, and does nothing when there are none.
 *
 * @throws pulumi.ResourceError attached to the component, without a stack: the reader of the message made the mistake.
 */
export function validate(component: pulumi.ComponentResource, name: string, problems: string[]): void {
    if (problems.length === 0) return;
    const kind = component.constructor.name;
    throw new pulumi.ResourceError(
        [`${kind} "${name}" has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:`, ...problems]
            .map((line, index) => (index === 0 ? line : `  - ${line}`))
            .join("\n"),
        component,
        true,
    );
}

/**
 * The value itself, once it has passed the check. For values that other resources give: `check` returns a problem as a
 * sentence, or nothing, as soon as the value is there; whatever uses the returned output is not created before.
 */
export function checked(
    value: pulumi.Input<string>,
    check: (value: string) => string | undefined,
): pulumi.Output<string> {
    return pulumi.output(value).apply((resolved) => {
        const problem = check(resolved);
        if (problem !== undefined) throw new pulumi.RunError(problem);
        return resolved;
    });
}

/** An ARM id that is known to be one of the given type, for example `Microsoft.Network/virtualNetworks/subnets`. */
export function checkedArmId(value: pulumi.Input<string>, argument: string, type: string): pulumi.Output<string> {
    return checked(value, (id) => armIdProblem(id, argument, type));
}

/** A problem when the text is not an ARM id of the type. Types of ARM ids compare without regard to case. */
export function armIdProblem(id: string | undefined, argument: string, type: string): string | undefined {
    if (id !== undefined && parseArmId(id)?.type.toLowerCase() === type.toLowerCase()) return undefined;
    return `${argument} is ${id === undefined ? "missing" : `"${id}"`}; it must be the ARM id of a ${type}.`;
}

/** A problem when the text is not a GUID. */
export function guidProblem(value: string, argument: string): string | undefined {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
        ? undefined
        : `${argument} is "${value}"; it must be a GUID.`;
}

/** A problem when the number is not a whole number in the range. */
export function rangeProblem(
    value: number,
    argument: string,
    { min, max, unit }: { min: number; max: number; unit: string },
): string | undefined {
    return Number.isInteger(value) && value >= min && value <= max
        ? undefined
        : `${argument} is ${value}; it must be a whole number of ${unit} from ${min} to ${max}.`;
}

/** Problems in who is told by mail. */
export function emailProblems(emails: string[], argument: string): string[] {
    return listed(
        emails.length > 0 ? undefined : `${argument} is empty; name who is told.`,
        ...emails.map((email, index) =>
            /^[^\s@;]+@[^\s@;]+\.[^\s@;]+$/.test(email)
                ? undefined
                : `${argument}[${index}] is "${email}"; it must be an email address.`,
        ),
    );
}

/** A problem when the name cannot be the last part of an Azure name. */
export function roleProblem(role: string, argument: string): string | undefined {
    return isRole(role)
        ? undefined
        : `${argument} is "${role}"; it must be lower-case letters, digits and single hyphens, a letter first.`;
}

/** Problems in what every component is given: its name, its placement, its owner. */
export function placementProblems(name: string, args: SubscriptionPlacementArgs): string[] {
    const classes: string[] = Object.values(DataClassification);
    const { dataClassification } = args.ownership;
    return listed(
        roleProblem(name, "The component's name"),
        guidProblem(args.subscriptionId, "subscriptionId"),
        /^[a-z][a-z0-9]+$/.test(args.location)
            ? undefined
            : `location is "${args.location}"; it must be the short name of an Azure region, for example "westeurope".`,
        ...namingProblems(args.naming),
        ...(["owner", "costCenter"] as const).map((tag) => tagProblem(args.ownership[tag], `ownership.${tag}`)),
        classes.includes(dataClassification)
            ? undefined
            : `ownership.dataClassification is "${dataClassification}"; it must be one of ${classes.join(", ")}.`,
    );
}

// 256 characters: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
function tagProblem(value: string, argument: string): string | undefined {
    return value.trim() !== "" && value.length <= 256
        ? undefined
        : `${argument} is "${value}"; it must be text of 1 to 256 characters.`;
}

/** The problems among the results of checks. */
export function listed(...problems: (string | undefined)[]): string[] {
    return problems.filter((problem) => problem !== undefined);
}

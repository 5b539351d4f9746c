import { type ArmResource, typed } from "./arm-resource";
import type { Resource } from "./resource";
import { isValues, unknown, type Value } from "./value";

/** Types that hand a whole template to Azure Resource Manager. */
export const templateTypes = [
    "resources:Deployment",
    "resources:DeploymentAtManagementGroupScope",
    "resources:DeploymentAtScope",
    "resources:DeploymentAtSubscriptionScope",
    "resources:DeploymentAtTenantScope",
    "resources:DeploymentStackAtManagementGroup",
    "resources:DeploymentStackAtResourceGroup",
    "resources:DeploymentStackAtSubscription",
];

/** The resources that a template holds, as far as the pack can judge them; none when the resource hands over no template. */
export function templateResources(resource: Resource): Resource[] {
    if (!templateTypes.includes(resource.type)) return [];
    return templatesIn(resource.inputs)
        .flatMap(armResources)
        .flatMap((arm) => {
            const judged = typed(arm, resource);
            return judged ? [{ ...judged, name: `${resource.name}/${arm.names.map(nameOf).join("/")}` }] : [];
        });
}

/** A deployment has its template in `properties`, a deployment stack beside them: azure-native lifts what is in there. */
export function templatesIn(inputs: Value): Value[] {
    if (!isValues(inputs)) return [];
    const { template, properties } = inputs;
    const templates: (Value | undefined)[] = [template, isValues(properties) ? properties.template : undefined];
    return templates.filter((each) => each !== undefined);
}

/**
 * The resources of a template with those that are declared inside others. What only Azure can tell counts as one
 * resource of no type, which cannot be judged.
 */
export function armResources(template: Value): ArmResource[] {
    return isValues(template) ? contained(withoutExpressions(template)).flatMap((each) => declared(each, "", [])) : [];
}

/** `resources` is a list, or in newer templates an object by symbolic name. */
function contained(owner: Value): Value[] {
    const resources: Value = isValues(owner) ? (owner.resources ?? []) : unknown;
    if (Array.isArray(resources)) return resources;
    return isValues(resources) ? Object.values(resources) : [unknown];
}

function declared(value: Value, ownerType: string, ownerNames: Value[]): ArmResource[] {
    if (!isValues(value)) return [{ armType: "", names: [unknown], apiVersion: undefined, body: {} }];
    const { type, name = unknown, apiVersion, resources: _, ...body } = value;
    const isChild = ownerType !== "" && typeof type === "string" && !type.includes(".");
    const armType = isChild ? `${ownerType}/${type}` : typeof type === "string" ? type : "";
    const own: Value[] = typeof name === "string" ? name.split("/") : [name];
    const names: Value[] = isChild ? [...ownerNames, ...own] : own;
    const itself: ArmResource = { armType, names: padded(names, armType), apiVersion, body };
    return [itself, ...contained(value).flatMap((each) => declared(each, armType, itself.names))];
}

/** An expression can stand for several segments of a name. */
function padded(names: Value[], armType: string): Value[] {
    const segments = Math.max(armType.split("/").length - 1, 1);
    return names.length === segments ? names : Array.from({ length: segments }, () => unknown);
}

/** Expressions of templates (`[parameters('x')]`) and copy loops are evaluated in Azure only: unknown here. */
function withoutExpressions(value: Value): Value {
    if (typeof value === "string") return /^\[(?!\[)/.test(value) ? unknown : value.replace(/^\[\[/, "[");
    if (Array.isArray(value)) return value.map(withoutExpressions);
    if (!isValues(value)) return value;
    if (Array.isArray(value.copy)) return unknown;
    return Object.fromEntries(
        Object.entries(value).map(([key, each]): [string, Value] => [key, withoutExpressions(each)]),
    );
}

function nameOf(name: Value): string {
    return typeof name === "string" ? name : "?";
}

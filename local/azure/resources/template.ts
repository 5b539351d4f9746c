import type { Properties, Value } from "../../provider/provider";
import { isObject, textAt, valueAt } from "../../provider/values";
import { expandPath, parametersOf, sameId } from "../arm-id";
import { checkValue } from "../check";
import type { Put, ResourceType } from "../resource-type";
import { surplusPaths } from "../surplus-properties";

/** Types of the local cloud with an ARM type. */
export type TypesOfArm = (armType: string) => ResourceType[];

/** A resource that a template describes. */
export interface TemplateResource {
    type: ResourceType;
    id: string;
    /** In the shape of the SDK. */
    inputs: Properties;
    /** Names or ids of resources of the template. */
    dependsOn: string[];
    /** As the template writes it. */
    name: string;
}

interface Template {
    /** In the order in which ARM deploys: all of a step at once. */
    steps: TemplateResource[][];
    /** Why ARM or the local cloud refuses it, as clauses; empty when there is nothing. */
    problems: string[];
}

const groupPath = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/";

/** What the template of a deployment describes. The local cloud has plain templates only: no expressions, nothing nested. */
export function templateOf({ id, inputs }: Put, typesOfArm: TypesOfArm): Template {
    const template = valueAt(inputs, "properties.template");
    if (!isObject(template)) {
        return { steps: [], problems: ["properties.template is no object"] };
    }
    const { $schema, contentVersion, resources, ...others } = template;
    const list = Array.isArray(resources) ? resources : [];
    const found = list.map((each) => resourceOf(each, id, typesOfArm));
    const described = found.flatMap(({ resource }) => resource ?? []);
    const { steps, circular } = inSteps(described);
    return {
        steps,
        problems: [
            ...missing("", { $schema, contentVersion }),
            ...(Array.isArray(resources) ? [] : ["resources is no list"]),
            ...Object.keys(others).map((name) => notModelled(`'${name}' of a template`)),
            ...expressionsIn(template).map((text) => `${notModelled(`the expression ${text}`)}: write the value`),
            ...found.flatMap(({ problems }) => problems),
            ...described.flatMap((each) => strangers(each, described)),
            ...circular.map(({ name }) => `${name} waits for itself`),
        ],
    };
}

function resourceOf(
    value: Value,
    deploymentId: string,
    typesOfArm: TypesOfArm,
): { resource?: TemplateResource; problems: string[] } {
    if (!isObject(value)) {
        return { problems: ["a resource is no object"] };
    }
    const { type: armType, name, apiVersion, dependsOn = [], ...body } = value;
    if (typeof armType !== "string" || typeof name !== "string" || typeof apiVersion !== "string") {
        return { problems: missing(`${textAt(value, "name") ?? "a resource"}: `, { type: armType, name, apiVersion }) };
    }
    const what = `${armType} ${name}`;
    const names = name.split("/");
    const type = typesOfArm(armType).find(
        ({ path, carryOut }) =>
            path.startsWith(groupPath) && parametersOf(path).length === names.length + 2 && !carryOut,
    );
    if (!type) {
        return { problems: [`${notModelled(what)} as a resource of a template`] };
    }
    const [, , ...parameters] = parametersOf(type.path);
    const [, subscriptionId = "", resourceGroupName = ""] =
        /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i.exec(deploymentId) ?? [];
    const named = Object.fromEntries(parameters.map((parameter, index) => [parameter, names[index] ?? ""]));
    const inputs = { ...inSdkShape(type, body), resourceGroupName, ...named };
    const fields = { ...type.names, ...type.properties };
    return {
        resource: {
            type,
            id: expandPath(type.path, { ...inputs, subscriptionId }),
            inputs,
            dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [String(dependsOn)],
            name,
        },
        problems: [
            ...surplusPaths(type, inputs).map((path) => notModelled(`'${path}'`)),
            ...checkValue("", { type: "object", properties: fields }, inputs),
        ].map((problem) => `${what}: ${problem}`),
    };
}

/** The SDK has what ARM has in `properties` beside the rest, in most types. */
function inSdkShape(type: ResourceType, body: Properties): Properties {
    const { properties: field } = type.properties;
    const { properties, ...rest } = body;
    return isObject(properties) && (!field || field.readOnly) ? { ...properties, ...rest } : body;
}

/** Each step has what waits for nothing but earlier steps. */
function inSteps(resources: TemplateResource[]): { steps: TemplateResource[][]; circular: TemplateResource[] } {
    const ready = resources.filter(({ dependsOn }) => !dependsOn.some((each) => resources.some(isNamed(each))));
    if (ready.length === 0) {
        return { steps: [], circular: resources };
    }
    const rest = inSteps(resources.filter((each) => !ready.includes(each)));
    return { ...rest, steps: [ready, ...rest.steps] };
}

function strangers({ name, dependsOn }: TemplateResource, resources: TemplateResource[]): string[] {
    return dependsOn
        .filter((each) => !resources.some(isNamed(each)))
        .map((each) => `${name} waits for ${each}, which is not in the template`);
}

function isNamed(nameOrId: string): (resource: TemplateResource) => boolean {
    return ({ id, name }) => sameId(id, nameOrId) || sameId(name, nameOrId);
}

function expressionsIn(value: Value): string[] {
    if (typeof value === "string") {
        return value.startsWith("[") ? [value] : [];
    }
    return Array.isArray(value)
        ? value.flatMap(expressionsIn)
        : isObject(value)
          ? Object.values(value).flatMap(expressionsIn)
          : [];
}

function missing(of: string, required: Record<string, Value | undefined>): string[] {
    return Object.entries(required)
        .filter(([, value]) => typeof value !== "string")
        .map(([name]) => `${of}${name} is missing, or no text`);
}

function notModelled(what: string): string {
    return `${what} is not modelled by the local cloud`;
}

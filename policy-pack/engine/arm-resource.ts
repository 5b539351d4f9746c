import { typedForm } from "./arm-types";
import { type Path, parsePath } from "./paths";
import type { Resource } from "./resource";
import { resourceType } from "./type-token";
import { isValues, unknown, type Value, type Values } from "./value";

/** A resource as Azure Resource Manager takes it. */
export interface ArmResource {
    /** Namespace and type: `Microsoft.KeyVault/vaults/keys`. */
    armType: string;
    /** Segments of the name, one for each segment of the type. */
    names: Value[];
    apiVersion: Value | undefined;
    /** Everything else: `location`, `tags`, `properties` ... */
    body: Values;
}

/** The type that `resources.Resource` has as rules name it. */
export const genericType = "resources:Resource";

/** What a generic resource says about itself, beside what is sent as it is. */
const identity = ["resourceProviderNamespace", "parentResourcePath", "resourceType", "resourceName", "apiVersion"];

/**
 * A generic resource as the typed one that it stands for; as it is when it is no generic one, when what it stands for
 * is not known, or when the pack cannot judge that.
 */
export function normalised(resource: Resource): Resource {
    const arm = resource.type === genericType ? armResourceOf(resource.inputs) : undefined;
    return (arm && typed(arm, resource)) ?? resource;
}

/** An ARM resource as the typed one that azure-native has for it; undefined when the pack cannot judge it. */
export function typed({ armType, names, apiVersion, body }: ArmResource, origin: Resource): Resource | undefined {
    const form = typedForm(armType);
    if (form === undefined) return undefined;
    const named = form.names.map((input, index): [string, Value] => [input, names[index] ?? unknown]);
    const lifted = (form.lifted ?? []).reduce((value: Value, path) => at(value, parsePath(path), lift), body);
    const renamed = Object.entries(form.renamed ?? {}).reduce((value, [path, name]) => {
        const owner = parsePath(path).slice(0, -1);
        return at(value, owner, (object) => rename(object, String(parsePath(path).at(-1)), name));
    }, lifted);
    const [module, kind] = form.type.split(":");
    const version = typeof apiVersion === "string" ? `/v${apiVersion.replaceAll("-", "")}` : "";
    const token = `azure-native:${module}${version}:${kind}`;
    const inputs = isValues(renamed) ? { ...renamed, ...Object.fromEntries(named) } : renamed;
    return { ...origin, type: resourceType(token), token, inputs };
}

/** What a generic resource stands for; undefined while that is not known. */
export function armResourceOf(inputs: Value): ArmResource | undefined {
    if (!isValues(inputs)) return undefined;
    const { resourceProviderNamespace, parentResourcePath = "", resourceType: last, resourceName, apiVersion } = inputs;
    const isKnown = [resourceProviderNamespace, parentResourcePath, last].every((value) => typeof value === "string");
    if (!isKnown) return undefined;
    const parents = String(parentResourcePath)
        .split("/")
        .filter((segment) => segment !== "");
    const types = parents.filter((_, index) => index % 2 === 0);
    const names = parents.filter((_, index) => index % 2 === 1);
    return {
        armType: [resourceProviderNamespace, ...types, last].map(String).join("/"),
        names: [...names, resourceName ?? unknown],
        apiVersion,
        body: Object.fromEntries(Object.entries(inputs).filter(([name]) => !identity.includes(name))),
    };
}

/** A value with another object at a path; `[]` leads to every element, and a path that leads nowhere changes nothing. */
function at(value: Value, [segment, ...rest]: Path, change: (object: Values) => Value): Value {
    if (segment === undefined) return isValues(value) ? change(value) : value;
    if (segment === "[]") return Array.isArray(value) ? value.map((element) => at(element, rest, change)) : value;
    if (!isValues(value) || !Object.hasOwn(value, segment)) return value;
    const changed: Values = { ...value };
    changed[segment] = at(value[segment] ?? unknown, rest, change);
    return changed;
}

/** ARM has the settings in `properties`; while they are unknown, nothing of the object is known. */
function lift({ properties = {}, ...rest }: Values): Value {
    return isValues(properties) ? { ...properties, ...rest } : unknown;
}

function rename(object: Values, from: string, to: string): Values {
    const { [from]: value, ...rest } = object;
    return value === undefined ? rest : { ...rest, [to]: value };
}

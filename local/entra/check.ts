import { type CheckRequest, type CheckResult, type Properties, unknown, type Value } from "../provider/provider";
import { isObject, withoutNulls } from "../provider/values";
import type { ResourceType } from "./resource-type";
import { type Combination, type Field, type Fields, inputsOf, terraformName, withoutNotes } from "./schema";

interface Problem {
    reason: string;
    /** Where the program has it. */
    path: string;
}

/** Where values lie: in the program, and in Terraform, whose names are in the texts. */
interface Place {
    path: string;
    key: string;
}

/** Adds defaults as the Terraform bridge does, and lists what is wrong in the words of Terraform and the provider. */
export function check(type: ResourceType, { name, inputs: news, oldInputs }: CheckRequest): CheckResult {
    const inputs = withoutNotes(withoutNulls(news)); // an import sends those that Read gave back
    const problems = checkObject({ properties: type.fields, combinations: type.combinations }, inputs);
    return {
        inputs: withDefaults(type.fields, inputs, oldInputs),
        failures: problems.map(({ reason, path }) => `${reason}. Examine values at '${name}.${path}'.`),
    };
}

/** A default that the user left alone stays what it was, even when the provider has another one by now. */
function withDefaults(fields: Fields, inputs: Properties, olds: Properties | undefined): Properties {
    const result: Properties = {};
    for (const [name, value] of Object.entries(inputs)) {
        result[name] = nestedDefaults(fields[name], value, olds?.[name]);
    }
    const defaults: string[] = [];
    for (const [name, field] of inputsOf(fields)) {
        if (field.default !== undefined && result[name] === undefined) {
            const wasDefault = !Array.isArray(olds?.__defaults) || olds.__defaults.includes(name);
            result[name] = (wasDefault ? olds?.[name] : undefined) ?? field.default;
            defaults.push(name);
        }
    }
    return { ...result, __defaults: defaults.sort() };
}

function nestedDefaults(field: Field | undefined, value: Value, old: Value | undefined): Value {
    if (isObject(value) && field?.properties) {
        return withDefaults(field.properties, value, isObject(old) ? old : undefined);
    }
    return Array.isArray(value) && field?.items?.properties
        ? value.map((item, index) => nestedDefaults(field.items, item, Array.isArray(old) ? old[index] : undefined))
        : value;
}

function checkObject(
    { properties = {}, combinations = [] }: Pick<Field, "properties" | "combinations">,
    values: Properties,
    place?: Place,
): Problem[] {
    const at = (name: string): Place => {
        const key = terraformName(name, properties[name]);
        return place ? { path: `${place.path}.${name}`, key: `${place.key}.0.${key}` } : { path: name, key };
    };
    const surplus = Object.keys(values)
        .filter((name) => properties[name] === undefined || properties[name].readOnly)
        .map((name): Problem => ({ reason: "Invalid or unknown key", path: at(name).path }));
    return [
        ...surplus,
        ...Object.entries(properties)
            .filter(([, field]) => !field.readOnly)
            .flatMap(([name, field]) => checkField(field, values[name], at(name))),
        ...combinations.flatMap((combination) => checkCombination(combination, values, at)),
    ];
}

function checkField(field: Field, value: Value | undefined, { path, key }: Place): Problem[] {
    if (value === undefined) {
        const reason = `Missing required argument. The argument "${key}" is required, but no definition was found.`;
        return field.required ? [{ reason, path }] : [];
    }
    return field.notModelled
        ? [{ reason: `'${path}' is not modelled by the local cloud`, path }]
        : checkValue(field, value, { path, key });
}

function checkValue(field: Field, value: Value, place: Place): Problem[] {
    const { path, key } = place;
    if (value === unknown) {
        return [];
    }
    if (field.type === "array" && Array.isArray(value)) {
        const { items = { type: "any" } } = field;
        return [
            ...checkLength(field, value.length, place),
            ...value.flatMap((item, index) =>
                checkValue(items, item, { path: `${path}[${index}]`, key: `${key}.${index}` }),
            ),
        ];
    }
    if (field.type === "object" && isObject(value)) {
        return checkObject(field, value, place);
    }
    const isRight = field.type === "integer" ? Number.isInteger(value) : typeof value === field.type;
    return isRight
        ? checkPlain(field, value, key).map((reason) => ({ reason, path }))
        : [{ reason: `expected type of "${key}" to be ${field.type}, got ${JSON.stringify(value)}`, path }];
}

function checkPlain({ values, minimum, maximum, problems }: Field, value: Value, key: string): string[] {
    const isOutside = Number(value) < (minimum ?? -Infinity) || Number(value) > (maximum ?? Infinity);
    return [
        ...(values && !values.includes(value as string)
            ? [`expected ${key} to be one of [${values.map((each) => `"${each}"`).join(" ")}], got ${value}`]
            : []),
        ...(isOutside ? [`expected ${key} to be in the range (${minimum} - ${maximum}), got ${value}`] : []),
        ...(problems && typeof value === "string" ? problems(value, key) : []),
    ];
}

function checkLength({ minItems = 0, maxItems = Infinity }: Field, length: number, { path, key }: Place): Problem[] {
    if (length > maxItems) {
        const detail = `Attribute ${key} supports ${maxItems} item maximum, but config has ${length} declared.`;
        return [{ reason: `Too many list items. ${detail}`, path }];
    }
    const detail = `Attribute ${key} requires ${minItems} item minimum, but config has only ${length} declared.`;
    return length < minItems ? [{ reason: `Not enough list items. ${detail}`, path }] : [];
}

/** Terraform complains at each property that belongs to the combination. */
function checkCombination({ kind, names }: Combination, values: Properties, at: (name: string) => Place): Problem[] {
    const keys = (some: string[]) =>
        some
            .map((name) => at(name).key)
            .sort()
            .join(",");
    const all = keys(names);
    const given = names.filter((name) => values[name] !== undefined);
    const known = given.filter((name) => values[name] !== unknown);
    const complain = (some: string[], problem: string, detail: string) =>
        some.map((name) => ({ reason: `${problem}. "${at(name).key}": ${detail}`, path: at(name).path }));
    if (kind === "all-or-none") {
        return given.length === 0 || given.length === names.length
            ? []
            : complain(given, "Missing required argument", `all of \`${all}\` must be specified`);
    }
    if (kind === "at-most-one") {
        return given.length < 2
            ? []
            : given.map((name) => {
                  const others = keys(given.filter((other) => other !== name));
                  const reason = `Conflicting configuration arguments. "${at(name).key}": conflicts with ${others}`;
                  return { reason, path: at(name).path };
              });
    }
    const isExact = kind === "exactly-one";
    if (given.length === 0) {
        const problem = isExact ? "Invalid combination of arguments" : "Missing required argument";
        return complain(names, problem, `one of \`${all}\` must be specified`);
    }
    return isExact && known.length > 1
        ? complain(
              names,
              "Invalid combination of arguments",
              `only one of \`${all}\` can be specified, but \`${keys(known)}\` were specified.`,
          )
        : [];
}

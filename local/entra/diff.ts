import { isDeepStrictEqual } from "node:util";
import { Comparison } from "../provider/comparison";
import type { DiffRequest, DiffResult, Properties, Value } from "../provider/provider";
import { isObject } from "../provider/values";
import type { ResourceType } from "./resource-type";
import { type Field, type Fields, inputsOf, withoutNotes } from "./schema";

type Changes = DiffResult["changes"];

/**
 * What Terraform plans, as the bridge shows it: what exists against the new inputs. An empty value and none are the
 * same, and so are sets in another order. A replacement is created first: nothing in this provider is named by Pulumi.
 */
export function diff({ fields }: ResourceType, { oldOutputs, inputs }: DiffRequest): DiffResult {
    const news = shown(fields, withoutNotes(inputs));
    const olds = inOrderOf(fields, shown(fields, oldOutputs, news), news);
    const changes = new Comparison(new Set()).objects(olds, news, "", "", undefined);
    return { changes: withReplacements(fields, changes), deleteBeforeReplace: false };
}

/** What a comparison looks at; without new inputs, which say what Entra may choose, the properties that have a value. */
function shown(fields: Fields, values: Properties, news: Properties = values): Properties {
    const result: Properties = {};
    for (const [name, field] of inputsOf(fields)) {
        const value = values[name];
        if (value === undefined || isEmpty(value) || (field.computed && news[name] === undefined)) {
            continue;
        }
        const other = news[name];
        result[name] =
            isObject(value) && field.properties
                ? shown(field.properties, value, isObject(other) ? other : {})
                : Array.isArray(value) && field.items?.properties
                  ? value.map((item) => (isObject(item) ? shown(field.items?.properties ?? {}, item) : item))
                  : value;
    }
    return result;
}

function isEmpty(value: Value): boolean {
    return (
        value === null ||
        value === "" ||
        value === 0 ||
        value === false ||
        (Array.isArray(value) && value.length === 0) ||
        (isObject(value) && Object.values(value).every(isEmpty))
    );
}

/** Sets of the old values in the order of the new ones, so that only what differs is compared. */
function inOrderOf(fields: Fields, olds: Properties, news: Properties): Properties {
    return Object.fromEntries(
        Object.entries(olds).map(([name, old]) => [name, reordered(fields[name], old, news[name])]),
    );
}

function reordered(field: Field | undefined, old: Value, value: Value | undefined): Value {
    if (isObject(old) && isObject(value) && field?.properties) {
        return inOrderOf(field.properties, old, value);
    }
    if (!field?.unordered || !Array.isArray(old) || !Array.isArray(value)) {
        return old;
    }
    const rest = old.filter((item) => !value.some((other) => isDeepStrictEqual(item, other)));
    const kept = value.map((item) => (old.some((other) => isDeepStrictEqual(item, other)) ? item : rest.shift()));
    return [...kept, ...rest] as Value[]; // with holes where there are more new items than old ones
}

function withReplacements(fields: Fields, changes: Changes): Changes {
    return Object.fromEntries(
        Object.entries(changes).map(([path, change]) => {
            const field = fields[/^\w+/.exec(path)?.[0] ?? ""];
            return [path, field?.replaces ? (`${change}-replace` as typeof change) : change];
        }),
    );
}

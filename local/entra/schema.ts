import type { Properties } from "../provider/provider";
import * as base from "../provider/schema";

/** What the schema of the azuread provider says about one property. */
export interface Field extends base.Field {
    items?: Field;
    properties?: Fields;
    /** What an object as a whole must hold. */
    combinations?: Combination[];
    /** What the provider puts into inputs that leave it out. */
    default?: string | number | boolean;
    /** Entra chooses a value when there is none. */
    computed?: boolean;
    /** A change needs a new resource. */
    replaces?: boolean;
    /** A set: the order of its items means nothing. */
    unordered?: boolean;
    minItems?: number;
    maxItems?: number;
    /** Name in Terraform, where it is not the same in snake case: errors name it. */
    terraformName?: string;
    /** Says in the provider's words what is wrong with a text. `key` is its name in Terraform. */
    problems?(value: string, key: string): string[];
}

export type Fields = Record<string, Field>;

/** Which of several properties must be there together. */
export interface Combination {
    kind: "at-least-one" | "at-most-one" | "exactly-one" | "all-or-none";
    names: string[];
}

export function list(items: Field, limits: Pick<Field, "minItems" | "maxItems"> = {}): Field {
    return { ...base.list(items), ...limits };
}

export function set(items: Field, limits: Pick<Field, "minItems" | "maxItems"> = {}): Field {
    return { ...list(items, limits), unordered: true };
}

export function replaces(field: Field): Field {
    return { ...field, replaces: true };
}

export function computed(field: Field): Field {
    return { ...field, computed: true };
}

export function defaulted(field: Field, value: string | number | boolean): Field {
    return { ...field, default: value };
}

/** Name of a property in Terraform. */
export function terraformName(name: string, field: Field | undefined): string {
    return field?.terraformName ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Properties that a program may give. */
export function inputsOf(fields: Fields): [name: string, field: Field][] {
    return Object.entries(fields).filter(([, field]) => !field.readOnly && !field.notModelled);
}

/** Without what the bridge notes in inputs and outputs, at any depth. */
export function withoutNotes(properties: Properties): Properties {
    return JSON.parse(JSON.stringify(properties, (name, value) => (name.startsWith("__") ? undefined : value)));
}

import { sample, stringMatching } from "fast-check";

type Schema = Record<string, unknown>;

/** Depth from which on optional parts are left out, so that schemas that contain themselves come to an end. */
const deepest = 4;

const formats: Record<string, string> = {
    date: "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    time: "12:00:00Z",
    duration: "P1D",
    email: "someone@contoso.example",
    hostname: "contoso.example",
    ipv4: "192.0.2.1",
    ipv6: "2001:db8::1",
    uri: "https://contoso.example/",
    uuid: "00000000-0000-4000-8000-000000000001",
};

/**
 * A value that a schema describes, always the same one. Keywords that only exclude values, such as `not`, are left to
 * whoever validates the value.
 *
 * @param given - Values that members of their names have, such as the arguments of a call.
 */
export function sampleValue(root: Schema, given: Schema = {}): unknown {
    return valueFor(root, 0);

    function valueFor(schema: unknown, depth: number): unknown {
        const { allOf, ...own } = resolved(schema);
        const merged = (Array.isArray(allOf) ? allOf : []).reduce<Schema>(
            (sum, each) => merge(sum, resolved(each)),
            own,
        );
        const { const: only, enum: listed, examples, default: usual, anyOf, oneOf, ...rest } = merged;
        for (const [first] of [[only], listed, examples, [usual]].filter(Array.isArray)) {
            if (first !== undefined) return first;
        }
        const [choice] = [anyOf, oneOf].flatMap((each) => (Array.isArray(each) ? each : []));
        if (choice !== undefined) return valueFor(merge(rest, resolved(choice)), depth);
        const type = Array.isArray(rest.type) ? rest.type[0] : rest.type;
        switch (type) {
            case "object":
                return objectOf(rest, depth);
            case "array":
                return itemsOf(rest, depth);
            case "string":
                return textOf(rest);
            case "integer":
            case "number":
                return numberOf(rest);
            case "boolean":
                return true;
            default:
                return null;
        }
    }

    function objectOf({ properties = {}, required = [] }: Schema, depth: number): Schema {
        const wanted = Object.entries(properties as Schema).filter(
            ([name]) => depth < deepest || (required as string[]).includes(name),
        );
        return Object.fromEntries(
            wanted.map(([name, each]) => [name, Object.hasOwn(given, name) ? given[name] : valueFor(each, depth + 1)]),
        );
    }

    function itemsOf({ prefixItems = [], items = {}, minItems = 0 }: Schema, depth: number): unknown[] {
        const first = (prefixItems as unknown[]).map((each) => valueFor(each, depth + 1));
        const wanted = Math.max(Number(minItems), depth < deepest ? 1 : 0);
        const others = Array.from({ length: Math.max(wanted - first.length, 0) }, () => valueFor(items, depth + 1));
        return [...first, ...others];
    }

    function resolved(schema: unknown): Schema {
        if (typeof schema !== "object" || schema === null) return {};
        const { $ref, ...others } = schema as Schema;
        if ($ref === undefined) return others;
        const [, name] = /^#\/\$defs\/([^/]+)$/.exec(String($ref)) ?? [];
        const target = $ref === "#" ? root : name && (root.$defs as Schema | undefined)?.[name];
        if (target === undefined) throw new Error(`No definition ${$ref} is in the schema.`);
        return merge(resolved(target), others);
    }
}

function merge(one: Schema, other: Schema): Schema {
    return {
        ...one,
        ...other,
        ...(one.properties !== undefined && { properties: { ...one.properties, ...(other.properties ?? {}) } }),
        ...(Array.isArray(one.required) && { required: [...one.required, ...((other.required as string[]) ?? [])] }),
    };
}

function textOf({ pattern, format, minLength = 0, maxLength }: Schema): string {
    if (typeof pattern === "string")
        return sample(stringMatching(new RegExp(pattern, "u")), { seed: 1, numRuns: 1 })[0] ?? "";
    const text = formats[String(format)] ?? "sample".padEnd(Number(minLength), ".");
    return maxLength === undefined ? text : text.slice(0, Number(maxLength));
}

function numberOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf = 1 }: Schema): number {
    const above = exclusiveMinimum === undefined ? undefined : Number(exclusiveMinimum) + 1;
    const below = exclusiveMaximum === undefined ? undefined : Number(exclusiveMaximum) - 1;
    return Number(minimum ?? above ?? maximum ?? below ?? multipleOf);
}

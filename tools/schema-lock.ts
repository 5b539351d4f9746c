/** The parts of a Pulumi package schema that adopters depend on: https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ */
export interface PackageSchema {
    resources?: Record<string, ResourceSchema>;
    types?: Record<string, ObjectSchema>;
}

interface ResourceSchema extends ObjectSchema {
    inputProperties?: Record<string, TypeSchema>;
    requiredInputs?: string[];
}

interface ObjectSchema {
    properties?: Record<string, TypeSchema>;
    required?: string[];
    enum?: { value: string | number }[];
}

interface TypeSchema {
    type?: string;
    $ref?: string;
    plain?: boolean;
    items?: TypeSchema;
    additionalProperties?: TypeSchema;
}

/** What is locked: one line for each input, output, property and enum value, by component or type. */
export type SchemaLock = Record<string, string[]>;

/** Every component and type of the schema in the order of its name, with one line for each of its parts. */
export function lockOf({ resources = {}, types = {} }: PackageSchema): SchemaLock {
    const components = Object.entries(resources).map(([token, resource]): [string, string[]] => [
        nameOf(token),
        [
            ...lines("input", resource.inputProperties, resource.requiredInputs),
            ...lines("output", resource.properties, resource.required),
        ],
    ]);
    const others = Object.entries(types).map(([token, type]): [string, string[]] => [
        nameOf(token),
        [
            ...lines("property", type.properties, type.required),
            ...(type.enum ?? []).map(({ value }) => `value ${value}`),
        ],
    ]);
    return Object.fromEntries([...components, ...others].sort(([a], [b]) => a.localeCompare(b, "en")));
}

function lines(kind: string, properties: Record<string, TypeSchema> = {}, required: string[] = []): string[] {
    return Object.entries(properties)
        .sort(([a], [b]) => a.localeCompare(b, "en"))
        .map(([name, type]) => `${kind} ${name}${required.includes(name) ? "" : "?"}: ${describe(type, kind)}`);
}

/** The type as TypeScript would write it; an input that may come from another resource is an `Input`. */
function describe(type: TypeSchema, kind: string): string {
    const bare = describeBare(type, kind);
    const mayBeOutput = kind !== "output" && !type.plain && !type.items && !type.additionalProperties;
    return mayBeOutput ? `Input<${bare}>` : bare;
}

function describeBare({ type, $ref, items, additionalProperties }: TypeSchema, kind: string): string {
    if ($ref) return nameOf($ref);
    if (items) return `${describe(items, kind)}[]`;
    if (additionalProperties) return `Record<string, ${describe(additionalProperties, kind)}>`;
    return type ?? "unknown";
}

function nameOf(token: string): string {
    return token.slice(token.lastIndexOf(":") + 1);
}

/** What the lock has and the schema lacks, and the other way round, as lines that begin with - and +. */
export function differences(lock: SchemaLock, current: SchemaLock): string[] {
    const before = flatten(lock);
    const after = flatten(current);
    return [
        ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
        ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    ];
}

function flatten(lock: SchemaLock): string[] {
    return Object.entries(lock).flatMap(([name, parts]) => [name, ...parts.map((part) => `${name} ${part}`)]);
}

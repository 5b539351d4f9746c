import type * as base from "../../../local/provider/schema";
import type { Shape } from "./sdk-class";

/** What the providers of the local cloud say about a property, as far as the SDK says it, too. */
interface Field extends base.Field {
    items?: Field;
    properties?: Fields;
    writeOnly?: boolean;
    kept?: boolean;
    answeredAsMap?: boolean;
}

type Fields = Record<string, Field>;
type Declared = Record<string, Shape & { optional: boolean }>;

/** Differences between the fields of a type file and what the SDK declares, as `path: problem`. */
export function differences(path: string, fields: Fields, declared: Declared, side: "inputs" | "outputs"): string[] {
    const ours = Object.entries(fields).filter(([, field]) => (side === "inputs" ? !field.readOnly : !field.writeOnly));
    const surplus = ours
        .filter(([name, field]) => !(name in declared) && !(field.notModelled || (field.kept && side === "outputs")))
        .map(([name]) => `${path}.${name}: not in the SDK`);
    const missing = Object.keys(declared)
        .filter((name) => !ours.some(([our]) => our === name))
        .map((name) => `${path}.${name}: missing`);
    const inner = ours.flatMap(([name, field]) => {
        const shape = declared[name];
        return shape ? fieldDifferences(`${path}.${name}`, field, shape, side) : [];
    });
    return [...surplus, ...missing, ...inner];
}

function fieldDifferences(
    path: string,
    field: Field,
    shape: Shape & { optional?: boolean },
    side: "inputs" | "outputs",
): string[] {
    if (field.type === "any") {
        return [];
    }
    const problems: string[] = [];
    const type = field.answeredAsMap && side === "outputs" ? "map" : field.type;
    const expected = type === "integer" ? "number" : type;
    if (shape.type !== expected && !(shape.type === "enum" && field.values)) {
        problems.push(`${path}: ${type} here, ${shape.type} in the SDK`);
    }
    // the provider wants a location where Azure does, although the SDK lets it be found
    const isFound = path.endsWith(".location");
    if (side === "inputs" && shape.optional !== undefined && !isFound && shape.optional === (field.required ?? false)) {
        problems.push(`${path}: ${shape.optional ? "optional" : "required"} in the SDK`);
    }
    if (field.properties && shape.properties) {
        problems.push(...differences(path, field.properties, shape.properties, side));
    }
    if (field.items?.properties && shape.items?.properties) {
        problems.push(...differences(`${path}[]`, field.items.properties, shape.items.properties, side));
    }
    return problems;
}

import type { Properties, Value } from "../provider/provider";

/** Names of the API that have dashes, which properties in the SDK cannot have. */
const dashed = new Map(
    [
        "x-kubernetes-embedded-resource",
        "x-kubernetes-int-or-string",
        "x-kubernetes-list-map-keys",
        "x-kubernetes-list-type",
        "x-kubernetes-map-type",
        "x-kubernetes-preserve-unknown-fields",
        "x-kubernetes-validations",
    ].map((name) => [name, name.replaceAll("-", "_")]),
);
const underscored = new Map([...dashed].map(([dash, underscore]) => [underscore, dash]));

/** As the API wants it. */
export const toApi = (object: Properties) => renamed(object, underscored) as Properties;

/** As the SDK wants it. */
export const toSdk = (object: Properties) => renamed(object, dashed) as Properties;

function renamed(value: Value, names: Map<string, string>): Value {
    if (Array.isArray(value)) {
        return value.map((item) => renamed(item, names));
    }
    return value === null || typeof value !== "object"
        ? value
        : Object.fromEntries(
              Object.entries(value).map(([name, inner]) => [names.get(name) ?? name, renamed(inner, names)]),
          );
}

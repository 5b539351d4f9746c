import { encodeBase64 } from "../base64";
import { Boxed } from "../boxed";
import { given } from "../checks";
import { toBool, toInt, toText } from "../json/convert";
import { parseObject } from "../json/parse";
import { serializeObject } from "../json/serialize";
import { JArray, type JContainer, JObject, JProperty, type JToken, type JValue } from "../json/token";
import { List } from "../list";
import { descendantsOf, Sequence, tokensIn } from "../sequence";
import type { Members } from "./members";

export const tokenMembers: Members = {
    "castsTo string": toText,
    "castsTo int": toInt,
    "castsTo bool": toBool,
    "[object]: JToken": (token: JToken, key: unknown) => token.at(key),
    "DeepClone(): JToken": (token: JToken) => token.deepClone(),
    "Type: JTokenType": (token: JToken) => token.type,
};

export const tokenTypeMembers: Members = {
    "static Array: JTokenType": () => "Array",
    "static Boolean: JTokenType": () => "Boolean",
    "static Null: JTokenType": () => "Null",
    "static Property: JTokenType": () => "Property",
    "static Integer: JTokenType": () => "Integer",
    "static Object: JTokenType": () => "Object",
    "static String: JTokenType": () => "String",
};

export const containerMembers: Members = {
    "Count: int": (container: JContainer) => container.count,
    "Descendants(): IEnumerable<JToken>": (container: JContainer) => new Sequence(() => descendantsOf(container)),
};

export const objectMembers: Members = {
    "new()": () => new JObject(),
    "new(JProperty, JProperty)": (one: JProperty, other: JProperty) => new JObject(one, other),
    "[string]: JToken": (object: JObject, name: string | null) => object.get(given(name, "propertyName")),
    "[string] = JToken": (object: JObject, name: string | null, value: JToken | null) =>
        object.set(given(name, "name"), value),
    "Remove(string): bool": (object: JObject, name: string | null) => name !== null && object.remove(name),
    "Properties(): IEnumerable<JProperty>": (object: JObject) => new Sequence(() => tokensIn(object)),
    "static Parse(string): JObject": (text: string | null) => parseObject(given(text, "s")),
};

export const arrayTokenMembers: Members = {
    "new()": () => new JArray(),
};

export const propertyMembers: Members = {
    "new(string, object)": (name: string | null, value: unknown) =>
        new JProperty(given(name, "name"), contentOf(value)),
    "Name: string": (property: JProperty) => property.name,
    "Value: JToken": (property: JProperty) => property.value,
};

export const valueMembers: Members = {
    "Value = object": (token: JValue, value: unknown) => {
        token.value = contentOf(value);
    },
};

export const jsonConvertMembers: Members = {
    "static SerializeObject(object): string": (value: unknown) =>
        serializeObject(value instanceof Uint8Array ? encodeBase64(value) : contentOf(value)),
};

/** A value of code in the form in which JSON takes it. */
function contentOf(value: unknown): unknown {
    if (value instanceof Boxed && value.type === "char") return String.fromCharCode(Number(value.value));
    return value instanceof Sequence || value instanceof List ? [...value] : value;
}

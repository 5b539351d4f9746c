import { DateTime } from "../../../../../local/apim/dotnet/json/date-time";
import { JConstructor, JProperty, type JToken, JValue } from "../../../../../local/apim/dotnet/json/token";

/** A tree of tokens as plain values: `Type value` of a JValue, entries of an object, items of the others. */
export function treeOf(token: JToken): unknown {
    if (token instanceof JValue) return scalarText(token);
    if (token instanceof JProperty) return [token.name, treeOf(token.value)];
    const children = token.children().map(treeOf);
    return token instanceof JConstructor ? { [token.name]: children } : { [token.type]: children };
}

function scalarText({ type, value }: JValue): string {
    return `${type} ${value instanceof DateTime ? `${value.ticks} ${value.kind}` : String(value)}`;
}

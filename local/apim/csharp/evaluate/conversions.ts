import { Boxed } from "../../dotnet/boxed";
import { notNull } from "../../dotnet/checks";
import { DotNetException } from "../../dotnet/exception";
import { JArray, JContainer, JObject, JProperty, JToken, JValue } from "../../dotnet/json/token";
import { Jwt } from "../../dotnet/jwt";
import type { Syntax } from "../syntax";
import { formatType, sameType, type Type } from "../types";
import { NotImplemented } from "./compiler";

type Conversion = (value: unknown) => unknown;

/** How numbers become other numbers without a check of their range. */
const numbers: Record<string, (value: number | bigint) => unknown> = {
    byte: (value) => Number(BigInt.asUintN(8, BigInt(value))),
    char: (value) => Number(BigInt.asUintN(16, BigInt(value))),
    int: (value) => (typeof value === "number" ? value | 0 : Number(BigInt.asIntN(32, value))),
    long: (value) => BigInt(value),
};

/** Types that are no primitives of JavaScript by which they would be known as objects. */
const boxed = ["byte", "char", "Guid", "DateTimeOffset", "StringComparison", "JTokenType"];

/** Tells whether an object is of a type. */
const instances: Record<string, (value: unknown) => boolean> = {
    bool: (value) => typeof value === "boolean",
    "byte[]": (value) => value instanceof Uint8Array,
    int: (value) => typeof value === "number",
    IResponse: (value) => typeof value === "object" && value !== null && "statusCode" in value,
    JArray: (value) => value instanceof JArray,
    JContainer: (value) => value instanceof JContainer,
    JObject: (value) => value instanceof JObject,
    JProperty: (value) => value instanceof JProperty,
    JToken: (value) => value instanceof JToken,
    JValue: (value) => value instanceof JValue,
    Jwt: (value) => value instanceof Jwt,
    long: (value) => typeof value === "bigint",
    string: (value) => typeof value === "string",
    ...Object.fromEntries(
        boxed.map((type) => [type, (value: unknown) => value instanceof Boxed && value.type === type]),
    ),
};

/** How a value is taken for one of a wider type; undefined when it stays as it is. */
export function widening(given: Type, wanted: Type, node: Syntax): Conversion | undefined {
    if (sameType(given, wanted)) return undefined;
    if (isNumber(wanted) && isNumber(given)) return numberCast(wanted);
    if (wanted.name !== "object") return undefined;
    if (boxed.includes(given.name)) return (value) => new Boxed(given.name, value);
    if (formatType(given) !== "byte[]" && given.arguments.some(holdsBoxed)) {
        throw new NotImplemented(node, `${formatType(given)} as an object`);
    }
    return undefined;
}

/** How a value is cast to a type that it may be of. */
export function cast(given: Type, wanted: Type, isWider: boolean, isValue: boolean, node: Syntax): Conversion {
    if (isNumber(wanted) && isNumber(given)) return numberCast(wanted);
    if (isWider) return widening(given, wanted, node) ?? ((value) => value);
    const isInstance = instanceTest(wanted, node);
    return (value) => {
        if (value === null && !isValue) return null;
        const object = notNull(value);
        if (!isInstance(object)) throw invalidCast(wanted);
        return object instanceof Boxed ? object.value : object;
    };
}

/** How any number becomes one of a type. */
export function numberCast({ name }: Type): Conversion {
    return numbers[name] as Conversion;
}

function holdsBoxed({ name, arguments: args }: Type): boolean {
    return boxed.includes(name) || args.some(holdsBoxed);
}

function isNumber({ name }: Type): boolean {
    return Object.hasOwn(numbers, name);
}

/** What tells whether an object is of a type. */
export function instanceTest(type: Type, node: Syntax): (value: unknown) => boolean {
    const name = formatType(type);
    const test = Object.hasOwn(instances, name) ? instances[name] : undefined;
    if (test === undefined) throw new NotImplemented(node, `The test for ${name}`);
    return test;
}

function invalidCast(wanted: Type): DotNetException {
    return new DotNetException("InvalidCastException", `Unable to cast an object to the type ${formatType(wanted)}.`);
}

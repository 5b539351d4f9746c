import { DotNetException } from "../exception";
import { DateTime } from "./date-time";

// Newtonsoft.Json.Linq: https://github.com/JamesNK/Newtonsoft.Json/tree/13.0.3/Src/Newtonsoft.Json/Linq

/** Types of the tokens that a text or code can make here. */
export type JTokenType =
    | "Object"
    | "Array"
    | "Constructor"
    | "Property"
    | "String"
    | "Integer"
    | "Float"
    | "Boolean"
    | "Date"
    | "Null"
    | "Undefined";

/** What a JValue holds: a bigint is a `long` or `BigInteger`, a number a `double`. */
export type Scalar = string | bigint | number | boolean | DateTime | null;

export abstract class JToken {
    abstract readonly type: JTokenType;
    parent: JContainer | null = null;

    /** What it enumerates. */
    children(): JToken[] {
        return [];
    }

    /**
     * `token[key]` of C#; an `int` is a number.
     * @throws DotNetException when the token has no children by keys, or other keys, or none at that place.
     */
    at(_key: unknown): JToken | null {
        throw new DotNetException("InvalidOperationException", `Cannot access a child value of a ${this.type}.`);
    }

    /** A copy that stands nowhere. */
    abstract deepClone(): JToken;
}

export abstract class JContainer extends JToken {
    /** How many children it has. */
    abstract readonly count: number;

    /** The token as child of this one. What stands somewhere, or would hold itself, is copied. */
    protected adopt(token: JToken): JToken {
        const holdsThis = token === this || (token === rootOf(this) && token instanceof JContainer && token.count > 0);
        const child = token.parent || holdsThis ? token.deepClone() : token;
        child.parent = this;
        return child;
    }
}

function rootOf(token: JToken): JToken {
    return token.parent ? rootOf(token.parent) : token;
}

function wrongKey(key: unknown, type: JTokenType): Error {
    if (key === undefined) return new Error("A token is asked for a child without a key.");
    return key === null
        ? new DotNetException("ArgumentNullException", "The key of a child is null.")
        : new DotNetException("ArgumentException", `A child of a token of the type ${type} has another key.`);
}

abstract class JSequence extends JContainer {
    readonly #items: JToken[] = [];

    override get count(): number {
        return this.#items.length;
    }

    add(item: JToken): void {
        if (item instanceof JProperty) {
            throw new DotNetException(
                "ArgumentException",
                `Cannot add a property to a token of the type ${this.type}.`,
            );
        }
        this.#items.push(this.adopt(item));
    }

    override children(): JToken[] {
        return [...this.#items];
    }

    override at(key: unknown): JToken {
        if (typeof key !== "number") throw wrongKey(key, this.type);
        const item = this.#items[key];
        if (!item) throw new DotNetException("ArgumentOutOfRangeException", `There is no item ${key}.`);
        return item;
    }
}

export class JArray extends JSequence {
    readonly type = "Array";

    override deepClone(): JArray {
        const copy = new JArray();
        for (const item of this.children()) copy.add(item);
        return copy;
    }
}

/** `new Date(1)`, which Newtonsoft reads although it is no JSON. */
export class JConstructor extends JSequence {
    readonly type = "Constructor";

    constructor(readonly name: string) {
        super();
    }

    override deepClone(): JConstructor {
        const copy = new JConstructor(this.name);
        for (const item of this.children()) copy.add(item);
        return copy;
    }
}

export class JObject extends JContainer {
    readonly type = "Object";
    readonly #properties = new Map<string, JProperty>();

    constructor(...properties: JProperty[]) {
        super();
        for (const property of properties) this.#add(property);
    }

    override get count(): number {
        return this.#properties.size;
    }

    #add(property: JProperty): void {
        if (this.#properties.has(property.name)) {
            throw new DotNetException("ArgumentException", `There is a property ${property.name} already.`);
        }
        this.#properties.set(property.name, this.adopt(property) as JProperty);
    }

    override children(): JProperty[] {
        return [...this.#properties.values()];
    }

    properties(): JProperty[] {
        return this.children();
    }

    override at(key: unknown): JToken | null {
        if (typeof key !== "string") throw wrongKey(key, this.type);
        return this.#properties.get(key)?.value ?? null;
    }

    get(name: string): JToken | null {
        return this.at(name);
    }

    set(name: string, token: JToken | null): void {
        const property = this.#properties.get(name);
        if (property) property.value = token;
        else this.#add(new JProperty(name, token));
    }

    /** Takes a property of a text in: of several of one name the last one stays, where the first one stood. */
    put(property: JProperty): void {
        this.#properties.set(property.name, this.adopt(property) as JProperty);
    }

    remove(name: string): boolean {
        const property = this.#properties.get(name);
        if (property) property.parent = null;
        return this.#properties.delete(name);
    }

    override deepClone(): JObject {
        const copy = new JObject();
        for (const property of this.children()) copy.#add(property);
        return copy;
    }
}

export class JProperty extends JContainer {
    readonly type = "Property";
    readonly count = 1;
    #value: JToken;

    /** @param value A token, or what becomes one: null, a text, a truth value, a number of code, or several of them. */
    constructor(
        readonly name: string,
        value: unknown,
    ) {
        super();
        this.#value = this.adopt(tokenOf(value));
    }

    get value(): JToken {
        return this.#value;
    }

    set value(token: JToken | null) {
        const next = token ?? new JValue(null);
        // Newtonsoft keeps what equals the new value
        if (this.#value instanceof JValue && this.#value.equals(next)) return;
        this.#value.parent = null;
        this.#value = this.adopt(next);
    }

    override children(): JToken[] {
        return [this.#value];
    }

    override deepClone(): JProperty {
        return new JProperty(this.name, this.#value);
    }
}

export class JValue extends JToken {
    #value: Scalar;
    #type: JTokenType;

    /** @param type Only that of a null. */
    constructor(value: Scalar, type?: "Null" | "Undefined") {
        super();
        this.#value = value;
        this.#type = type ?? typeOf(value);
    }

    get type(): JTokenType {
        return this.#type;
    }

    get value(): Scalar {
        return this.#value;
    }

    /** Takes a value of code, whose numbers are integers. */
    set value(content: unknown) {
        const value = scalarOf(content);
        // a null keeps its type when null is set again
        if (value !== null || this.#value !== null) this.#type = typeOf(value);
        this.#value = value;
    }

    /** `Equals`: values of one type; floating-point numbers may differ a little. */
    equals(other: unknown): boolean {
        if (!(other instanceof JValue) || other.type !== this.type) return false;
        const [one, another] = [this.#value, other.value];
        if (one instanceof DateTime && another instanceof DateTime) return one.ticks === another.ticks;
        return typeof one === "number" && typeof another === "number" ? nearly(one, another) : one === another;
    }

    override deepClone(): JValue {
        const copy = new JValue(this.#value);
        copy.#type = this.#type;
        return copy;
    }
}

function typeOf(value: Scalar): JTokenType {
    if (value === null) return "Null";
    if (value instanceof DateTime) return "Date";
    switch (typeof value) {
        case "string":
            return "String";
        case "bigint":
            return "Integer";
        case "number":
            return "Float";
        case "boolean":
            return "Boolean";
    }
}

/** MathUtils.ApproxEquals of Newtonsoft, and NaN equals itself as it does in `CompareTo`. */
function nearly(one: number, other: number): boolean {
    const tolerance = (Math.abs(one) + Math.abs(other) + 10) * Number.EPSILON;
    return Object.is(one, other) || one === other || Math.abs(one - other) < tolerance;
}

function tokenOf(content: unknown): JToken {
    if (content instanceof JToken) return content;
    if (!Array.isArray(content)) return new JValue(scalarOf(content));
    const array = new JArray();
    for (const item of content) array.add(tokenOf(item));
    return array;
}

function scalarOf(content: unknown): Scalar {
    if (content instanceof JToken || Array.isArray(content)) {
        throw new DotNetException("ArgumentException", "A value of JSON cannot hold others.");
    }
    if (typeof content === "number" && Number.isInteger(content)) return BigInt(content);
    if (content === null || ["string", "bigint", "boolean"].includes(typeof content)) return content as Scalar;
    throw new Error(`Newtonsoft.Json of the policy subset gets no ${typeof content} as a value.`);
}

import { DotNetException } from "../exception";
import { readDateTime } from "./date-time";
import { JArray, JConstructor, JObject, JProperty, type JToken, JValue } from "./token";

/**
 * Containers that may stand in each other. API Management does not say which version of Newtonsoft.Json it runs; 13.x
 * has this limit, earlier ones have none: https://github.com/JamesNK/Newtonsoft.Json/releases/tag/13.0.1
 */
const maximumDepth = 64;

/** Characters of an integer beyond 64 bits. */
const longestInteger = 380;

// https://learn.microsoft.com/dotnet/api/system.char.iswhitespace, and U+0000, which JsonTextReader skips too
const blanks = /[\0\t-\r\u0085\p{Z}]*/uy;
// .NET takes halves of characters beyond U+FFFF for no letters
const letters = /(?:(?![\u{10000}-\u{10ffff}])[\p{L}\p{Nd}])*/uy;
const name = /(?:(?![\u{10000}-\u{10ffff}])[\p{L}\p{Nd}_$])*/uy;
const numberCharacters = /[-+.0-9a-fA-FxX]*/y;
const endOfNumber = /[\0\t-\r\u0085\p{Z},}\])/]|$/uy;
const endOfWord = /[\0\t-\r\u0085\p{Z},}\])]|\/[/*]|$/uy;
const untilLineEnd = /[^\r\n]*/y;
const untilCommentEnd = /[\s\S]*?(?=\*\/|$)/y;
const hexUnit = /[0-9a-fA-F]{4}/y;
const untilQuote = { '"': /[^"\\]*/y, "'": /[^'\\]*/y };

const escapes: Record<string, string> = {
    b: "\b",
    t: "\t",
    n: "\n",
    f: "\f",
    r: "\r",
    "\\": "\\",
    '"': '"',
    "'": "'",
    "/": "/",
};

const words: Record<string, [text: string, make: () => JValue]> = {
    t: ["true", () => new JValue(true)],
    f: ["false", () => new JValue(false)],
    n: ["null", () => new JValue(null)],
    u: ["undefined", () => new JValue(null, "Undefined")],
    N: ["NaN", () => new JValue(Number.NaN)],
    I: ["Infinity", () => new JValue(Number.POSITIVE_INFINITY)],
    "-": ["-Infinity", () => new JValue(Number.NEGATIVE_INFINITY)],
};

/**
 * `JObject.Parse`: reads what Newtonsoft.Json reads, which is more than JSON.
 * https://github.com/JamesNK/Newtonsoft.Json/blob/13.0.3/Src/Newtonsoft.Json/JsonTextReader.cs
 * @throws DotNetException when Newtonsoft does not read it.
 */
export function parseObject(text: string): JObject {
    return new Reader(text).document();
}

class Reader {
    #position = 0;

    constructor(private readonly text: string) {}

    document(): JObject {
        this.#skipIgnored();
        this.#expect("{");
        const object = this.#object(1);
        this.#end();
        return object;
    }

    /** What follows the object: blanks and comments. */
    #end(): void {
        this.#scan(blanks);
        while (this.#next !== "") {
            // JsonTextReader looks for a line feed behind a carriage return, and one character further: when there is
            // none, it takes the text for finished and leaves the last character unread
            if (this.#position === this.text.length - 1 && this.text[this.#position - 1] === "\r") return;
            this.#skipComment();
            this.#scan(blanks);
        }
    }

    #object(depth: number): JObject {
        this.#refuseDepth(depth);
        const object = new JObject();
        for (;;) {
            this.#skipIgnored();
            if (this.#take("}")) return object;
            const propertyName = this.#propertyName();
            this.#scan(blanks);
            this.#expect(":");
            object.put(new JProperty(propertyName, this.#value(depth)));
            if (this.#endsWith("}")) return object;
        }
    }

    #items<T extends JArray | JConstructor>(sequence: T, close: string, depth: number): T {
        this.#refuseDepth(depth);
        for (;;) {
            this.#skipIgnored();
            if (this.#take(close)) return sequence;
            sequence.add(this.#value(depth));
            if (this.#endsWith(close)) return sequence;
        }
    }

    /** Whether the container ends behind a child; else a comma is behind it. */
    #endsWith(close: string): boolean {
        this.#skipIgnored();
        if (this.#take(close)) return true;
        this.#expect(",");
        return false;
    }

    #propertyName(): string {
        const quote = this.#next;
        if (quote === '"' || quote === "'") return this.#string(quote);
        const found = this.#scan(name);
        if (found === "") this.#fail("a property name");
        return found;
    }

    #value(depth: number): JToken {
        this.#skipIgnored();
        const first = this.#next;
        switch (first) {
            case '"':
            case "'": {
                const text = this.#string(first);
                return new JValue(readDateTime(text) ?? text);
            }
            case "{":
                this.#position++;
                return this.#object(depth + 1);
            case "[":
                this.#position++;
                return this.#items(new JArray(), "]", depth + 1);
            case ",":
                // the comma stays: it ends this value, which is missing
                return new JValue(null, "Undefined");
        }
        if (this.text.startsWith("ne", this.#position)) return this.#constructorCall(depth + 1);
        const [word, make] = words[first] ?? [];
        if (word && make && !(first === "-" && this.text[this.#position + 1] !== "I")) {
            this.#word(word);
            return make();
        }
        if (!/[-.0-9]/.test(first)) this.#fail("a value");
        return new JValue(this.#number());
    }

    #word(word: string): void {
        if (!this.#take(word) || !this.#isAt(endOfWord)) this.#fail(word);
    }

    #constructorCall(depth: number): JConstructor {
        this.#word("new");
        this.#scan(blanks);
        const constructorName = this.#scan(letters);
        if (constructorName === "") this.#fail("the name of a constructor");
        this.#scan(blanks);
        this.#expect("(");
        return this.#items(new JConstructor(constructorName), ")", depth);
    }

    #number(): bigint | number {
        const text = this.#scan(numberCharacters);
        if (!this.#isAt(endOfNumber)) this.#fail("the end of a number");
        if (/^0[^.eE]/.test(text)) return this.#hexOrOctal(text);
        if (/^-?\d+$/.test(text)) {
            const value = BigInt(text);
            if (!isLong(value) && text.length > longestInteger) this.#fail("a shorter integer");
            return value;
        }
        if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) this.#fail("a number");
        return Number(text);
    }

    // as Convert.ToInt64 with a base, which takes 64 bits for a signed number
    #hexOrOctal(text: string): bigint {
        const digits = /^0(?:[xX]([0-9a-fA-F]+)|([0-7]+))$/.exec(text);
        const value = digits && BigInt(digits[1] !== undefined ? `0x${digits[1]}` : `0o${digits[2]}`);
        if (value === null || value >= 2n ** 64n) this.#fail("a hexadecimal or octal number of 64 bits");
        return BigInt.asIntN(64, value);
    }

    /** A text in quotes, and both of them. */
    #string(quote: '"' | "'"): string {
        this.#position++;
        const parts: string[] = [];
        for (;;) {
            parts.push(this.#scan(untilQuote[quote]));
            if (this.#take(quote)) return parts.join("");
            if (!this.#take("\\")) this.#fail(quote);
            parts.push(this.#escape());
        }
    }

    #escape(): string {
        if (this.#take("u")) return this.#escapedUnits();
        const character = escapes[this.#next];
        if (character === undefined) this.#fail("an escape sequence");
        this.#position++;
        return character;
    }

    /** Units in hexadecimal, of which U+FFFD stands for each surrogate that has no other half behind it. */
    #escapedUnits(): string {
        let text = "";
        let unit = this.#hexUnit();
        while (/[\ud800-\udbff]/.test(unit)) {
            if (!this.#take("\\u")) return `${text}\ufffd`;
            const following = this.#hexUnit();
            if (/[\udc00-\udfff]/.test(following)) return text + unit + following;
            text += "\ufffd";
            unit = following;
        }
        return text + (/[\udc00-\udfff]/.test(unit) ? "\ufffd" : unit);
    }

    #hexUnit(): string {
        const digits = this.#scan(hexUnit);
        if (digits === "") this.#fail("four hexadecimal digits");
        return String.fromCharCode(Number.parseInt(digits, 16));
    }

    #skipIgnored(): void {
        this.#scan(blanks);
        while (this.#next === "/") {
            this.#skipComment();
            this.#scan(blanks);
        }
    }

    #skipComment(): void {
        this.#expect("/");
        // JsonTextReader wants another character behind the beginning, even of a comment that the text may end
        if (this.#position + 1 >= this.text.length) this.#fail("a comment");
        if (this.#take("/")) this.#scan(untilLineEnd);
        else {
            this.#expect("*");
            this.#scan(untilCommentEnd);
            this.#expect("*/");
        }
    }

    #refuseDepth(depth: number): void {
        if (depth > maximumDepth) this.#fail(`at most ${maximumDepth} levels`);
    }

    /** The character here; "" at the end. */
    get #next(): string {
        return this.text.charAt(this.#position);
    }

    #take(expected: string): boolean {
        const found = this.text.startsWith(expected, this.#position);
        if (found) this.#position += expected.length;
        return found;
    }

    #expect(expected: string): void {
        if (!this.#take(expected)) this.#fail(expected);
    }

    #isAt(pattern: RegExp): boolean {
        pattern.lastIndex = this.#position;
        return pattern.test(this.text);
    }

    /** What matches a sticky pattern here. */
    #scan(pattern: RegExp): string {
        const start = this.#position;
        if (this.#isAt(pattern)) this.#position = pattern.lastIndex;
        return this.text.slice(start, this.#position);
    }

    #fail(expected: string): never {
        const found = this.#next === "" ? "the end" : JSON.stringify(this.#next);
        const message = `Reading JSON: expected ${expected}, found ${found} at position ${this.#position}.`;
        throw new DotNetException("JsonReaderException", message);
    }
}

function isLong(value: bigint): boolean {
    return BigInt.asIntN(64, value) === value;
}

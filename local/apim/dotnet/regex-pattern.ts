import { classText, type UnitRange, unitClasses, unitsOfWords, unitText } from "./regex-classes";

/** A pattern of .NET as one of JavaScript. */
export interface TranslatedPattern {
    source: string;
    /** Groups in the order of their numbers, the first of which is 1. */
    groups: PatternGroup[];
}

export interface PatternGroup {
    /** Absent when it has a number only. */
    name?: string;
    /** Its number in JavaScript. */
    index: number;
    /** Whether both engines keep the same text of it: they differ in groups that are repeated. */
    certain: boolean;
}

interface Part {
    source: string;
    /** Whether it can match the empty text. */
    empty: boolean;
}

const end = "(?![\\s\\S])";
const word = `[${classText(unitsOfWords)}]`;

const assertions: Record<string, string> = {
    "^": "^",
    // also before a line feed that ends the text
    $: `(?=\\n?${end})`,
    "\\z": end,
    "\\b": `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`,
    "\\B": `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`,
};

const controls: Record<string, string> = { t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" };

const quantifier = /(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??/y;
const groupStart = /\((?:\?(?:[:>=!]|<[=!]|<[A-Za-z_][A-Za-z0-9_]*>))?/y;
const escapeSequence =
    /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|c[A-Za-z]|[0-9](?![0-9])|k<[A-Za-z_][A-Za-z0-9_]*>|[A-Za-z]|[!-/:-@[-^`{-~ ])/y;

/**
 * Translates a pattern of .NET without options into one of JavaScript without flags, which also goes through units of
 * UTF-16. It knows the constructs of the policies here and those that both languages have and mean alike.
 * https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference
 * @throws Error that names the construct when it is another one.
 */
export function translatePattern(pattern: string): TranslatedPattern {
    return new Translation(pattern).result();
}

class Translation {
    #position = 0;
    /** Groups of the result. */
    #count = 0;
    readonly #groups: PatternGroup[] = [];
    /** Those that have matched for certain. */
    #matched: readonly PatternGroup[] = [];

    constructor(private readonly pattern: string) {}

    result(): TranslatedPattern {
        const { source } = this.#alternatives(0, false);
        if (this.#position < this.pattern.length) this.#refuse(")");
        const named = this.#groups.filter(({ name }) => name !== undefined);
        if (new Set(named.map(({ name }) => name)).size < named.length) this.#refuse("groups of one name");
        // https://learn.microsoft.com/dotnet/standard/base-types/grouping-constructs-in-regular-expressions#grouping-constructs-and-regular-expression-objects
        return { source, groups: [...this.#groups.filter(({ name }) => name === undefined), ...named] };
    }

    #alternatives(depth: number, behind: boolean): Part {
        const before = this.#matched;
        const alternatives = [this.#sequence(depth, behind)];
        while (this.#take("|")) {
            this.#matched = before;
            alternatives.push(this.#sequence(depth, behind));
        }
        if (alternatives.length > 1) this.#matched = before;
        return {
            source: alternatives.map(({ source }) => source).join("|"),
            empty: alternatives.some(({ empty }) => empty),
        };
    }

    #sequence(depth: number, behind: boolean): Part {
        const parts: Part[] = [];
        while (!["", "|", ")"].includes(this.#next)) parts.push(this.#quantified(depth, behind));
        return { source: parts.map(({ source }) => source).join(""), empty: parts.every(({ empty }) => empty) };
    }

    #quantified(depth: number, behind: boolean): Part {
        const groupsBefore = this.#groups.length;
        const matchedBefore = this.#matched;
        const atom = this.#atom(depth, behind);
        const times = this.#scan(quantifier);
        if (times === "") return atom;
        // JavaScript tries another way where .NET is content with having matched nothing
        if (atom.empty) this.#refuse(`${times} behind what may match nothing`);
        const another = this.#scan(quantifier);
        if (another !== "") this.#refuse(`${times}${another}`);
        for (const group of this.#groups.slice(groupsBefore)) group.certain = false;
        this.#matched = matchedBefore;
        return { source: atom.source + times, empty: /^(?:[*?]|\{0+[,}])/.test(times) };
    }

    #atom(depth: number, behind: boolean): Part {
        const first = this.#next;
        if (first === "(") return this.#group(depth, behind);
        if (first === "[") return { source: this.#class(), empty: false };
        if (/[*+?{}\]]/.test(first)) this.#refuse(first);
        const construct = this.#construct();
        const assertion = assertions[construct];
        if (assertion !== undefined) return { source: assertion, empty: true };
        if (construct === ".") return { source: "[^\\n]", empty: false };
        if (/^\\(?:[1-9]|k<)/.test(construct)) return this.#reference(construct, behind);
        const ranges = classOf(construct);
        return { source: ranges ? `[${classText(ranges)}]` : unitText(this.#unit(construct)), empty: false };
    }

    // of a group that has not matched, JavaScript takes the empty text, and .NET nothing
    #reference(construct: string, behind: boolean): Part {
        const name = /<(.+)>/.exec(construct)?.[1];
        const group =
            name === undefined
                ? this.#groups.filter((each) => each.name === undefined)[Number(construct.slice(1)) - 1]
                : this.#groups.find((each) => each.name === name);
        if (!group || behind || !this.#matched.includes(group)) this.#refuse(construct);
        return { source: `(?:\\${group.index})`, empty: true };
    }

    #group(depth: number, behind: boolean): Part {
        const start = this.#scan(groupStart);
        const matchedBefore = this.#matched;
        if (this.#next === "?") this.#refuse(`(${this.pattern.slice(this.#position, this.#position + 2)}`);
        switch (start) {
            case "(?:":
                return this.#enclosed("(?:", depth, behind);
            case "(?=":
                return { ...this.#enclosed(start, depth, false), empty: true };
            case "(?!":
            case "(?<=":
            case "(?<!": {
                const { source } = this.#enclosed(start, depth, start.startsWith("(?<"));
                this.#matched = matchedBefore;
                return { source, empty: true };
            }
            case "(?>": {
                if (behind) this.#refuse("(?> in what looks behind");
                // what is looked ahead at is not tried in another way
                const index = ++this.#count;
                const { source, empty } = this.#enclosed("(", depth, behind);
                return { source: `(?:(?=${source})\\${index})`, empty };
            }
            default: {
                const name = /<(.+)>/.exec(start)?.[1];
                const group = { ...(name && { name }), index: ++this.#count, certain: depth === 0 };
                this.#groups.push(group);
                const part = this.#enclosed("(", depth, behind);
                this.#matched = [...this.#matched, group];
                return part;
            }
        }
    }

    #enclosed(start: string, depth: number, behind: boolean): Part {
        const { source, empty } = this.#alternatives(depth + 1, behind);
        if (!this.#take(")")) this.#refuse("( without its )");
        return { source: `${start}${source})`, empty };
    }

    #class(): string {
        this.#position++;
        const start = this.#take("^") ? "[^" : "[";
        if (this.#next === "]") this.#refuse(`${start}]`);
        const ranges: UnitRange[] = [];
        while (!this.#take("]")) ranges.push(...this.#classItem());
        return `${start}${classText(ranges)}]`;
    }

    #classItem(): readonly UnitRange[] {
        const construct = this.#classConstruct();
        const isRange = /^-[^\]]/.test(this.pattern.slice(this.#position, this.#position + 2));
        const ranges = classOf(construct);
        if (ranges && isRange) this.#refuse(`${construct}- in a class`);
        if (ranges) return ranges;
        const first = this.#unit(construct);
        if (!isRange) return [[first, first]];
        this.#position++;
        const last = this.#unit(this.#classConstruct());
        if (last < first) this.#refuse("a range in reverse order");
        return [[first, last]];
    }

    #classConstruct(): string {
        // .NET subtracts a class that stands in another one
        if (this.#next === "[" || this.#next === "") this.#refuse("[ in a class");
        const construct = this.#construct();
        return construct === "\\b" ? "\\x08" : construct;
    }

    /** A character, or a backslash with what belongs to it. */
    #construct(): string {
        if (this.#next === "\\") {
            return this.#scan(escapeSequence) || this.#refuse(this.pattern.slice(this.#position, this.#position + 2));
        }
        return this.pattern.charAt(this.#position++);
    }

    #unit(construct: string): number {
        if (construct.length === 1) return construct.charCodeAt(0);
        const code = construct.slice(1);
        const control = controls[code];
        if (control !== undefined) return control.charCodeAt(0);
        if (/^[xu]./.test(code)) return Number.parseInt(code.slice(1), 16);
        if (/^c./.test(code)) return code.charCodeAt(1) & 0x1f;
        if (code === "0") return 0;
        return /^\W$/.test(code) ? code.charCodeAt(0) : this.#refuse(construct);
    }

    get #next(): string {
        return this.pattern.charAt(this.#position);
    }

    #take(expected: string): boolean {
        if (this.#next !== expected) return false;
        this.#position++;
        return true;
    }

    /** What matches a sticky pattern here; "" when nothing does. */
    #scan(sticky: RegExp): string {
        sticky.lastIndex = this.#position;
        const [found = ""] = sticky.exec(this.pattern) ?? [];
        this.#position += found.length;
        return found;
    }

    #refuse(construct: string): never {
        const where = `at position ${this.#position} of the regular expression ${this.pattern}`;
        throw new Error(`This interpreter does not know the construct ${construct} ${where}.`);
    }
}

function classOf(construct: string): readonly UnitRange[] | undefined {
    return construct.length === 2 && construct.startsWith("\\") ? unitClasses[construct.slice(1)] : undefined;
}

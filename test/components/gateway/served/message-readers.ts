import { parseObject } from "../../../../local/apim/dotnet/json/parse";
import { JObject, type JToken, JValue } from "../../../../local/apim/dotnet/json/token";

/** What a server decides by: the method, what it is about, and the version of the protocol. */
export interface Read {
    method: unknown;
    name: unknown;
    version: unknown;
}

/** JSON as it is written: repeated members stay, and all keep their order. */
export type Written = { members: [name: string, value: Written][] } | { items: Written[] } | { scalar: string };

const versionMember = "io.modelcontextprotocol/protocolVersion";
const token = /[ \t\r\n]*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/gy;

/** Reads strict JSON. Scalars, and names too, stay as they are written. */
export function readWritten(text: string): Written {
    const tokens = [...text.matchAll(token)].map(([, word]) => word ?? "");
    let next = 0;
    const take = () => tokens[next++] ?? "";
    const list = <T>(end: string, read: () => T): T[] => {
        const found: T[] = [];
        if (tokens[next] === end) next++;
        else
            do found.push(read());
            while (take() === ",");
        return found;
    };
    const value = (): Written => {
        const first = take();
        if (first === "[") return { items: list("]", value) };
        if (first !== "{") return { scalar: first };
        const member = (): [string, Written] => {
            const name = take();
            next++; // the colon
            return [name, value()];
        };
        return { members: list("}", member) };
    };
    return value();
}

/** Writes what was read, without white space. */
export function write(written: Written): string {
    if ("items" in written) return `[${written.items.map(write)}]`;
    if ("scalar" in written) return written.scalar;
    return `{${written.members.map(([name, value]) => `${name}:${write(value)}`)}}`;
}

/** Which of the members that may be meant a reader takes. */
type Choice = (members: [name: string, value: Written][], name: string) => Written | undefined;

const isNamed =
    (wanted: string) =>
    ([name]: [string, Written]): boolean =>
        JSON.parse(name) === wanted;

// as readers fold that know more than ASCII: the long s, the sign of Kelvin, an i with or without its dot
const folded = (text: string) => text.toUpperCase().toLowerCase().replaceAll("i\u0307", "i");

const choices = {
    first: (members, name) => members.find(isNamed(name))?.[1],
    last: (members, name) => members.findLast(isNamed(name))?.[1],
    "first in any letter case": (members, name) =>
        members.find(([each]) => folded(JSON.parse(each)) === folded(name))?.[1],
    "last in any letter case": (members, name) =>
        members.findLast(([each]) => folded(JSON.parse(each)) === folded(name))?.[1],
} satisfies Record<string, Choice>;

/** How servers of different languages may read a message. */
export const readers: Record<string, (text: string) => Read> = {
    "JSON.parse": (text) => read(JSON.parse(text), (object, name) => at(object, name)),
    "Newtonsoft.Json": (text) =>
        read<JToken | null>(
            parseObject(text),
            (token, name) => (token instanceof JObject ? token.get(name) : null),
            (token) => (token instanceof JValue ? token.value : undefined),
        ),
    ...Object.fromEntries(
        Object.entries(choices).map(([name, choice]: [string, Choice]) => [
            name,
            (text: string) =>
                read<Written | undefined>(
                    readWritten(text),
                    (written, member) =>
                        written && "members" in written ? choice(written.members, member) : undefined,
                    (written) => (written && "scalar" in written ? JSON.parse(written.scalar) : undefined),
                ),
        ]),
    ),
};

/** What the readers make of a message, each reading once. */
export function readingsOf(text: string): Read[] {
    const all = Object.values(readers).map((reader) => JSON.stringify(reader(text)));
    return [...new Set(all)].map((reading) => JSON.parse(reading));
}

function at(value: unknown, name: string): unknown {
    return typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined;
}

function read<T>(
    message: T,
    member: (object: T, name: string) => T,
    scalar: (value: T) => unknown = (value) => value,
): Read {
    const text = (value: T) => {
        const found = scalar(value);
        return typeof found === "string" ? found : undefined;
    };
    const parameters = member(message, "params");
    const method = text(member(message, "method"));
    return {
        method,
        name: ["tools/call", "prompts/get", "resources/read"].includes(method ?? "")
            ? text(member(parameters, method === "resources/read" ? "uri" : "name"))
            : undefined,
        version: text(member(member(parameters, "_meta"), versionMember)),
    };
}

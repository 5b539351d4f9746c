import { createHash } from "node:crypto";
import type { Value } from "../../../provider/provider";
import { once, onceIfConstant, type Place, type Scalar, unsupported } from "../../plan";
import { emptyCell } from "../../values/cell";
import { convertTo, toText } from "../../values/convert";
import { toRegExp } from "../../values/regex";
import { atMost, type Call, ofTexts, pure, type ScalarFunction, strict } from "./call";

/** A function with a pattern, which is translated once. */
function withPattern(
    at: number,
    compute: (pattern: RegExp, texts: readonly string[], call: Call) => ReturnType<Scalar["evaluate"]>,
    flags = "",
): ScalarFunction {
    return (call) => {
        const pattern = call.arguments[at];
        if (pattern?.constant !== true) {
            return unsupported(call.node, "a pattern that is not constant");
        }
        const text = onceIfConstant(pattern);
        const compiled = (place: Place) =>
            once(place.run, call, () => toRegExp(String(text.evaluate([], place)), flags));
        return {
            type: call.type,
            constant: call.arguments.every(({ constant }) => constant),
            evaluate: (row, place) =>
                compute(
                    compiled(place),
                    call.arguments.map((argument) => toText(argument.evaluate(row, place), argument.type)),
                    call,
                ),
        };
    };
}

const trimmed = (start: boolean, end: boolean): ScalarFunction =>
    withPattern(0, ({ source, flags }, [, text = ""]) => {
        const first = start ? text.replace(new RegExp(`^(?:${source})`, flags), "") : text;
        return end ? first.replace(new RegExp(`(?:${source})$`, flags), "") : first;
    });

function substring(text: string, start: number, length = Number.POSITIVE_INFINITY): string {
    const from = start < 0 ? Math.max(text.length + start, 0) : start;
    return length < 0 ? "" : text.slice(from, from + length);
}

function joined(values: readonly Value[], delimiter: string): string {
    return values.map((value) => toText(value, "dynamic")).join(delimiter);
}

/** Of a text alone: Kusto hashes other types by bytes that it does not document. */
const sha256: ScalarFunction = (call) =>
    call.arguments[0]?.type === "string"
        ? ofTexts(([text = ""]) => createHash("sha256").update(text).digest("hex"))(call)
        : unsupported(call.node, "a hash of what is no text: use tostring");

export const text: Readonly<Record<string, ScalarFunction>> = {
    strcat: ofTexts((texts) => texts.join("")),
    strcat_delim: ofTexts(([delimiter = "", ...texts]) => texts.join(delimiter)),
    strcat_array: strict(([values, delimiter]) => (Array.isArray(values) ? joined(values, String(delimiter)) : "")),
    tolower: ofTexts(([value = ""]) => value.toLowerCase()),
    toupper: ofTexts(([value = ""]) => value.toUpperCase()),
    strlen: ofTexts(([value = ""]) => value.length),
    reverse: ofTexts(([value = ""]) => [...value].reverse().join("")),
    substring: strict(([value, start, length]) =>
        substring(String(value), Number(start), length === undefined ? undefined : Number(length)),
    ),
    indexof: atMost(
        2,
        ofTexts(([value = "", sought = ""]) => value.indexOf(sought)),
    ),
    split: pure(([value, delimiter, index], call) => {
        const pieces =
            value === "" || value === null || value === undefined
                ? [""]
                : toText(value, call.arguments[0]?.type ?? "string").split(String(delimiter));
        if (typeof index !== "number") {
            return pieces;
        }
        return pieces[index] === undefined ? [] : [pieces[index]];
    }),
    replace_string: ofTexts(([value = "", sought = "", by = ""]) =>
        sought === "" ? value : value.replaceAll(sought, by),
    ),
    replace_regex: withPattern(
        1,
        (pattern, [value = "", , by = ""]) =>
            value.replace(pattern, by.replaceAll("$", "$$$$").replace(/\\(\d)/gu, "$$$1")),
        "g",
    ),
    trim: trimmed(true, true),
    trim_start: trimmed(true, false),
    trim_end: trimmed(false, true),
    extract: withPattern(0, (pattern, [, group = "", value = ""], { type }) => {
        const found = pattern.exec(value)?.[Number(group)];
        return found === undefined ? emptyCell(type) : convertTo(found, "string", type);
    }),
    extract_all: (call) =>
        call.arguments.length > 2
            ? unsupported(call.node, "extract_all with chosen groups")
            : withPattern(
                  0,
                  (pattern, [, value = ""]) => {
                      const found = [...value.matchAll(pattern)].map(([, ...groups]) =>
                          groups.map((group) => group ?? ""),
                      );
                      return found.length === 0
                          ? null
                          : found.map((groups) => (groups.length === 1 ? (groups[0] ?? "") : groups));
                  },
                  "g",
              )(call),
    countof: atMost(
        2,
        ofTexts(([value = "", sought = ""]) => {
            let count = 0;
            for (
                let index = value.indexOf(sought);
                index >= 0 && sought !== "";
                index = value.indexOf(sought, index + 1)
            ) {
                count++;
            }
            return count;
        }),
    ),
    hash_sha256: sha256,
    base64_encode_tostring: ofTexts(([value = ""]) => Buffer.from(value).toString("base64")),
    base64_decode_tostring: ofTexts(([value = ""]) => Buffer.from(value, "base64").toString()),
    url_encode: ofTexts(([value = ""]) => encodeURIComponent(value)),
    url_decode: ofTexts(([value = ""]) => decoded(value)),
    parse_url: ofTexts(([value = ""]) => parsedUrl(value)),
};

function decoded(value: string): string {
    try {
        return decodeURIComponent(value);
    } catch {
        return value;
    }
}

/** https://learn.microsoft.com/kusto/query/parse-url-function */
function parsedUrl(value: string): Value {
    const match =
        /^(?:([a-z][a-z0-9+.-]*):\/\/)(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?#]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/iu.exec(
            value,
        );
    const [, scheme = "", user = "", password = "", host = "", port = "", path = "", query = "", fragment = ""] =
        match ?? [];
    const parameters = query
        .split("&")
        .filter((parameter) => parameter !== "")
        .map((parameter): [string, string] => {
            const [name = "", ...rest] = parameter.split("=");
            return [name, decoded(rest.join("="))];
        });
    return {
        Scheme: scheme,
        Host: host,
        Port: port,
        Path: path,
        Username: user,
        Password: password,
        "Query Parameters": Object.fromEntries(parameters),
        Fragment: fragment,
    };
}

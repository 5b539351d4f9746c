import { block, type Code, stringLiteral, variable } from "./csharp";

// Newtonsoft reads dates and numbers as such and writes them differently, so that every scalar that is not true, false or
// null becomes a string for it: begin + text, or begin + number + end. Names stay as they are.
const begin = "\ue000";
const end = "\ue001";

/** What every text of the tree begins with. */
export const textMark = stringLiteral(begin + end);

const number = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";
const scalar = `^${begin}(?:${end}|${number}${end}\\z)`;

interface Limits {
    characters: number;
    levels: number;
}

/**
 * Expression of the object that a variable holds as JSON text, which `writeLossless` writes with the same texts and the
 * same digits; only halves of characters, which UTF-8 cannot hold, become U+FFFD. The object has no members when the text is not one object of strict JSON within the limits. One pass over
 * the text, so that no text takes long.
 */
export function parseLossless(name: string, { characters, levels }: Limits): string {
    const none = "return new JObject();";
    return block(
        "try",
        "{",
        `    var text = ${variable(name)};`,
        `    if (text.Length > ${characters}) { ${none} }`,
        "    var marked = new StringBuilder();",
        "    var nameStart = 0;",
        "    var depth = 0;",
        "    var inText = false;",
        "    var escaped = false;",
        "    var inNumber = false;",
        "    foreach (var c in text)",
        "    {",
        "        if (inText)",
        "        {",
        "            marked.Append(c);",
        `            inText = escaped || c != '"';`,
        "            escaped = !escaped && c == '\\\\';",
        "        }",
        "        else",
        "        {",
        `            if (inNumber && "+-.0123456789Ee".IndexOf(c) < 0) { marked.Append(${stringLiteral(`${end}"`)}); inNumber = false; }`,
        `            if (!inNumber && "-0123456789".IndexOf(c) >= 0) { marked.Append(${stringLiteral(`"${begin}`)}); inNumber = true; }`,
        `            if (!inNumber && ${stringLiteral(' \t\r\n{}[]:,"aeflnrstu')}.IndexOf(c) < 0) { ${none} }`,
        "            if (c == '{' || c == '[') { depth = depth + 1; }",
        "            if (c == '}' || c == ']') { depth = depth - 1; }",
        `            if (depth > ${levels}) { ${none} }`,
        "            if (c == ':') { marked.Remove(nameStart, 2); nameStart = -1; }",
        "            marked.Append(c);",
        `            if (c == '"') { nameStart = marked.Length; marked.Append(${textMark}); inText = true; }`,
        "        }",
        "    }",
        "    var tree = JObject.Parse(marked.ToString());",
        `    if (tree.Descendants().OfType<JProperty>().Any(member => member.Name.Contains(${stringLiteral(begin)}))) { ${none} }`,
        `    if (tree.Descendants().Any(token => !(${isStrict("token")}))) { ${none} }`,
        "    return tree;",
        "}",
        "catch (Exception)",
        "{",
        `    ${none}`,
        "}",
    );
}

/** JSON text of an object that `parseLossless` made; texts in it may have been changed behind their mark. */
export function writeLossless(tree: Code): Code {
    // a quote behind a backslash belongs to a text
    const numbers = `(?<!\\\\)"${begin}([0-9.eE+-]+)${end}"`;
    const texts = `(?<!\\\\)"${begin}${end}`;
    return `Regex.Replace(Regex.Replace(JsonConvert.SerializeObject(${tree}), ${stringLiteral(numbers)}, "$1"), ${stringLiteral(texts)}, ${stringLiteral('"')})`;
}

/** Whether a value of such an object is a text, no number. */
export function isText(value: Code): Code {
    return `${value}.Type == JTokenType.String && ((string)${value})[1] == '\\u${end.charCodeAt(0).toString(16)}'`;
}

function isStrict(token: Code): Code {
    const types = ["Object", "Array", "Property", "Boolean", "Null"];
    const isPlain = types.map((type) => `${token}.Type == JTokenType.${type}`).join(" || ");
    return `${isPlain} || (${token}.Type == JTokenType.String && Regex.IsMatch((string)${token}, ${stringLiteral(scalar)}))`;
}

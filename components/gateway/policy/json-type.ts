import { type Code, stringLiteral } from "./csharp";

const pattern = `^application/json( *; *charset *= *(utf-8|"utf-8"))? *\\z`;

/** Whether the value of a header `Content-Type` says JSON in UTF-8 and nothing else. */
export function isJsonType(contentType: Code): Code {
    return `Regex.IsMatch(${contentType}.ToLowerInvariant(), ${stringLiteral(pattern)})`;
}

import type { Code } from "./csharp";

/**
 * Statements that set `mac` to the HMAC-SHA256 of some texts as base64url, with a key that a variable holds in base64.
 * The texts are signed as a JSON array, so that no two lists of texts are signed alike. A key of less than 32 bytes, as
 * that of a named value which nobody filled, is an error: https://www.rfc-editor.org/rfc/rfc2104#section-3
 */
export function setMac(key: Code, ...texts: Code[]): Code[] {
    return [
        `var key = Convert.FromBase64String(${key});`,
        'if (key.Length < 32) { throw new Exception("short key"); }',
        `var signed = JsonConvert.SerializeObject(new [] { ${texts.join(", ")} });`,
        `var mac = ${base64Url("new HMACSHA256(key).ComputeHash(Encoding.UTF8.GetBytes(signed))")};`,
    ];
}

/** Characters of such an HMAC. */
export const macLength = 43;

/** Bytes as text that a header may hold: https://www.rfc-editor.org/rfc/rfc4648#section-5 */
export function base64Url(bytes: Code): Code {
    return `Convert.ToBase64String(${bytes}).TrimEnd('=').Replace('+', '-').Replace('/', '_')`;
}

/** The bytes of such a text. */
export function fromBase64Url(text: Code): Code {
    const base64 = `${text}.Replace('-', '+').Replace('_', '/')`;
    return `Convert.FromBase64String(${base64} + "===".Substring(0, (4 - ${text}.Length % 4) % 4))`;
}

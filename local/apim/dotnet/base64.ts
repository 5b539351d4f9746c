import { DotNetException } from "./exception";

/**
 * Bytes of base64, with the white space that .NET passes over, and no care for bits behind the last byte.
 * https://learn.microsoft.com/dotnet/api/system.convert.frombase64string
 *
 * @throws FormatException of .NET.
 */
export function decodeBase64(text: string): Uint8Array {
    const digits = text.replace(/[\t\n\r ]/g, "");
    if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) {
        throw new DotNetException("FormatException", "The input is not a valid Base-64 string.");
    }
    return new Uint8Array(Buffer.from(digits, "base64"));
}

export function encodeBase64(bytes: Uint8Array): string {
    return Buffer.from(bytes).toString("base64");
}

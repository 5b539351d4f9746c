import { DotNetException } from "./exception";

/**
 * The text of a Guid, which is kept as 32 digits in groups with hyphens, in a format.
 * https://learn.microsoft.com/dotnet/api/system.guid.tostring
 *
 * @throws FormatException of .NET.
 */
export function formatGuid(guid: string, format: string | null): string {
    const hexadecimal = guid.replaceAll("-", "");
    switch ((format ?? "").toUpperCase()) {
        case "":
        case "D":
            return guid;
        case "N":
            return hexadecimal;
        case "B":
            return `{${guid}}`;
        case "P":
            return `(${guid})`;
        case "X": {
            const [a, b, c] = guid.split("-");
            const bytes = hexadecimal.slice(16).match(/../g) ?? [];
            return `{0x${a},0x${b},0x${c},{${bytes.map((byte) => `0x${byte}`).join(",")}}}`;
        }
        default:
            throw new DotNetException("FormatException", `"${format}" is no format of a Guid.`);
    }
}

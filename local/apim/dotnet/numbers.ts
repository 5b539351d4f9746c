import { given } from "./checks";
import { DotNetException } from "./exception";

export function parseInt32(text: string | null): number {
    return Number(parseInteger(text, 32));
}

export function parseInt64(text: string | null): bigint {
    return parseInteger(text, 64);
}

// NumberStyles.Integer: a sign, white space around, and zero bytes behind, which .NET passes over
// https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Number.Parsing.cs
function parseInteger(text: string | null, bits: number): bigint {
    const [, sign, digits] = /^[\t-\r ]*([+-]?)([0-9]+)[\t-\r ]*\0*$/.exec(given(text, "s")) ?? [];
    if (digits === undefined) {
        throw new DotNetException("FormatException", "The input string was not in a correct format.");
    }
    const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
    if (BigInt.asIntN(bits, value) !== value) {
        throw new DotNetException("OverflowException", `Value was either too large or too small for an Int${bits}.`);
    }
    return value;
}

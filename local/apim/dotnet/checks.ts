import { DotNetException } from "./exception";

/** An object whose member is used. @throws NullReferenceException of .NET. */
export function notNull<T>(value: T | null): T {
    if (value !== null) return value;
    throw new DotNetException("NullReferenceException", "Object reference not set to an instance of an object.");
}

/** An argument that must not be null. @throws ArgumentNullException of .NET. */
export function given<T>(value: T | null, parameter: string): T {
    if (value !== null) return value;
    throw new DotNetException("ArgumentNullException", `Value cannot be null. (Parameter '${parameter}')`);
}

/** @throws ArgumentOutOfRangeException of .NET. */
export function inRange(condition: boolean, parameter: string): void {
    if (condition) return;
    throw new DotNetException(
        "ArgumentOutOfRangeException",
        `Specified argument was out of the range of valid values. (Parameter '${parameter}')`,
    );
}

/** An index of a text or array. @throws IndexOutOfRangeException of .NET. */
export function indexIn(index: number, length: number): number {
    if (index >= 0 && index < length) return index;
    throw new DotNetException("IndexOutOfRangeException", "Index was outside the bounds of the array.");
}

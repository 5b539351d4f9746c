/**
 * The one of that name.
 *
 * @throws Error when there is none: the program asks for what it did not make.
 */
export function named<T>(values: Readonly<Record<string, T>>, name: string): T {
    const value = values[name];
    if (value !== undefined) return value;
    throw new Error(`There is no "${name}" among ${Object.keys(values).join(", ") || "nothing"}.`);
}

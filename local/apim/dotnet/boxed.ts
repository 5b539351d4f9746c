/**
 * A value of a value type as an `object`, where JavaScript cannot tell its type: `char` and `byte` are numbers like `int`,
 * and enums, Guid and DateTimeOffset are primitives of their own. `bool`, `int`, `long` and `string` need no box.
 */
export class Boxed {
    constructor(
        readonly type: string,
        readonly value: unknown,
    ) {}
}

/**
 * An exception of .NET: code may catch it, and a policy that it leaves ends in its section `on-error`. Whatever else is
 * thrown while code runs is a defect of the interpreter, which no code catches.
 */
export class DotNetException extends Error {
    /** @param type Name of its class, such as `FormatException`. */
    constructor(
        readonly type: string,
        message: string,
    ) {
        super(message);
    }
}

/** A problem that the person at the keyboard can solve: shown as its message alone, without a stack trace. */
export class Failure extends Error {
    override readonly name = "Failure";
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** A problem that the person at the keyboard can solve: shown as its message alone, without a stack trace. */
export class Failure extends Error {
    override readonly name = "Failure";
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** What engine, cloud and policy pack report are problems of this machine, with the cure in the message. */
export async function asFailure<T>(promise: Promise<T>): Promise<T> {
    try {
        return await promise;
    } catch (error) {
        throw new Failure(messageOf(error));
    }
}

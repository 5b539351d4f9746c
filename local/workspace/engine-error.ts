/** The engine ended with an error; what it wrote tells why when no event did. */
export class EngineError extends Error {
    override readonly name = "EngineError";

    constructor(stderr: string) {
        super(stderr.trim() || "The engine ended without a message.");
    }
}

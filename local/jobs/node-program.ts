import { JobRefused } from "./deployed-job";

/** A program that a job gives Node.js as text. */
export interface NodeProgram {
    /** Text of an ECMAScript module. */
    module: string;
    /** What it finds after the first two of `process.argv`. */
    args: string[];
}

/**
 * The program that a command runs: `node --input-type=module --eval <text>`, the only one that images of the local cloud
 * have.
 *
 * @throws JobRefused for any other.
 */
export function nodeProgram(command: string[]): NodeProgram {
    const [program, type, evaluate, module, ...args] = command;
    if (program !== "node") {
        throw new JobRefused(`The local cloud runs no ${program ?? "program of an image"}, but node with a module.`);
    }
    if (type !== "--input-type=module" || evaluate !== "--eval" || module === undefined) {
        throw new JobRefused(
            "The local cloud runs node with --input-type=module --eval and the text of a module only.",
        );
    }
    return { module, args };
}

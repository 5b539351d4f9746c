import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/**
 * What a program answers to a text on its stdin.
 *
 * @param failure - What could not be done when it fails; the error goes on with what the program says of it.
 */
export async function ask(command: string, args: string[], input: string, failure: string): Promise<string> {
    const program = spawn(command, args, { stdio: "pipe" });
    const ended = once(program, "close");
    program.stdin.on("error", () => {}); // it says why it does not read on
    program.stdin.end(input);
    const [answer, problems, [code]] = await Promise.all([text(program.stdout), text(program.stderr), ended]);
    if (code !== 0) {
        throw new Error(`${failure}: ${problems.trim()}`);
    }
    return answer;
}

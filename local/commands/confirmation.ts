import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { Failure } from "../report/failure";

/** Asks the person at the terminal. Throws a {@link Failure} when there is nobody. */
export async function confirmed(question: string): Promise<boolean> {
    if (!stdin.isTTY) {
        throw new Failure(`${question} There is no terminal to answer at: confirm with --yes.`);
    }
    const prompt = createInterface({ input: stdin, output: stdout });
    try {
        return /^y(es)?$/i.test((await prompt.question(`${question} (y/N) `)).trim());
    } finally {
        prompt.close();
    }
}

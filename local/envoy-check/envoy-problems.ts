import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** What Envoy starts with, or a file in which it discovers parts of that. */
export type EnvoyDocument = "bootstrap" | "discovery";

/**
 * What the published schema has against a document of Envoy's: fields and extensions that it does not know, deprecated
 * ones, and values that are not allowed; none when it is well-formed. Envoy itself may still refuse it, for example because
 * two parts do not fit together.
 *
 * @param command - What `ensureEnvoyCheck` gives.
 * @param json - The document's text.
 */
export async function envoyProblems(command: string, document: EnvoyDocument, json: string): Promise<string[]> {
    const checker = spawn(command, [document], { stdio: "pipe" });
    const ended = once(checker, "close");
    checker.stdin.on("error", () => {}); // it says why it does not read on
    checker.stdin.end(json);
    const [problems, errors, [code]] = await Promise.all([text(checker.stdout), text(checker.stderr), ended]);
    if (code !== 0) {
        throw new Error(`The document could not be judged: ${errors.trim()}`);
    }
    return problems.split("\n").filter((line) => line !== "");
}

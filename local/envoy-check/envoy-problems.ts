import { ask } from "../go-build/ask";

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
    const problems = await ask(command, [document], json, "The document could not be judged");
    return problems.split("\n").filter((line) => line !== "");
}

import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { Failure, messageOf } from "../report/failure";

/** Parses a JSON file. Throws a {@link Failure} with the place of the first syntax error. */
export async function readJson(file: string): Promise<unknown> {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
        throw new Failure(`${file} cannot be read: ${error.message}.`);
    });
    try {
        return JSON.parse(text);
    } catch (error) {
        const { line, column, problem } = placeOf(text, messageOf(error));
        throw new Failure(`${file} is not valid JSON at line ${line}, column ${column}: ${problem}.`);
    }
}

/** Node.js names the position of some errors only; a parser of YAML, which contains JSON, finds the others. */
function placeOf(text: string, message: string): { line: number; column: number; problem: string } {
    // without the text around the place: the file may hold secrets
    const problem = message.replace(/,? (\.\.\.)?".*" is not valid JSON$/s, "").replace(/ (in|after) JSON.*$/s, "");
    const position = /at position (\d+)/.exec(message)?.[1];
    const [error] = position === undefined ? parseDocument(text, { schema: "json" }).errors : [];
    if (error?.linePos !== undefined) {
        const [{ line, col: column }] = error.linePos;
        return { line, column, problem };
    }
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, problem };
}

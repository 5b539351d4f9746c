import { LineCounter, parseDocument } from "yaml";
import { checkServerDefinition } from "./check-server-definition";
import type { ServerDefinition } from "./server-definition";

/** A file of stacks/servers, with its path from the root of the project. */
export interface ServerFile {
    path: string;
    text: string;
}

/** The server that a file defines, or sentences about everything that is wrong with the file. */
export function parseServerFile({ path, text }: ServerFile): { server: ServerDefinition } | { problems: string[] } {
    const name = /^(?:.*\/)?([^/]*)\.yaml$/.exec(path)?.[1];
    if (name === undefined) {
        return { problems: [`${path} is not a server definition; it must be named <server>.yaml or lie elsewhere.`] };
    }
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
        return {
            problems: faults.map(
                ({ message, pos }) => `${path}:${lines.linePos(pos[0]).line} is not valid YAML: ${message}.`,
            ),
        };
    }
    let content: unknown;
    try {
        content = document.toJS();
    } catch (error) {
        return { problems: [`${path} is not valid YAML: ${(error as Error).message}.`] }; // an alias
    }
    const problems = checkServerDefinition(path, name, content);
    return problems.length > 0 ? { problems } : { server: content as ServerDefinition };
}

import { relative } from "node:path";
import type ts from "typescript";
import { changesOf } from "./changes";

/** The changes of conditions that nothing notices, each as its place, the text and the changed text. */
export async function survivors(
    conditions: readonly ts.Expression[],
    notices: (condition: ts.Expression, changedFile: string) => Promise<boolean>,
): Promise<string[]> {
    const unnoticed: string[] = [];
    for (const condition of conditions)
        for (const { piece, text } of changesOf(condition)) {
            const file = condition.getSourceFile().text;
            const changedFile = file.slice(0, piece.getStart()) + text + file.slice(piece.getEnd());
            if (!(await notices(condition, changedFile)))
                unnoticed.push(`${placeOf(piece)}: ${short(piece.getText())} -> ${short(text)}`);
        }
    return unnoticed;
}

function placeOf(node: ts.Node): string {
    const source = node.getSourceFile();
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
    return `${relative(process.cwd(), source.fileName)}:${line + 1}:${character + 1}`;
}

function short(code: string): string {
    const line = code.replace(/\s+/g, " ");
    return line.length > 100 ? `${line.slice(0, 100)} ...` : line;
}

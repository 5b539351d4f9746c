import ts from "typescript";
import { conditionsIn } from "./conditions";
import { judgingFunctions } from "./judging-functions";

/** The conditions on which rules decide, each with the files of the rules that do. */
export function judgedConditions(files: readonly string[], folder: string): Map<ts.Expression, string[]> {
    const program = ts.createProgram(files, {
        strict: true,
        target: ts.ScriptTarget.ES2023,
        lib: ["lib.es2023.d.ts"],
        module: ts.ModuleKind.Node20,
        types: [],
    });
    const checker = program.getTypeChecker();
    const users = new Map<ts.Expression, string[]>();
    for (const file of files) {
        const rule = program.getSourceFile(file)?.statements.find(isDefaultExport);
        const functions = rule ? judgingFunctions(rule, checker, folder) : [];
        // a function may stand in another
        const conditions = new Set(functions.flatMap((code) => conditionsIn(code, checker)));
        for (const condition of conditions) users.set(condition, [...(users.get(condition) ?? []), file]);
    }
    return users;
}

/** A rule, or the function that makes one from the other rules. */
function isDefaultExport(statement: ts.Statement): statement is ts.ExportAssignment | ts.FunctionDeclaration {
    if (ts.isExportAssignment(statement)) return true;
    const modifiers = ts.isFunctionDeclaration(statement) ? (statement.modifiers ?? []) : [];
    return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}

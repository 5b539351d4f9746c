import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import type { Relation, Rule } from "../../../policy-pack/engine";

/** A second copy of a rule and of what it uses of a folder, with another text in one of these files. */
export function loadRule(file: string, folder: string, changed: { file: string; text: string }): Rule | Relation {
    const loaded = new Map<string, { default?: Rule | Relation }>();
    const load = (path: string) => {
        const known = loaded.get(path);
        if (known) return known;
        const exports: { default?: Rule | Relation } = {};
        loaded.set(path, exports);
        const outside = createRequire(path);
        const require = (specifier: string) => {
            const target = `${join(dirname(path), specifier)}.ts`;
            return specifier.startsWith(".") && target.startsWith(folder) ? load(target) : outside(specifier);
        };
        const code = javaScript(path === changed.file ? changed.text : readFileSync(path, "utf8"), path);
        compileFunction(code, ["exports", "require"], { filename: path })(exports, require);
        return exports;
    };
    const rule = load(file).default;
    assert.ok(rule, `${file} exports no rule.`);
    return rule;
}

const translated = new Map<string, string>();

function javaScript(text: string, file: string): string {
    const known = translated.get(text);
    if (known !== undefined) return known;
    const { outputText, diagnostics } = ts.transpileModule(text, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
        reportDiagnostics: true,
    });
    // every test fails on a text that is no program, which would prove nothing
    assert.deepEqual(diagnostics, [], `A changed text of ${file} cannot be read:\n${text}`);
    translated.set(text, outputText);
    return outputText;
}

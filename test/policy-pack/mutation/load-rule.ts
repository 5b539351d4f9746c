import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import type { Relation, Rule } from "../../../policy-pack/engine";
import { rules } from "../../../policy-pack/rules";

type AnyRule = Rule | Relation;

/** A second copy of a rule and of what it uses of a folder, with another text in one of these files. */
export function loadRule(file: string, folder: string, changed: { file: string; text: string }): AnyRule {
    const loaded = new Map<string, Exports>();
    const load = (path: string) => {
        const known = loaded.get(path);
        if (known) return known;
        const exports: Exports = {};
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
    const others = rules.filter(({ id }) => id !== basename(file, ".ts"));
    return typeof rule === "function" ? rule(others) : rule;
}

interface Exports {
    /** Also a function that makes a rule from the others. */
    default?: AnyRule | ((others: readonly AnyRule[]) => AnyRule);
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

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..", "..");

const cache = ts.createModuleResolutionCache(root, (file) => file);

/** Folder of the files that are made here and stand on no disk: packages are looked for from it. */
const folder = __dirname;

const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node20,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: [],
};

/**
 * A package as the snippets see it: the real declarations, with one difference, that no argument is required at any
 * depth. Names and values are judged as in a program. Promises and outputs are taken out of the arguments, because their
 * members would count as names that exist.
 */
const partly = `
import type { OutputInstance, Unwrap } from "@pulumi/pulumi";
type Plain = string | number | boolean | bigint | symbol | null | undefined;
type Args<T> = 0 extends 1 & T ? T
    : T extends Plain ? T
    : T extends Promise<unknown> | OutputInstance<unknown> ? never
    : T extends readonly (infer E)[] ? Args<E>[]
    : { [K in keyof T]?: Args<T[K]> };
type Class<T> = T extends new (name: string, args: infer A, opts?: infer O) => infer R
    ? new (name: string, args?: Args<A>, opts?: O) => R
    : T;
export type Partly<M> = { [K in keyof M]: Class<M[K]> };
`;

const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Whether a snippet can import a module here. Modules of older SDKs and of generated packages are elsewhere. */
function isHere(module: string): boolean {
    const isOlder = /^@pulumi\/azure-native\/.*\/v\d{8}/.test(module);
    return module.split("/").slice(0, 2).join("/") in { ...dependencies, ...devDependencies } && !isOlder;
}

/** What the compiler has against each snippet; none for those that it has nothing against. */
export function compile(snippets: Readonly<Record<string, string>>): Record<string, string[]> {
    const modules = [...new Set(Object.values(snippets).flatMap(modulesOf))];
    const files = new Map(Object.entries(snippets).map(([name, text]) => [join(folder, `${name}.ts`), text]));
    const elsewhere = modules.filter((module) => !isHere(module)).map((module) => `declare module "${module}";\n`);
    const sources = new Map([
        ...files,
        ...modules.filter(isHere).map((module): [string, string] => [viewOf(module), view(module)]),
        [join(folder, "partly.ts"), partly],
        [join(folder, "elsewhere.d.ts"), elsewhere.join("")],
    ]);
    const roots = [...files.keys(), join(folder, "elsewhere.d.ts")];
    const program = ts.createProgram(roots, options, hostOf(sources, new Set(files.keys())));
    // the rest, too: what cannot be resolved in it would allow everything
    const problems = [...sources.keys()].map((file): [string, string[]] => {
        const source = program.getSourceFile(file);
        const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
        return [
            basename(file, ".ts"),
            found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
        ];
    });
    return Object.fromEntries(problems.filter(([, found]) => found.length > 0));
}

function modulesOf(text: string): string[] {
    return [...text.matchAll(/ from "(.+)";/g)].map(([, module = ""]) => module);
}

function viewOf(module: string): string {
    return join(folder, `${module.replace(/\W/g, "-")}.ts`);
}

function view(module: string): string {
    return `import type { Partly } from "./partly";
import * as real from "${module}";
declare const view: Partly<typeof real>;
export = view;
`;
}

/** Snippets get the view of a module, and views the real one. */
function hostOf(sources: ReadonlyMap<string, string>, snippets: ReadonlySet<string>): ts.CompilerHost {
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (file) => sources.has(file) || fileExists(file);
    host.readFile = (file) => sources.get(file) ?? readFile(file);
    host.getSourceFile = (file, target, ...rest) => {
        const text = sources.get(file);
        return text === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target);
    };
    host.resolveModuleNameLiterals = (literals, from, redirected, each, containing) =>
        literals.map((literal) => {
            const file = viewOf(literal.text);
            const mode = ts.getModeForUsageLocation(containing, literal, each);
            if (snippets.has(from) && sources.has(file))
                return { resolvedModule: { resolvedFileName: file, extension: ts.Extension.Ts } };
            return ts.resolveModuleName(literal.text, from, each, host, cache, redirected, mode);
        });
    return host;
}

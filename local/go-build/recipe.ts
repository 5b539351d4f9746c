import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A Go program to build, or Go modules to take files from. */
export interface Recipe {
    name: string;
    /** Folder with `go.mod`, `go.sum` and whatever else it is made of. */
    folder: string;
}

/** Names a build after all that it is made from, so that a changed recipe never meets an old result. */
export function recipeKey(recipes: Recipe[]): string {
    const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
    for (const { name, folder } of recipes) {
        for (const file of readdirSync(folder).sort()) {
            hash.update(`\0${name}/${file}\0`).update(readFileSync(path.join(folder, file)));
        }
    }
    return hash.digest("hex").slice(0, 16);
}

/** The oldest Go that builds it. */
export const goVersion = (recipe: Recipe) => required(recipe, /^go (.+)$/m);

/** The version of a module that it asks for by name. */
export function moduleVersion(recipe: Recipe, module: string): string {
    return required(recipe, new RegExp(`^(?:require|\\t)\\s*${module} v(\\S+)$`, "m"));
}

function required({ folder }: Recipe, pattern: RegExp): string {
    const value = pattern.exec(readFileSync(path.join(folder, "go.mod"), "utf8"))?.[1];
    if (value === undefined) {
        throw new Error(`No line of ${path.join(folder, "go.mod")} matches ${pattern}.`);
    }
    return value;
}

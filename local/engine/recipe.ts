import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A Go program to build: its module is the folder of the same name beside this file. */
export interface Recipe {
    name: string;
    package: string;
    /** How long the build takes on two cores with nothing cached. */
    minutes: number;
}

const cliModule = "github.com/pulumi/pulumi/pkg/v3";

export const cli: Recipe = { name: "pulumi-cli", package: `${cliModule}/cmd/pulumi`, minutes: 5 };

export const languageHost: Recipe = {
    name: "pulumi-language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    minutes: 1,
};

export const recipeFolder = (recipe: Recipe) => path.join(__dirname, recipe.name);

const goMod = (recipe: Recipe) => readFileSync(path.join(recipeFolder(recipe), "go.mod"), "utf8");

/** The version that is built. A CLI on PATH must be this or newer: nothing older was ever tried with this project. */
export const cliVersion = required(goMod(cli), new RegExp(`^require ${cliModule} v(.+)$`, "m"));

/** The oldest Go that builds the recipes: the CLI asks for the newer one of the two. */
export const goVersion = required(goMod(cli), /^go (.+)$/m);

/** Names a build after all that it is made from, so that a changed recipe never meets an old binary. */
export function recipeKey(): string {
    const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
    for (const recipe of [cli, languageHost]) {
        for (const file of readdirSync(recipeFolder(recipe)).sort()) {
            hash.update(`\0${recipe.name}/${file}\0`).update(readFileSync(path.join(recipeFolder(recipe), file)));
        }
    }
    return hash.digest("hex").slice(0, 16);
}

function required(text: string, pattern: RegExp): string {
    const value = pattern.exec(text)?.[1];
    if (value === undefined) {
        throw new Error(`No line of go.mod matches ${pattern}.`);
    }
    return value;
}

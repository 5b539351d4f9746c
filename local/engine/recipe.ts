import path from "node:path";
import type { Program } from "../go-build/go";
import { goVersion as goOf, recipeKey as keyOf, moduleVersion } from "../go-build/recipe";

const cliModule = "github.com/pulumi/pulumi/pkg/v3";
const cliName = { name: "pulumi-cli", folder: path.join(__dirname, "pulumi-cli") };

/** The version that is built. A CLI on PATH must be this or newer: nothing older was ever tried with this project. */
export const cliVersion = moduleVersion(cliName, cliModule);

export const cli: Program = {
    ...cliName,
    package: `${cliModule}/cmd/pulumi`,
    linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`,
    minutes: 5,
};

export const languageHost: Program = {
    name: "pulumi-language-nodejs",
    folder: path.join(__dirname, "pulumi-language-nodejs"),
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    linkerFlags: "-s -w",
    minutes: 1,
};

/** The oldest Go that builds the recipes: the CLI asks for the newer one of the two. */
export const goVersion = goOf(cli);

export const recipeKey = () => keyOf([cli, languageHost]);

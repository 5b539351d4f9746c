import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How many resources `dev` has, without its components and its provider. */
export const devResources = readFileSync(join(__dirname, "..", "locks", "resources.dev.txt"), "utf8")
    .trimEnd()
    .split("\n")
    .filter((line) => !/^(zero-trust-mcp|pulumi):/.test(line)).length;

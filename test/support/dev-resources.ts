import { readFileSync } from "node:fs";
import { join } from "node:path";

const identities = readFileSync(join(__dirname, "..", "locks", "resources.dev.txt"), "utf8")
    .trimEnd()
    .split("\n");

/** How many resources `dev` has, without its components and its providers. */
export const devResources = identities.filter((line) => !/^(zero-trust-mcp|pulumi):/.test(line)).length;

/** How many of them are in Azure, the others in Entra or random values. */
export const devAzureResources = identities.filter((line) => line.startsWith("azure-native:")).length;

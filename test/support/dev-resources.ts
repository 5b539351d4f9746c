import { readFileSync } from "node:fs";
import { join } from "node:path";

const identities = readFileSync(join(__dirname, "..", "locks", "resources.dev.txt"), "utf8")
    .trimEnd()
    .split("\n");

const managed = identities.filter((line) => !/^(zero-trust-mcp|pulumi):/.test(line));

/** How many objects `dev` has in its cluster. */
export const devObjects = managed.filter((line) => line.startsWith("kubernetes:")).length;

/** How many resources `dev` has besides, without its components and its providers. */
export const devResources = managed.length - devObjects;

/** How many of them are in Azure, the others in Entra or random values. */
export const devAzureResources = identities.filter((line) => line.startsWith("azure-native:")).length;

// Does not prove that Pulumi reads the file as meant: the tests on the real engine do.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { configuration } from "../../infra/configuration";

const project = parse(readFileSync(path.join(__dirname, "..", "..", "Pulumi.yaml"), "utf8"));

describe("Pulumi.yaml", () => {
    it("declares every required key of the configuration, described like the schema describes it", () => {
        const { "pulumi:disable-default-providers": _, ...declared } = project.config;
        const required = Object.entries(configuration.shape).filter(([, schema]) => !(schema instanceof z.ZodOptional));
        assert.deepEqual(
            declared,
            Object.fromEntries(
                required.map(([key, schema]) => [key, { ...typeOf(schema), description: schema.description }]),
            ),
        );
    });

    it("lets no resource fall back to a default provider", () => {
        assert.deepEqual(project.config["pulumi:disable-default-providers"], {
            value: ["azure-native", "azuread", "kubernetes"],
        });
    });
});

function typeOf(schema: unknown): object {
    if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return { type: "object" };
    if (schema instanceof z.ZodArray) return { type: "array", items: typeOf(schema.element) };
    return { type: schema instanceof z.ZodBoolean ? "boolean" : "string" };
}

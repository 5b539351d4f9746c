// Does not prove that Azure accepts the examples: the declarations of Pulumi's packages know names and types, but no
// limits. Programs for packages that are not installed here must be TypeScript, but their names are looked up nowhere.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration } from "../../policy-pack/engine/configuration";
import { examplesDay } from "../../policy-pack/engine/examples";
import { rules } from "../../policy-pack/rules";
import { compile } from "./snippet-compiler";

const folder = join(__dirname, "..", "..", "docs", "rules");
const pages = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));

/** The blocks of a language in all pages, by page and number. */
function blocks(language: string): Record<string, string> {
    const block = new RegExp(`\`\`\`${language}\\n(.*?)\\n\`\`\``, "gs");
    return Object.fromEntries(
        pages.flatMap(({ file, text }) =>
            [...text.matchAll(block)].map(([, content = ""], index) => [`${file}-${index + 1}`, content]),
        ),
    );
}

describe("docs/rules", () => {
    it("shows programs that compile but for required arguments, and notices names and values that do not", function () {
        this.timeout(60_000);
        const program = (args: string) => `import * as keyvault from "@pulumi/azure-native/keyvault";\n${args}`;
        const wrong = {
            class: program(`new keyvault.Vaults("example");`),
            argument: program(`new keyvault.Vault("example", { property: {} });`),
            property: program(
                `new keyvault.Vault("example", { properties: { networkAcls: { ipRules: [{ ip: "" }] } } });`,
            ),
            member: program(`new keyvault.Vault("example", { properties: { apply: true } });`),
            value: program(`new keyvault.Vault("example", { properties: { sku: { name: "best" } } });`),
            option: program(`new keyvault.Vault("example", {}, { protected: true });`),
        };
        const programs = blocks("ts");
        assert.notDeepEqual(programs, {});
        const problems = compile({ ...programs, ...wrong });
        const found = Object.entries(wrong).map(([name]) => [name, problems[name]?.length]);
        assert.deepEqual(
            found,
            Object.keys(wrong).map((name) => [name, 1]),
        );
        for (const name of Object.keys(wrong)) delete problems[name];
        assert.deepEqual(problems, {}, "mend the examples of these rules");
    });

    it("shows configurations that the pack takes", () => {
        const configurations = Object.entries(blocks("json"));
        assert.notDeepEqual(configurations, []);
        for (const [name, text] of configurations) {
            const values: Record<string, object> = JSON.parse(text);
            for (const id of Object.keys(values))
                assert.ok(
                    rules.some((rule) => rule.id === id),
                    name,
                );
            const configured = rules.map(({ id, level }) => [id, { level, values: values[id] ?? {} }] as const);
            assert.deepEqual(readConfiguration(rules, new Map(configured), examplesDay).problems, [], name);
        }
    });

    it("links to what exists", () => {
        for (const { file, text } of pages)
            for (const [, target = ""] of text.matchAll(/\]\(([^)#]+)\)/g))
                assert.ok(target.startsWith("https://") || existsSync(join(folder, target)), `${target} in ${file}`);
    });
});

// Does not prove that compiler and linter find anything: small scripts stand in for them.
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { Checkout } from "./checkout";

describe("npm run check", () => {
    let checkout: Checkout;
    beforeEach(() => {
        checkout = new Checkout({ dependencies: false });
        checkout.write("node_modules/.package-lock.json", checkout.read("package-lock.json") as string);
        const dependencies = path.resolve(__dirname, "..", "..", "node_modules");
        symlinkSync(path.join(dependencies, "tsx"), path.join(checkout.folder, "node_modules", "tsx"));
        const echo = `console.log(process.argv.slice(1).map((arg) => arg.split("/").at(-1)).join(" "));`;
        checkout.write("node_modules/typescript/bin/tsc", echo);
        checkout.write("node_modules/@biomejs/biome/bin/biome", echo);
        checkout.write("tools/generate-a.ts", echo);
        checkout.write("tools/check-schema.ts", echo);
    });
    afterEach(() => checkout.remove());

    const ran = [
        "",
        "Check: types",
        "tsc --noEmit -p .",
        "",
        "Check: lint and format",
        "biome check .",
        "",
        "Check: output of tools/generate-a.ts",
        "generate-a.ts --check",
        "",
        "Check: schema of the components",
        "check-schema.ts",
        "",
    ];

    it("runs every check and ends with 0 when all are content", async () => {
        assert.deepEqual(await checkout.run("check.js"), { code: 0, stdout: ran.join("\n"), stderr: "" });
    });

    it("runs the others, too, when some fail, and names the command that mends each", async () => {
        for (const file of ["node_modules/@biomejs/biome/bin/biome", "tools/generate-a.ts"]) {
            checkout.write(file, `${checkout.read(file)} process.exitCode = 1;`);
        }
        const failures = [
            "Failed: lint and format. To fix: npm run format",
            "",
            "Failed: output of tools/generate-a.ts. To fix: node --import tsx tools/generate-a.ts",
            "",
        ];
        assert.deepEqual(await checkout.run("check.js"), {
            code: 1,
            stdout: [...ran, ...failures].join("\n"),
            stderr: "",
        });
    });
});

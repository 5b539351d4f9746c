// Does not prove that npm installs them: test/engine/adopt.test.ts does, and takes longer.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { dependencies, devDependencies } from "../../package.json";

const root = path.join(__dirname, "..", "..");
/** What runs sources, which a package of sources needs without importing it. */
const compilers = ["ts-node", "tsx", "typescript"];

/** Packages whose modules the sources below a folder load; types alone are gone once they are compiled. */
function imported(folder: string): string[] {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const packages = files.flatMap((file) => {
        const source = readFileSync(path.join(folder, file), "utf8");
        const statements = source.matchAll(/^(?:import|export)(?! type)[^;]*? from "([^."][^"]*)"/gm);
        return [...statements].map(([, name = ""]) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    });
    return [...new Set(packages)].filter((name) => !isBuiltin(name)).sort();
}

describe("the packages that others install", () => {
    for (const name of ["components", "policy-pack"]) {
        it(`depend on what they load, in the versions of the checkout: ${name}`, () => {
            const folder = path.join(root, name);
            const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
            const declared: [string, string][] = Object.entries(manifest.dependencies);

            assert.deepEqual(
                declared.map(([each]) => each).filter((each) => !compilers.includes(each)),
                imported(folder),
            );
            const versions: Record<string, string> = { ...devDependencies, ...dependencies };
            assert.deepEqual(
                manifest.dependencies,
                Object.fromEntries(declared.map(([each]) => [each, versions[each]])),
            );
        });
    }
});

import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const checkout = resolve(__dirname, "..", "..");

/**
 * Copies the program of the checkout with another definition of the server `orders`.
 *
 * @param folder - Made when it is not there yet; the caller removes it.
 * @param change - Of the text of the definition.
 * @returns The entry point of the copy.
 */
export async function copyProgram(folder: string, change: (definition: string) => string): Promise<string> {
    for (const part of ["components", "infra", "stacks", "package.json", "tsconfig.json"]) {
        await cp(join(checkout, part), join(folder, part), { recursive: true });
    }
    await symlink(join(checkout, "node_modules"), join(folder, "node_modules"));
    const file = join(folder, "stacks", "servers", "orders.yaml");
    await writeFile(file, change(await readFile(file, "utf8")));
    return join(folder, "infra", "index.ts");
}

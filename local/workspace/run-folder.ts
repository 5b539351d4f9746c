import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap } from "yaml";
import { Failure } from "../report/failure";
import { type Project, readYaml, stackFile } from "./project";

/** Keys of a stack file that say how its secrets are encrypted: the local cloud has its own. */
const encryption = ["encryptionsalt", "encryptedkey", "secretsprovider"];

/**
 * Writes the folder that the engine works in: copies of `Pulumi.yaml` and of the stack file. The engine writes into
 * both (`pulumi preview` alone adds an `encryptionsalt`), so it never sees those of the checkout, and every run starts
 * from what the checkout says. Only the salt of the previous run is kept: with a new one the engine would encrypt all
 * secrets of the state again.
 *
 * Returns the folder. Throws a {@link Failure} for a missing or malformed stack file, or one with encrypted values,
 * which only the key of the real stack can read.
 */
export async function writeRunFolder(runs: string, project: Project, stack: string): Promise<string> {
    const folder = join(runs, stack);
    const file = stackFile(project, stack);
    const configuration = await readYaml(file);
    const encrypted = encryptedKeys(configuration.get("config"));
    if (encrypted.length > 0) {
        throw new Failure(
            `${file} has encrypted values (${encrypted.join(", ")}), which the local cloud cannot read. Secrets do not ` +
                "belong into configuration: keep them in the vault.",
        );
    }

    await mkdir(folder, { recursive: true });
    const copy = join(folder, `Pulumi.${stack}.yaml`);
    const salt = (await readYaml(copy).catch(() => undefined))?.get("encryptionsalt");
    for (const key of encryption) {
        configuration.delete(key);
    }
    if (salt !== undefined) {
        configuration.set("encryptionsalt", salt);
    }
    await writeFile(copy, configuration.toString());

    const settings = project.settings.clone();
    settings.delete("backend");
    settings.set("main", project.main);
    settings.set("stackConfigDir", ".");
    await writeFile(join(folder, "Pulumi.yaml"), settings.toString());
    return folder;
}

/** The run folder of a stack; undefined when there was no run of it yet. */
export async function findRunFolder(runs: string, stack: string): Promise<string | undefined> {
    const folder = join(runs, stack);
    return access(join(folder, `Pulumi.${stack}.yaml`)).then(
        () => folder,
        () => undefined,
    );
}

function encryptedKeys(configuration: unknown): string[] {
    return isMap(configuration)
        ? configuration.items.filter(({ value }) => isMap(value) && value.has("secure")).map(({ key }) => String(key))
        : [];
}

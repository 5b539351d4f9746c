import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Relation, Rule } from "../../policy-pack/engine/rule";

const root = join(__dirname, "..", "..");

/** Where a page finds what it links to, as paths from the root of the project. */
export interface Sources {
    rule: string;
    /** Folder of the component that keeps the rule, where one does. */
    component?: string;
}

export function sourcesOf({ id, component }: Rule | Relation): Sources {
    return {
        rule: `${ruleFolder(serviceOf(id))}/${id}.ts`,
        ...(component !== undefined && { component: componentFolder(component) }),
    };
}

/** From a page to a file of the project. */
export function fromPage(file: string): string {
    return `../../${file}`;
}

/** The service that a rule is about: the folder of `policy-pack/rules` that has its file. */
export function serviceOf(id: string): string {
    const services = folders("policy-pack/rules").filter((service) => files(ruleFolder(service)).includes(`${id}.ts`));
    const [service] = services;
    if (service !== undefined && services.length === 1) return service;
    throw new Error(
        `The rule "${id}" is in ${services.length} folders: it must be in one policy-pack/rules/<service>/${id}.ts.`,
    );
}

export function ruleFolder(service: string): string {
    return `policy-pack/rules/${service}`;
}

/** The folder in `components` that declares a component. */
function componentFolder(name: string): string {
    const declares = (folder: string) => files(folder).some((file) => declaresClass(`${folder}/${file}`, name));
    const folder = folders("components")
        .map((each) => `components/${each}`)
        .find(declares);
    if (folder !== undefined) return folder;
    throw new Error(`A rule names the component "${name}": no file in components/*/ exports a class of that name.`);
}

function declaresClass(file: string, name: string): boolean {
    return readFileSync(join(root, file), "utf8").includes(`\nexport class ${name} `);
}

function folders(folder: string): string[] {
    return entries(folder)
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
}

function files(folder: string): string[] {
    return entries(folder)
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map(({ name }) => name);
}

function entries(folder: string) {
    return readdirSync(join(root, folder), { withFileTypes: true });
}

import { type Properties, Refusal } from "../provider/provider";

/** Whether a text is the id of an ARM resource (or of a subscription or built-in definition). */
export function isArmId(text: string): boolean {
    return /^\/(subscriptions|providers)\/[^/]+/i.test(text);
}

/** Ids are compared without regard to case. */
export function sameId(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

export function isBelow(id: string, ancestor: string): boolean {
    return id.toLowerCase().startsWith(`${ancestor.toLowerCase()}/`);
}

/** What holds on a scope holds for the scope itself, too. */
export function isWithin(id: string, scope: string): boolean {
    return sameId(id, scope) || isBelow(id, scope);
}

export function lastSegment(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1);
}

/** Names of the parameters of a path template, in order. */
export function parametersOf(template: string): string[] {
    return [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
}

/** Id of the resource that the inputs describe. */
export function expandPath(template: string, values: Properties): string {
    return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name])).replace(/\/{2,}/g, "/");
}

/** Path parameters in an id. Throws {@link Refusal} when the id does not fit the template. */
export function parseId(template: string, id: string): Record<string, string> {
    const pattern = template
        .replace(/^\/?\{(scope|scopeId|resourceUri)\}/, "(?<$1>/.+)")
        .replace("/{parentResourcePath}", "(?:/(?<parentResourcePath>.+))?")
        .replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const match = new RegExp(`^${pattern}$`, "i").exec(id);
    if (!match) {
        throw new Refusal(`the ID '${id}' does not match the path template '${template}'`);
    }
    return Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, value ?? ""]));
}

/** Resource, resource group or subscription that holds the resource; empty for a subscription. */
export function parentOf(id: string): string {
    return id.replace(/\/[^/]+\/[^/]+$/, "").replace(/\/providers\/[^/]+$/i, "");
}

/** What holds the resource, the nearest first. */
export function ancestorsOf(id: string): string[] {
    const parent = parentOf(id);
    return parent === "" ? [] : [parent, ...ancestorsOf(parent)];
}

/** ARM type of an id or a path template, for example `Microsoft.KeyVault/vaults/keys`. */
export function armTypeOf(id: string): string {
    const provider = id.toLowerCase().lastIndexOf("/providers/");
    if (provider === -1) {
        return /\/resourcegroups\//i.test(id)
            ? "Microsoft.Resources/resourceGroups"
            : "Microsoft.Resources/subscriptions";
    }
    const [namespace, ...rest] = id.slice(provider + "/providers/".length).split("/");
    return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join("/");
}

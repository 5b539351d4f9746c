import * as pulumi from "@pulumi/pulumi";

/**
 * Leaves out the aliases by which resources of @pulumi/azure-native claim to be the same under the type token of every
 * other API version: up to 60 for each resource, half of the time of a preview.
 *
 * They matter only to a stack that was deployed under one of those tokens, and the stacks of this program never were:
 * it has used the tokens without a version from the start. That is why this belongs to the program and not to the
 * components: a stack that replaces, say, `azure-native:keyvault/v20230701:Vault` by a component needs them.
 * Aliases that a component gives, by name or parent, stay.
 *
 * Call it before the first resource.
 */
export function leaveOutVersionAliases(): void {
    pulumi.runtime.registerStackTransformation(({ props, opts }) =>
        opts.aliases === undefined
            ? undefined
            : { props, opts: { ...opts, aliases: opts.aliases.filter((alias) => !isVersionAlias(alias)) } },
    );
}

/** Whether all that the alias says is another type of azure-native. */
export function isVersionAlias(alias: unknown): boolean {
    if (typeof alias !== "object" || alias === null) return false;
    const [[key, type] = [], ...others] = Object.entries(alias);
    return others.length === 0 && key === "type" && typeof type === "string" && type.startsWith("azure-native:");
}

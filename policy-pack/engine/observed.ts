import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { normalised } from "./arm-resource";
import type { Resource } from "./resource";
import { plain } from "./sdk";
import { templateResources } from "./template";
import { resourceType } from "./type-token";
import { unknown, type Value } from "./value";

/** Providers none of whose resources can do without an input. */
const demanding = /^(azure-native|azuread|kubernetes)[:_]/;

/**
 * What is judged of a resource that the engine is about to register: itself, and what a template in it holds. Nothing of
 * one that does not exist and that a run for others (`--target`, `--exclude`) does not create: the engine shows it without
 * any input.
 */
export function judgedOf(args: ResourceValidationArgs): readonly Resource[] {
    if (demanding.test(args.type) && Object.keys(args.props).length === 0) return [];
    const resource = normalised(observed(args, plain(args.props), args.opts.parent));
    return [resource, ...templateResources(resource)];
}

/**
 * The same of a resource in the finished stack, which knows dependencies but no inputs. A resource that the program did
 * not register in this run, because the run was limited to others, has unknown inputs.
 */
export function rememberedOf(
    resource: PolicyResource,
    judged: ReadonlyMap<string, readonly Resource[]>,
): readonly Resource[] {
    const dependencies = Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([input, sources]): [string, string[]] => [
            input,
            sources.map(({ urn }) => urn),
        ]),
    );
    const seen = judged.get(resource.urn) ?? [observed(resource, unknown, resource.parent?.urn)];
    return seen.map((each) => ({ ...each, dependencies }));
}

function observed(
    { urn, type, name, provider, opts }: Pick<ResourceValidationArgs, "urn" | "type" | "name" | "provider" | "opts">,
    inputs: Value,
    parent: string | undefined,
): Resource {
    return {
        urn,
        type: resourceType(type),
        token: type,
        name,
        custom: provider !== undefined,
        inputs,
        options: { protect: opts.protect, ignoreChanges: opts.ignoreChanges },
        parent,
        dependencies: {},
    };
}

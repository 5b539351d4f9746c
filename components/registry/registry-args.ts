import type * as pulumi from "@pulumi/pulumi";
import {
    adoptionProblems,
    listed,
    type PlacementArgs,
    type Principal,
    type PrivateNetwork,
    placementProblems,
    principalProblems,
    privateNetworkProblems,
    rangeProblem,
    roleProblem,
} from "../shared";
import { RegistryService } from "./registry-service";

/** Public images that a registry keeps a copy of. */
export interface RegistryCacheRule {
    /**
     * Required. Repository of the Microsoft Artifact Registry, for example `mcr.microsoft.com/azure-cli`, or all below
     * a path: `mcr.microsoft.com/oss/*`, `mcr.microsoft.com/*`. Only this registry needs no credentials.
     */
    source: string;
    /**
     * Optional. Repository in this registry; it ends in a slash and an asterisk when the source does. Azure never
     * changes it later. Default: `mcr/` and the path of the source.
     */
    target?: string;
}

/** Arguments of `Registry`. */
export interface RegistryArgs extends PlacementArgs {
    /** Conditional. Required unless `existingRegistryId` is given. Subnet and DNS zone that make the registry reachable. */
    network?: PrivateNetwork;
    /** Conditional. Required unless `existingRegistryId` is given. ARM id of the workspace that receives logins, pulls and pushes. */
    workspaceId?: pulumi.Input<string>;
    /** Optional. Who runs images, by a short name. Default: nobody. */
    pullers?: Record<string, Principal>;
    /** Optional. Who publishes images, by a short name. They may not be pullers as well. Default: nobody. */
    pushers?: Record<string, Principal>;
    /** Optional. Public images that the registry keeps a copy of, by a short name of five characters or more. Default: none. */
    cacheRules?: Record<string, RegistryCacheRule>;
    /** Optional. Azure services that need the registry more open: ARM tokens, or a pass through its firewall. Default: none. */
    services?: RegistryService[];
    /**
     * Optional. Days after which a manifest without tag is deleted for good, 1 to 365. Who runs an image by its digest
     * gives it a tag that never moves, or it cannot be pulled after that time. Default: 365.
     */
    untaggedDays?: number;
    /** Optional. Whether the registry survives the loss of a zone. Azure never changes it later. Default: true. */
    zoneRedundant?: boolean;
    /**
     * Optional. ARM id of an existing registry in the same subscription, whose login server has its name and whose
     * repositories have no permissions of their own; only role assignments and cache rules are added to it. Default: a
     * new registry.
     */
    existingRegistryId?: string;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function registryProblems(name: string, args: RegistryArgs): string[] {
    return listed(
        ...placementProblems(name, args),
        ...adoptionProblems(args, {
            what: "registry",
            type: "Microsoft.ContainerRegistry/registries",
            existing: "existingRegistryId",
            needed: ["network", "workspaceId"],
            optional: ["services", "untaggedDays", "zoneRedundant"],
        }),
        ...(args.network === undefined ? [] : privateNetworkProblems(args.network, "registry")),
        rangeProblem(args.untaggedDays ?? 365, "untaggedDays", { min: 1, max: 365, unit: "days" }),
        ...(args.services ?? []).map(serviceProblem),
        ...Object.entries(args.cacheRules ?? {}).flatMap(([rule, settings]) => cacheRuleProblems(rule, settings)),
        ...principalProblems("pullers", args.pullers),
        ...principalProblems("pushers", args.pushers),
        ...dutyProblems(args),
    );
}

function serviceProblem(service: RegistryService, index: number): string | undefined {
    const allowed: string[] = Object.values(RegistryService);
    return allowed.includes(service)
        ? undefined
        : `services[${index}] is "${service}"; it must be one of ${allowed.join(", ")}.`;
}

function cacheRuleProblems(rule: string, { source, target }: RegistryCacheRule): string[] {
    const argument = `cacheRules.${rule}`;
    return listed(
        roleProblem(rule, `The name of ${argument}`),
        // https://learn.microsoft.com/rest/api/containerregistry/cache-rules/create
        rule.length < 5 || rule.length > 50
            ? `The name of ${argument} has ${rule.length} characters; it must have 5 to 50.`
            : undefined,
        pathOf(source) === "*" || isRepository(pathOf(source))
            ? undefined
            : `${argument}.source is "${source}"; it must be a repository of mcr.microsoft.com, for example "mcr.microsoft.com/azure-cli". Others need credentials.`,
        target === undefined || isRepository(target)
            ? undefined
            : `${argument}.target is "${target}"; it must be lower-case letters, digits and "._-/", for example "mcr/azure-cli".`,
        target !== undefined && source.endsWith("/*") !== target.endsWith("/*")
            ? `${argument} has source "${source}" and target "${target}"; both end in "/*", or none does.`
            : undefined,
    );
}

/** Path of a repository of the Microsoft Artifact Registry; empty when it is of another. */
export function pathOf(source: string): string {
    const [, path = ""] = /^mcr\.microsoft\.com\/(.+)$/.exec(source) ?? [];
    return path;
}

// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
function isRepository(path: string): boolean {
    return /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(\/\*)?$/.test(path);
}

function dutyProblems({ pullers = {}, pushers = {} }: RegistryArgs): (string | undefined)[] {
    const known = Object.values(pushers).flatMap(({ principalId }) =>
        typeof principalId === "string" ? [principalId] : [],
    );
    return Object.entries(pullers).map(([who, { principalId }]) =>
        typeof principalId === "string" ? dutyProblem(principalId, `pullers.${who}`, known) : undefined,
    );
}

/** A problem when who runs images publishes them as well. */
export function dutyProblem(principalId: string, argument: string, pusherIds: string[]): string | undefined {
    return pusherIds.some((pusherId) => pusherId.toLowerCase() === principalId.toLowerCase())
        ? `${argument} is ${principalId}, who is a pusher as well; who runs images may not publish them.`
        : undefined;
}

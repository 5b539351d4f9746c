import {
    type PolicyResource,
    type ResourceValidationArgs,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
    unknownCheckingProxy,
} from "@pulumi/policy";
import { policies, type Surroundings } from "../../../policy-pack/engine/pack";
import type { Relation, Rule } from "../../../policy-pack/engine/rule";
import type { Configured } from "../../../policy-pack/engine/sdk";

/** A resource as a program registers it. */
export interface Registered {
    name: string;
    type: string;
    /** Inputs; `unknownText` and its like stand for what a preview does not know. */
    props: object;
    propertyDependencies?: Record<string, string[]>;
    options?: { protect?: boolean; ignoreChanges?: string[] };
    /** A component, which no provider manages. */
    component?: boolean;
    /** Type of the parent. */
    parent?: string;
    /** Not registered in this run, so no policy on resources sees it. */
    untouched?: boolean;
}

/** What the engine sends for a text that a preview does not know (SDK proxy.js). */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The same for an object. */
export const unknownObject = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";
/** The same for a list. */
export const unknownList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

/** What a policy said: which, about which resource, below its own level or not. */
export interface Report {
    policy: string;
    urn: string;
    message: string;
    advisory: boolean;
}

/** What `--policy-pack-config` says of a policy. */
export type Configuration = Record<
    string,
    { enforcementLevel?: "mandatory" | "advisory" | "disabled"; [name: string]: unknown }
>;

const examplesDay = new Date("2026-01-01T00:00:00Z");

/** The world around a pack that is configured so. */
export function surroundings(configuration: Configuration = {}, now: Date = examplesDay): Surroundings {
    return {
        now: () => now,
        configuredPolicies: async (names) =>
            new Map(
                names.flatMap((name): [string, Configured][] => {
                    const { enforcementLevel: level = "mandatory", ...values } = configuration[name] ?? {};
                    return level === "disabled" ? [] : [[name, { level, values }]];
                }),
            ),
    };
}

class NotApplicable extends Error {}

function notApplicable(): never {
    throw new NotApplicable();
}

/** A preview with a new pack of some rules, as the SDK would call it. */
export async function preview(
    rules: readonly (Rule | Relation)[],
    resources: readonly Registered[],
    configuration: Configuration = {},
    now?: Date,
): Promise<Report[]> {
    const enabled = policies(rules, surroundings(configuration, now)).filter(
        ({ name }) => configuration[name]?.enforcementLevel !== "disabled",
    );
    return previewWith(enabled, resources, configuration);
}

/**
 * Calls policies as the SDK does in a preview: those on resources for each resource, then those on the stack, with
 * outputs that say nothing.
 */
export async function previewWith(
    policies: readonly (ResourceValidationPolicy | StackValidationPolicy)[],
    resources: readonly Registered[],
    configuration: Configuration = {},
): Promise<Report[]> {
    const reports: Report[] = [];
    const levelOf = (policy: string) => configuration[policy]?.enforcementLevel ?? "mandatory";
    const reporter = (policy: string, about: string) => (given: unknown, urn?: string) => {
        const report: Record<string, string | undefined> =
            typeof given === "string" ? { message: given, urn } : (given as object & Record<string, string>);
        const level = report.enforcementLevel ?? levelOf(policy);
        reports.push({
            policy,
            urn: report.urn ?? about,
            message: report.message ?? "",
            advisory: level === "advisory",
        });
    };
    const getConfig = (): never => {
        throw new Error("Policies of the pack read the configuration that `pack` has read for all.");
    };
    const applicable = async (judge: () => void | Promise<void>) => {
        try {
            await judge();
        } catch (error) {
            if (!(error instanceof NotApplicable)) throw error;
        }
    };
    const options = (registered: Registered) => ({
        opts: { protect: false, ignoreChanges: [], ...registered.options },
        provider: registered.component ? undefined : {},
    });

    for (const registered of resources.filter(({ untouched }) => !untouched))
        for (const policy of policies) {
            if (!("validateResource" in policy) || typeof policy.validateResource !== "function") continue;
            const { validateResource } = policy;
            const { name, type, props } = registered;
            const urn = urnOf(registered);
            const args = {
                type,
                name,
                urn,
                props: unknownCheckingProxy(props),
                ...options(registered),
                getConfig,
                notApplicable,
            } as unknown as ResourceValidationArgs;
            await applicable(() => validateResource(args, reporter(policy.name, urn)));
        }

    const stack = resources.map(
        (registered) =>
            ({
                name: registered.name,
                type: registered.type,
                urn: urnOf(registered),
                ...options(registered),
            }) as unknown as PolicyResource,
    );
    const named = (name: string) => stack.find((resource) => resource.name === name) as PolicyResource;
    for (const [index, { propertyDependencies = {} }] of resources.entries())
        Object.assign(stack[index] ?? {}, {
            propertyDependencies: Object.fromEntries(
                Object.entries(propertyDependencies).map(([input, names]) => [input, names.map(named)]),
            ),
        });
    for (const policy of policies) {
        if (!("validateStack" in policy)) continue;
        const args = { resources: stack, getConfig, notApplicable, stackTags: new Map() };
        await applicable(() => policy.validateStack(args, reporter(policy.name, "stack")));
    }
    return reports;
}

export function urnOf(registered: string | Pick<Registered, "name" | "type" | "parent">): string {
    if (typeof registered === "string") return urnOf({ name: registered, type: "azure-native:keyvault:Thing" });
    const { name, type, parent } = registered;
    return `urn:pulumi:test::test::${parent === undefined ? "" : `${parent}$`}${type}::${name}`;
}
